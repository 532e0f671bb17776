import { useState } from 'preact/hooks';
import { api } from '../client/api.ts';
import { frame } from '../i18n/frame.ts';
import { type Session, session, sessionEnded } from '../store/session.ts';
import { useDoing } from '../widgets/doing.ts';
import { TextField } from '../widgets/field.tsx';
import { LanguageChoice } from '../widgets/language-choice.tsx';
import { FaultNote, Note } from '../widgets/note.tsx';
import { t } from './words.ts';

export function SignInPage() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const doing = useDoing();
  return (
    <main class="gate">
      <form
        class="gate-card"
        onSubmit={(event) => {
          event.preventDefault();
          void doing
            .run(
              () => api.write<Session>('POST', '/session', { email: email.trim(), password }),
              (value) => {
                sessionEnded.value = false;
                session.value = value;
              },
            )
            .then((met) => {
              if (!met) setPassword('');
            });
        }}
      >
        <p class="quiet">{frame().product}</p>
        <h1>{t().title}</h1>
        {sessionEnded.value && <Note kind="info">{t().signedOut}</Note>}
        <TextField
          label={t().email}
          value={email}
          type="email"
          autocomplete="username"
          maxLength={200}
          required
          onInput={setEmail}
        />
        <TextField
          label={t().password}
          value={password}
          type="password"
          autocomplete="current-password"
          maxLength={200}
          required
          onInput={setPassword}
        />
        <FaultNote fault={doing.fault.value} />
        <button type="submit" class="button primary" disabled={doing.busy.value}>
          {t().signIn}
        </button>
      </form>
      <LanguageChoice />
    </main>
  );
}
