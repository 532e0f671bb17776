import { effect, signal } from '@preact/signals';
import type { HealthPart } from '../daemon/http/contract.ts';
import { blankAfter_ms, type Rest, startRest } from './rest.ts';
import { route } from './router.ts';
import { currentBill, health, pendingDeed, session, stuckJobs } from './store/signals.ts';
import { onEvent } from './store/sync.ts';

const dark = signal(false);

/** Black over everything while nobody is there: a picture that never changes burns in, and light in a closed shop. */
export function ScreenRest() {
  return dark.value ? <div class="screen-rest" aria-hidden="true" /> : null;
}

/** Whoever is signed in has goods on the bill, is paying or has been asked something. A locked screen waits for nobody. */
function occupied(): boolean {
  if (pendingDeed.value) return true;
  if (!session.value) return false;
  const [screen, place] = route.value;
  if (screen === 'sell' && place === 'pay') return true;
  return (
    (currentBill.value?.bill.lines.length ?? 0) > 0 || document.querySelector('[role="dialog"]') !== null
  );
}

/** Before anything else listens, so that a touch that wakes the screen goes nowhere else. */
export function startScreenRest(): void {
  const after_ms = blankAfter_ms(location.search);
  if (after_ms === 0) return;
  const rest = startRest(after_ms, {
    now_ms: () => performance.now(),
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    occupied,
    show: (yes) => {
      dark.value = yes;
    },
  });
  wakeByHand(rest);
  wakeByKey(rest);
  onEvent((event) => {
    if (event.kind === 'scan') rest.stir();
  });
  wakeByNews(rest);
}

/** What a browser makes of one touch, to its very end: the click comes after the layer is gone. */
const TOUCH = [
  ...['pointerdown', 'pointerup', 'pointercancel', 'touchstart', 'touchend', 'mousedown', 'mouseup'],
  ...['click', 'contextmenu'],
] as const;

function wakeByHand(rest: Rest): void {
  let waking = false;
  const down = new Set<number>();
  for (const kind of TOUCH) {
    const listen = (event: Event): void => {
      if (!event.isTrusted) return;
      if (kind === 'pointerdown') {
        const woke = rest.stir();
        // A second finger of the hand that woke it belongs to the same touch.
        waking = woke || (waking && down.size > 0);
        down.add((event as PointerEvent).pointerId);
      } else if (kind === 'pointerup' || kind === 'pointercancel') {
        down.delete((event as PointerEvent).pointerId);
      }
      if (!waking) return;
      event.stopImmediatePropagation();
      if (event.cancelable) event.preventDefault();
    };
    addEventListener(kind, listen, { capture: true, passive: false });
  }
  // A key's own click is not the touch's.
  addEventListener('keydown', () => (waking = false), true);
  // Moving keeps it lit and does not wake: some touch panels move the pointer first and press at once.
  let at = '';
  const moved = (event: PointerEvent): void => {
    const now = `${event.screenX} ${event.screenY}`;
    if (now !== at && !dark.value) rest.stir();
    at = now;
  };
  addEventListener('pointermove', moved, true);
}

function wakeByKey(rest: Rest): void {
  let held: string | null = null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (rest.stir()) held = event.code;
    else if (!event.repeat || event.code !== held) return;
    event.preventDefault();
    // Not "immediate": it may be the first key of a scan, for which the scanner listens at this same place.
    event.stopPropagation();
  };
  addEventListener('keydown', onKeyDown, true);
}

/** A printer never stops a sale, so it is never a fault; the kitchen without its papers is one to whoever waits. */
function needsEyes(part: HealthPart): boolean {
  return part.state === 'fault' || (part.state === 'attention' && part.id.startsWith('printer-'));
}

/** What cannot wait until somebody comes: a part that has newly failed, a paper that did not come out. Once each. */
function wakeByNews(rest: Rest): void {
  let known: ReadonlySet<string> = new Set();
  effect(() => {
    const broken = (health.value?.parts ?? []).filter(needsEyes).map((part) => part.id);
    const news = new Set([...broken, ...stuckJobs.value.map((job) => job.id)]);
    if ([...news].some((id) => !known.has(id))) rest.stir();
    known = news;
  });
}
