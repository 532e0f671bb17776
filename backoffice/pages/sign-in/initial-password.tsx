import { signOut } from '../store/session.ts';
import { PasswordForm } from './password-form.tsx';
import { t } from './words.ts';

/** Between a first sign-in and everything else. */
export function InitialPassword() {
  return (
    <main class="gate">
      <div class="gate-card">
        <h1>{t().initialTitle}</h1>
        <p class="quiet">{t().initialText}</p>
        <PasswordForm onDone={() => {}} />
      </div>
      <button type="button" class="button" onClick={() => void signOut()}>
        {t().signOut}
      </button>
    </main>
  );
}
