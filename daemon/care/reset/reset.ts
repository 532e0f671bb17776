import path from 'node:path';
import { Refusal } from '../../../wire/index.ts';
import type { World } from '../../../world/index.ts';
import type { ResetRequest, ResetView } from '../../http/contract.ts';
import type { Log } from '../../log.ts';
import { runBeside } from '../../store/beside.ts';
import { listCopies } from '../../store/files.ts';
import { markPlace } from '../backup/mark.ts';
import type { Placed } from '../backup/place-copy.ts';
import { PLACE_COPY_PROCESS } from '../backup/process.ts';
import { notMade } from '../made-files.ts';
import { writeResetMark } from './mark.ts';
import { type Lack, lacksOf, type Standing } from './proof.ts';

export interface ResetParts {
  readonly world: World;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly dir: string;
  readonly configFile: string | null;
  readonly register: { readonly id: string; readonly name: string };
  readonly standing: () => Omit<Standing, 'copied'>;
  readonly copy: () => Promise<unknown>;
  /** Where a stick is mounted; throws a Refusal `no-stick`. */
  readonly placeOf: (stick: string) => Promise<string>;
  /** Leaves the shop and the backoffice; bounded, and what cannot be reached is not waited for. */
  readonly leave: () => Promise<void>;
  /** Ends the process, once the answer is out. */
  readonly quit: () => void;
}

export interface Reset {
  view(): ResetView;
  /** Begins it; the next start finishes. Throws a Refusal `reset-name` or `reset-refused`, and then nothing has changed. */
  begin(request: ResetRequest): Promise<void>;
}

/** The screen is told before the register goes down. */
const ANSWER_MS = 500;

export function createReset(parts: ResetParts): Reset {
  const { world, log, dir, register } = parts;
  let begun = false;

  /** Everything on a stick and read back, whether it was given to copies before or not. Throws a Refusal. */
  async function copyTo(stick: string): Promise<void> {
    const place = await parts.placeOf(stick);
    await parts.copy();
    const source = listCopies(dir)[0] ?? '';
    let mark: string;
    try {
      mark = await markPlace(place, world.uuid());
    } catch (error) {
      throw notMade((error as NodeJS.ErrnoException).code ?? '', place);
    }
    const placed = await runBeside<Placed>(PLACE_COPY_PROCESS, [source, place, mark, register.id]).answer;
    if (placed.is === 'failed')
      throw notMade(placed.why === 'no-room' ? 'ENOSPC' : placed.detail, path.join(place));
  }

  const lacks = (copied: boolean) => lacksOf({ ...parts.standing(), copied });

  return {
    view() {
      const { heldBy, heldByBackoffice } = parts.standing();
      return {
        register: { id: register.id, name: register.name },
        lacks: lacks(false).map(({ code, what, hint }) => ({
          code,
          cs: what.cs,
          en: what.en,
          hintCs: hint.cs,
          hintEn: hint.en,
        })),
        heldBy: [...heldBy],
        heldByBackoffice,
      };
    },
    async begin({ name, stick, evenSo = false }) {
      if (![register.id, register.name].some((own) => same(own, name))) throw otherName(register.name);
      if (begun) return;
      const before = lacks(stick !== undefined);
      if (before.length > 0 && !evenSo) throw refused(before);
      if (stick !== undefined) await copyTo(stick);
      // Somebody may have sold meanwhile.
      const now = lacks(stick !== undefined);
      if (now.length > 0 && !evenSo) throw refused(now);
      begun = true;
      try {
        await parts.leave();
        writeResetMark(dir, {
          registerId: register.id,
          at: new Date(world.wall_ms()).toISOString(),
          keep: now.length > 0,
          configFile: parts.configFile,
        });
      } catch (error) {
        begun = false;
        throw error;
      }
      log.warn({ registerId: register.id, keep: now.length > 0 }, 'this box is being emptied');
      world.after(ANSWER_MS, parts.quit);
    },
  };
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function otherName(name: string): Refusal {
  return new Refusal(
    422,
    'reset-name',
    {
      cs: 'Napsané jméno není jméno této pokladny. Nic se nezměnilo.',
      en: 'What was typed is not the name of this register. Nothing was changed.',
    },
    { cs: `Napište „${name}“.`, en: `Type "${name}".` },
  );
}

function refused(lacks: readonly Lack[]): Refusal {
  return new Refusal(
    409,
    'reset-refused',
    {
      cs: `Pokladnu teď nejde uvést do továrního nastavení, něco by se ztratilo. ${lacks.map(({ what }) => what.cs).join(' ')} Nic se nezměnilo.`,
      en: `The register cannot be reset now, something would be lost. ${lacks.map(({ what }) => what.en).join(' ')} Nothing was changed.`,
    },
    {
      cs: lacks.map(({ hint }) => hint.cs).join(' '),
      en: lacks.map(({ hint }) => hint.en).join(' '),
    },
    { lacks: lacks.map(({ code }) => code) },
  );
}
