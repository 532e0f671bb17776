import type { World } from '../../world/index.ts';
import type { Health, HealthPart } from './contract.ts';

/** Implemented by every part that can be unwell. Called for each snapshot: cheap, no I/O, never throws. */
export interface HealthSource {
  /** Parts in the order in which they matter; ids stay the same from snapshot to snapshot. */
  health(): HealthPart[];
  /** Whether what it says must not stand behind what may have been wrong for weeks. As cheap. */
  presses?(): boolean;
}

/** One snapshot of the register: the worst state wins, and the sentence names what is wrong with it first. */
export function snapshot(
  sources: readonly HealthSource[],
  about: { world: World; version: string; startedAt: number },
): Health {
  const pressing = sources.filter((source) => source.presses?.());
  const parts = [...new Set([...pressing, ...sources])].flatMap((source) => source.health());
  const fault = parts.filter((part) => part.state === 'fault');
  const attention = parts.filter((part) => part.state === 'attention');
  const state = fault.length > 0 ? 'fault' : attention.length > 0 ? 'attention' : 'ok';
  return {
    state,
    ...sentence(fault, attention),
    parts,
    version: about.version,
    uptime_s: Math.floor((about.world.now() - about.startedAt) / 1000),
    at: new Date(about.world.wall_ms()).toISOString(),
  };
}

function sentence(fault: HealthPart[], attention: HealthPart[]): { cs: string; en: string } {
  const wrong = [...fault, ...attention];
  const [first] = wrong;
  if (first === undefined) return { cs: 'Vše v pořádku.', en: 'Everything is fine.' };
  const others = wrong.length - 1;
  const more = {
    cs:
      others === 0 ? '' : ` A ještě ${others} ${others === 1 ? 'závada' : others < 5 ? 'závady' : 'závad'}.`,
    en: others === 0 ? '' : ` And ${others} more.`,
  };
  const sale =
    fault.length > 0
      ? { cs: 'Prodávat se nedá.', en: 'Sales are stopped.' }
      : { cs: 'Prodává se dál.', en: 'Sales go on.' };
  return { cs: `${first.cs}${more.cs} ${sale.cs}`, en: `${first.en}${more.en} ${sale.en}` };
}
