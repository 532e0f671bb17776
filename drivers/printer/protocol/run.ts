import { sentences, type Words } from '../../words.ts';
import type { KickOutcome, Outcome } from '../outcome.ts';
import type { PrinterEffect, PrinterState } from '../protocol-state.ts';
import { processId } from '../requests.ts';

/**
 * One step of the protocol being worked out: the state as it stands so far and what is to be done. The files
 * beside this one each move it on in their own matter. `state` is replaced, never changed in place.
 */
export class Run {
  state: PrinterState;
  readonly effects: PrinterEffect[] = [];
  readonly now_ms: number;

  constructor(state: PrinterState, now_ms: number) {
    this.state = state;
    this.now_ms = now_ms;
  }

  set(change: Partial<PrinterState>): void {
    this.state = { ...this.state, ...change };
  }

  do(...effects: PrinterEffect[]): void {
    this.effects.push(...effects);
  }

  ask(bytes: Uint8Array): void {
    this.do({ kind: 'write', bytes, what: 'ask' });
  }

  settle(id: number, outcome: Outcome): void {
    this.do({ kind: 'outcome', id, outcome });
  }

  answerKick(id: number, outcome: KickOutcome): void {
    this.do({ kind: 'kicked', id, outcome });
  }

  hangUp(reason: Words): void {
    // Not ready: nothing new is begun on a line that is being closed.
    this.set({ reason, ready: false });
    this.do({ kind: 'hangUp' });
  }

  takeProcessId(): string {
    const n = this.state.nextProcessId;
    this.set({ nextProcessId: (n + 1) % 95 ** 4 });
    return processId(n);
  }
}

/** The answer to all that was asked of a printer that is not there. */
export function unreachable(reason: Words): { state: 'failed'; reason: Words; hint: Words } {
  return {
    state: 'failed',
    reason: sentences({ cs: 'Tiskárna není dostupná.', en: 'The printer cannot be reached.' }, reason),
    hint: {
      cs: 'Zkontrolujte, že je zapnutá a připojená. Nic se neposlalo.',
      en: 'Check that it is on and connected. Nothing was sent.',
    },
  };
}
