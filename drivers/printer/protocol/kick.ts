import { sentences, type Words } from '../../words.ts';
import { obstacle } from '../condition.ts';
import { drawerPulse } from '../encode.ts';
import type { KickOutcome } from '../outcome.ts';
import type { Kick } from '../protocol-state.ts';
import { realtimePulse } from '../requests.ts';
import { type Run, unreachable } from './run.ts';

const kick_ms = 2_000;
const lockOut_ms = 500;

const keyHint: Words = { cs: 'Zásuvku otevřete klíčem.', en: 'Open the drawer with the key.' };

/** The pulse was on its way; whether it arrived is seen on the drawer, not from here. */
export const brokenKick: KickOutcome = {
  state: 'unknown',
  reason: {
    cs: 'Spojení s tiskárnou se přerušilo, povel k otevření možná nedorazil.',
    en: 'The connection to the printer broke; the command to open the drawer may not have arrived.',
  },
  hint: sentences(
    { cs: 'Podívejte se, zda se zásuvka otevřela.', en: 'See whether the drawer opened.' },
    keyHint,
  ),
};

/** A kick of the drawer: it goes ahead of the jobs, within two seconds or not at all. */
export function kick(run: Run, { id, pin }: { id: number; pin: 2 | 5 }): void {
  const { link, reason, kicks } = run.state;
  if (link !== 'up') {
    run.answerKick(id, unreachable(reason));
    return;
  }
  if (run.now_ms - run.state.kicked_ms < lockOut_ms || kicks.length > 0) {
    run.answerKick(id, {
      state: 'failed',
      reason: { cs: 'Zásuvka se právě otevírá.', en: 'The drawer is opening right now.' },
      hint: { cs: 'Počkejte vteřinu a zkuste to znovu.', en: 'Wait a second and try again.' },
    });
    return;
  }
  run.set({ kicks: [{ id, pin, sent: false }] });
  run.do({ kind: 'arm', name: 'kick', delay_ms: kick_ms });
}

export function fire(run: Run, kick: Kick): void {
  const { condition, profile, active } = run.state;
  const blocked = obstacle(condition);
  // Behind a job that is still going in, ESC p would have to wait for its end.
  if (!blocked && active?.phase === 'writing') return;
  if (blocked && !profile.realtimeDrawer) {
    drop(run, kick, { state: 'failed', reason: blocked.reason, hint: sentences(blocked.hint, keyHint) });
    return;
  }
  run.set({ kicks: [{ ...kick, sent: true }], kicked_ms: run.now_ms });
  run.do({
    kind: 'write',
    bytes: blocked ? realtimePulse(profile, kick.pin) : drawerPulse(profile, kick.pin),
    what: 'kick',
  });
}

export function kickWritten(run: Run): void {
  const kick = run.state.kicks.find(({ sent }) => sent);
  if (kick) drop(run, kick, { state: 'kicked' });
}

export function kickOverdue(run: Run): void {
  for (const kick of run.state.kicks) {
    drop(
      run,
      kick,
      kick.sent
        ? brokenKick
        : {
            state: 'failed',
            reason: { cs: 'Tiskárna je zaneprázdněná.', en: 'The printer is busy.' },
            hint: keyHint,
          },
    );
    // Bytes waiting in the line must not open the drawer when nobody stands by it any more.
    if (kick.sent) run.hangUp({ cs: 'Tiskárna přestala brát data.', en: 'The printer stopped taking data.' });
  }
}

function drop(run: Run, kick: Kick, outcome: KickOutcome): void {
  run.do({ kind: 'disarm', name: 'kick' });
  run.set({ kicks: run.state.kicks.filter(({ id }) => id !== kick.id) });
  run.answerKick(kick.id, outcome);
}
