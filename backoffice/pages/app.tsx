import { Frame } from './frame.tsx';
import { frame } from './i18n/frame.ts';
import { InitialPassword } from './sign-in/initial-password.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { connected } from './store/connected.ts';
import { refreshSession, session, sessionFault } from './store/session.ts';
import { Busy, Failed } from './widgets/load.tsx';
import { Note } from './widgets/note.tsx';

export function App() {
  return (
    <>
      {connected.value === false && session.value && <OfflineBanner />}
      <Inside />
    </>
  );
}

function Inside() {
  const now = session.value;
  if (now === undefined) {
    return sessionFault.value ? <Failed fault={sessionFault.value} again={refreshSession} /> : <Busy />;
  }
  if (now === null) return <SignInPage />;
  return now.passwordIsInitial ? <InitialPassword /> : <Frame />;
}

/** Above everything and covering nothing; goes by itself when the server answers. */
function OfflineBanner() {
  const t = frame();
  return (
    <div class="banner">
      <Note kind="attention">
        <strong>{t.offline}</strong> {t.offlineHint}
      </Note>
    </div>
  );
}
