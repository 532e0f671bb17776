import type { SetupFault } from '../../../daemon/http/contract.ts';
import type { Fault } from '../../client/fault.ts';

/** What is wrong with single values of a configuration that was sent, by their pointers; the words are the checker's. */
export function configFaults(fault: Fault | null): readonly SetupFault[] {
  if (fault?.kind !== 'problem' || fault.problem.code !== 'config-faulty') return [];
  return (fault.problem as typeof fault.problem & { faults?: readonly SetupFault[] }).faults ?? [];
}
