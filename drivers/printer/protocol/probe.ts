import { obstacle } from '../condition.ts';
import { fenceRequest, processIdRequest } from '../requests.ts';
import type { Run } from './run.ts';

const probe_ms = 2_000;

/**
 * The probe after connecting: GS ( H and GS r 1 with nothing before them, to learn whether this printer answers
 * them at all, so that later silence means something.
 */
export function startProbe(run: Run): void {
  const { profile, learnt, brokenOff } = run.state;
  // A printer that is out of paper holds its queue and would seem mute; it is learnt at the first job.
  const hopeless = profile.proof === 'none' || obstacle(run.state.condition) !== undefined;
  const fence = !hopeless && (learnt.fence !== 'yes' || brokenOff);
  const asksId = !hopeless && profile.proof === 'process-id' && learnt.processId !== 'yes';
  if (!fence && !asksId) {
    becomeReady(run);
    return;
  }
  const id = asksId ? run.takeProcessId() : undefined;
  run.set({ probe: { id, fence }, owedFences: run.state.owedFences + (fence ? 1 : 0) });
  if (id !== undefined) run.ask(processIdRequest(id));
  if (fence) run.ask(fenceRequest);
  run.do({ kind: 'arm', name: 'probe', delay_ms: probe_ms });
}

/** One of the probe's two answers has been noted in it. */
export function probeMoved(run: Run): void {
  const { probe } = run.state;
  if (!probe || probe.fence || probe.id !== undefined) return;
  run.do({ kind: 'disarm', name: 'probe' });
  becomeReady(run);
}

export function probeSilent(run: Run): void {
  const { probe, learnt } = run.state;
  if (!probe) return;
  run.set({
    learnt: {
      ...learnt,
      ...(probe.fence && { fence: 'no' as const }),
      ...(probe.id !== undefined && { processId: 'no' as const }),
    },
  });
  becomeReady(run);
}

function becomeReady(run: Run): void {
  run.set({ probe: undefined, ready: true, attempts: 0, brokenOff: false });
}
