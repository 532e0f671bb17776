import { useState } from 'preact/hooks';
import type { Fault } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { PasswordForm } from '../sign-in/password-form.tsx';
import { session, signOut } from '../store/session.ts';
import { THEMES, type Theme, theme } from '../store/theme.ts';
import { Choice } from '../widgets/field.tsx';
import { LanguageChoice } from '../widgets/language-choice.tsx';
import { FaultNote, Note } from '../widgets/note.tsx';
import { t } from './words.ts';

export default function AccountPage() {
  const [fault, setFault] = useState<Fault | null>(null);
  const account = session.value?.account;
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.account}</h1>
        <button type="button" class="button" onClick={() => void signOut().then(setFault)}>
          {t().signOut}
        </button>
      </div>
      <FaultNote fault={fault} />
      <section class="panel">
        <div class="panel-head">
          <h2>{t().you}</h2>
        </div>
        <div class="panel-body stack">
          <p class="wrap">
            <strong>{account?.name}</strong> <span class="quiet">{account?.email}</span>
          </p>
          <ChangePassword />
        </div>
      </section>
      <section class="panel">
        <div class="panel-head">
          <h2>{t().thisBrowser}</h2>
        </div>
        <div class="panel-body stack">
          <LanguageChoice quiet={false} />
          <Choice<Theme>
            label={frame().theme}
            value={theme.value}
            options={THEMES.map((one) => ({ value: one, text: frame().themes[one] }))}
            onChoose={(one) => {
              theme.value = one;
            }}
          />
        </div>
      </section>
    </div>
  );
}

function ChangePassword() {
  const [state, setState] = useState<'closed' | 'open' | 'done'>('closed');
  if (state === 'open') {
    return (
      <div class="password-form">
        <PasswordForm onDone={() => setState('done')} />
      </div>
    );
  }
  return (
    <>
      {state === 'done' && <Note kind="ok">{t().passwordChanged}</Note>}
      <div>
        <button type="button" class="button" onClick={() => setState('open')}>
          {t().changePassword}
        </button>
      </div>
    </>
  );
}
