import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { World } from '../../world/index.ts';
import type { DoctorReport } from '../http/contract.ts';
import { CHECKS } from './checks.ts';
import { tooLate } from './examination.ts';
import type { Place } from './eyes/open-eyes.ts';
import type { Finding } from './finding.ts';
import { reportOf } from './report.ts';

/** Looks at the register and at the box under it. */
export interface Doctor {
  /** One look at everything, within TOTAL_MS; whoever asks meanwhile gets the same one. Never rejects. */
  look(): Promise<DoctorReport>;
  /** The last one since the start; null when there was none. */
  last(): DoctorReport | null;
}

export const TOTAL_MS = 18_000;
/** Nothing that is done beside sales may take the processor from them. */
const POLITE = 15;

/**
 * Everything is looked at in a process of its own: what hangs there, or crashes it, neither stops a sale nor keeps the
 * others from being told. It is killed at the end whatever it does.
 */
export function createDoctor(
  place: Place,
  world: Pick<World, 'wall_ms' | 'now' | 'after'>,
  /** This moment, RFC 3339, as whoever reads the report writes it. */
  moment = () => new Date(world.wall_ms()).toISOString(),
): Doctor {
  let running: Promise<DoctorReport> | undefined;
  let last: DoctorReport | null = null;

  async function look(): Promise<DoctorReport> {
    const began = world.now();
    const heard = await lookBeside(place, world);
    const findings = CHECKS.flatMap((check) => heard.get(check.id) ?? [tooLate(check)]);
    last = reportOf(findings, {
      at: moment(),
      took_ms: Math.round(world.now() - began),
      version: place.version,
    });
    return last;
  }

  return {
    look() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
    last: () => last,
  };
}

function lookBeside(place: Place, world: Pick<World, 'after'>): Promise<Map<string, readonly Finding[]>> {
  const heard = new Map<string, readonly Finding[]>();
  const file = fileURLToPath(new URL('./doctor-process.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(place)], {
    execArgv: ['--max-semi-space-size=1'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, POLITE);
  } catch {
    // It has ended already, or may not be told: then it is not polite.
  }
  return new Promise((resolve) => {
    // Not waited for: what hangs in the kernel does not even die.
    const cancel = world.after(TOTAL_MS, end);
    function end(): void {
      cancel();
      child.kill('SIGKILL');
      child.unref();
      child.channel?.unref();
      resolve(heard);
    }
    child.on('message', (said) => {
      const { check, findings } = said as { check: string; findings: readonly Finding[] };
      heard.set(check, findings);
    });
    child.once('error', end);
    child.once('disconnect', end);
  });
}
