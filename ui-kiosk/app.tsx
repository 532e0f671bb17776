import { useEffect } from 'preact/hooks';
import { frame } from './i18n/frame.ts';
import { go, route } from './router.ts';
import { listenForScans } from './scan/scanner.ts';
import { ScreenRest } from './screen-rest.tsx';
import { chooseCode } from './screens/sell/sale.ts';
import { SignIn } from './screens/sign-in/sign-in.tsx';
import { screens } from './screens.ts';
import { StatusButton } from './status.tsx';
import { lock } from './store/lock.ts';
import {
  catalogue,
  connected,
  has,
  pendingDeed,
  session,
  settings,
  settingUp,
  setupState,
} from './store/signals.ts';
import { ApprovalDialog } from './widgets/approval.tsx';
import { Icon } from './widgets/icon.tsx';
import { KeyboardDock } from './widgets/keyboard-dock.tsx';
import { Busy, Lazy } from './widgets/load.tsx';
import { Note } from './widgets/note.tsx';

/** The first run, and whatever is set up anew; loaded only then. */
const loadWizard = () => import('./screens/setup/setup-screen.tsx');

/** It comes by itself until it was gone through to its end; later whoever may opens it from the settings. */
function inWizard(): boolean {
  const setup = setupState.value;
  if (setup === null) return false;
  const asked = !setup.finished || settingUp.value !== null || route.value[0] === 'setup';
  return asked && (setup.open || settingUp.value !== null || has('devices'));
}

export function App() {
  return (
    <>
      <ConnectionBanner />
      {catalogue.value === null || session.value === undefined || setupState.value === null ? (
        connected.value === false ? null : (
          <Busy />
        )
      ) : inWizard() ? (
        <Lazy load={loadWizard} />
      ) : session.value === null ? (
        <SignIn />
      ) : (
        <Frame />
      )}
      <ApprovalDialog />
      <KeyboardDock />
      <ScreenRest />
    </>
  );
}

function Frame() {
  const [place] = route.value;
  const open = screens.filter((screen) => screen.right === null || has(screen.right));
  const screen = open.find((s) => s.id === place) ?? open[0];
  useIdleLock();
  useEffect(() => listenForScans(takeScan), []);
  const who = session.value?.staff;
  const t = frame();
  return (
    <div class="frame">
      <header class="bar">
        <button type="button" class="who plain" onClick={() => void lock()}>
          <Icon name="lock" />
          <span class="who-name">
            <strong>{who?.name}</strong>
            <span class="small quiet">{catalogue.value?.register.name}</span>
            <span class="visually-hidden">{t.switchPerson}</span>
          </span>
        </button>
        <nav aria-label={t.navigation}>
          {open.map((s) => (
            <button
              key={s.id}
              type="button"
              class="tab"
              aria-current={s.id === screen?.id ? 'page' : undefined}
              onClick={() => go(s.id)}
            >
              <Icon name={s.icon} />
              <span>{s.title()}</span>
            </button>
          ))}
        </nav>
        <StatusButton />
      </header>
      <main>{screen && <Lazy load={screen.load} />}</main>
    </div>
  );
}

/** Says that the daemon is away, above everything and covering nothing; goes by itself when it answers. */
function ConnectionBanner() {
  const t = frame();
  if (connected.value === false && settingUp.value === null) {
    return (
      <div class="banner">
        <Note kind="attention">
          <strong>{t.connectionLost}.</strong> {pendingDeed.value ? t.pendingDeed : t.connectionLostHint}
        </Note>
      </div>
    );
  }
  return null;
}

/** From any screen a code goes on the bill; not while a bill is being paid, which it would change. */
function takeScan(code: string): void {
  const [screen, place] = route.value;
  if (screen === 'sell' && place === 'pay') return;
  if (document.querySelector('[role="dialog"]')) return;
  go('sell');
  chooseCode(code);
}

/** Locks after the shop's time without a touch or a key. */
function useIdleLock(): void {
  const after_s = settings.value?.lockAfter_s ?? 0;
  useEffect(() => {
    if (after_s === 0) return;
    let timer = setTimeout(() => void lock(), after_s * 1000);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void lock(), after_s * 1000);
    };
    addEventListener('pointerdown', again, true);
    addEventListener('keydown', again, true);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerdown', again, true);
      removeEventListener('keydown', again, true);
    };
  }, [after_s]);
}
