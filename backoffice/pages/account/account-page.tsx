import { useState } from 'preact/hooks';
import type { StoreView } from '../../http/contract/accounts.ts';
import { api, inStore } from '../client/api.ts';
import type { Fault } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { go } from '../router.ts';
import { PasswordForm } from '../sign-in/password-form.tsx';
import { may, openStore, refreshSession, type Session, session, signOut } from '../store/session.ts';
import { THEMES, type Theme, theme } from '../store/theme.ts';
import { Choice } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { LanguageChoice } from '../widgets/language-choice.tsx';
import { FaultNote, Note } from '../widgets/note.tsx';
import './account.css';
import { Members } from './members.tsx';
import { NameForm } from './name-form.tsx';
import { t } from './words.ts';

/** Oneself, this browser, and for an owner the store and its people. */
export default function AccountPage() {
  const [fault, setFault] = useState<Fault | null>(null);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{frame().pages.account}</h1>
        <button type="button" class="button" onClick={() => void signOut().then(setFault)}>
          <Icon name="sign-out" /> {t().signOut}
        </button>
      </div>
      <FaultNote fault={fault} />
      {may('manage-members') && <Members key={openStore.value?.id} />}
      <div class="account-grid">
        <You />
        <section class="panel">
          <h2 class="panel-head">{t().thisBrowser}</h2>
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
        <Store key={openStore.value?.id} />
      </div>
    </div>
  );
}

function You() {
  const account = session.value?.account;
  return (
    <section class="panel">
      <h2 class="panel-head">{t().you}</h2>
      <div class="panel-body stack">
        <p class="quiet wrap">{account?.email}</p>
        <NameForm
          label={t().name}
          action={frame().save}
          name={account?.name ?? ''}
          save={(name) => api.write<Session>('PATCH', '/session/account', { name })}
          onSaved={(value) => {
            session.value = value;
          }}
        />
        <ChangePassword />
      </div>
    </section>
  );
}

function ChangePassword() {
  const [state, setState] = useState<'closed' | 'open' | 'done'>('closed');
  if (state === 'open') return <PasswordForm onDone={() => setState('done')} />;
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

/** The open store's name, and another store beside it. */
function Store() {
  const [another, setAnother] = useState(false);
  const mayCreate = session.value?.mayCreateStore === true;
  if (!may('manage-store') && !mayCreate) return null;
  return (
    <section class="panel">
      <h2 class="panel-head">{t().store}</h2>
      <div class="panel-body stack">
        {may('manage-store') && (
          <NameForm
            label={t().storeName}
            action={frame().save}
            name={openStore.value?.name ?? ''}
            save={(name) => inStore.write<StoreView>('PATCH', '', { name })}
            onSaved={() => void refreshSession()}
          />
        )}
        {mayCreate &&
          (another ? (
            <NameForm
              label={t().storeName}
              hint={t().newStoreHint}
              action={t().create}
              name=""
              save={(name) => api.write<StoreView>('POST', '/stores', { name })}
              onSaved={(made) => void refreshSession().then(() => go({ store: made.id, page: 'account' }))}
            />
          ) : (
            <div>
              <button type="button" class="button" onClick={() => setAnother(true)}>
                <Icon name="plus" /> {t().newStore}
              </button>
            </div>
          ))}
      </div>
    </section>
  );
}
