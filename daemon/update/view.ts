import { type Arch, compareVersions, type TrustedKey, type UpdateResult } from '../../systemd/index.ts';
import type { UpdateRegisterView, UpdatesView } from '../http/contract.ts';
import type { Member } from './engine.ts';
import type { Progress } from './fetching.ts';
import type { Attempt, Plan, Stop } from './plan.ts';
import type { Records, RegisterRecord } from './records.ts';
import type { Held } from './shelf.ts';
import type { Rejected } from './sticks.ts';
import { handWords, reasonWords, type Told, told } from './words.ts';

export interface ViewParts {
  readonly register: { readonly id: string; readonly name: string };
  readonly version: string;
  readonly arch: Arch;
  readonly byHand: 'not-installed' | 'no-keys' | null;
  readonly keys: readonly TrustedKey[];
  readonly best: Held | null;
  readonly rejected: readonly Rejected[];
  readonly plan: Plan | null;
  readonly stop: Stop | null;
  readonly members: readonly Member[];
  readonly records: Pick<Records, 'of'>;
  readonly fetching: Progress | null;
  readonly shiftOpen: boolean;
  readonly hurry: string | null;
  readonly result: UpdateResult | null;
  /** A moment as the register writes it, RFC 3339 with offset. */
  readonly local: (wall_ms: number) => string;
}

export function viewOf(parts: ViewParts): UpdatesView {
  const { version, plan, fetching, best } = parts;
  const all = [{ ...parts.register, linked: true }, ...parts.members].sort((a, b) => (a.id < b.id ? -1 : 1));
  const nameOf = (id: string) => all.find((one) => one.id === id)?.name ?? id;
  const registers = all.map((one) => registerView(one, parts));
  return {
    version,
    arch: parts.arch,
    byHand: parts.byHand && handWords(parts.byHand),
    keys: parts.keys.map(({ id, name }) => ({ id, name })),
    package: best && { version: best.statement.version, key: best.key, size: best.statement.size },
    rejected: parts.rejected.map(({ file, why }) => {
      const { cs, en } = reasonWords(why);
      return { file, ...told(`Nebere se: ${cs}.`, `Not taken: ${en}.`) };
    }),
    plan: plan && {
      version: plan.version,
      by: nameOf(plan.by),
      at: plan.at,
      ...planWords(plan, parts, nameOf),
    },
    registers,
    fetching: fetching && {
      from: fetching.from && nameOf(fetching.from),
      percent: fetching.size ? Math.floor((fetching.done / fetching.size) * 100) : 0,
    },
    shiftOpen: parts.shiftOpen,
    last: localized(lastWords(parts.result, version), parts.local),
  };
}

/** Root tells the time of the world, people want that of the shop. */
function localized(last: UpdatesView['last'], local: (wall_ms: number) => string): UpdatesView['last'] {
  const wall_ms = Date.parse(last?.at ?? '');
  return last && Number.isNaN(wall_ms) ? { ...last, at: local(0) } : last && { ...last, at: local(wall_ms) };
}

function registerView(one: Member, parts: ViewParts): UpdateRegisterView {
  const { plan } = parts;
  const self = one.id === parts.register.id;
  const record: RegisterRecord = parts.records.of(one.id);
  const version = self ? parts.version : record.version;
  const attempt = plan !== null && record.attempt?.plan === plan.id ? record.attempt : null;
  const has = plan !== null && version !== null && compareVersions(version, plan.version) >= 0;
  const away = !one.linked && attempt?.state !== 'installing';
  const said = away ? awayWords(has || plan === null) : attemptWords(attempt, plan);
  const { tone, ...words } = said;
  return { registerId: one.id, name: one.name, self, version, linked: one.linked, tone, ...words };
}

type Toned = Told & Pick<UpdateRegisterView, 'tone'>;

function awayWords(has: boolean): Toned {
  if (has) return { tone: 'off', ...told('není spojená', 'not linked') };
  return {
    tone: 'off',
    ...told('není spojená, aktualizuje se, až se vrátí', 'not linked, it will be updated when it is back'),
  };
}

function attemptWords(attempt: Attempt | null, plan: Plan | null): Toned {
  const { cs, en } = reasonWords(attempt?.detail);
  if (plan === null || attempt === null) return { tone: 'ok', ...told('', '') };
  switch (attempt.state) {
    case 'done':
      return { tone: 'ok', ...told('má novou verzi', 'has the new version') };
    case 'installing':
      return {
        tone: 'busy',
        ...told('právě se aktualizuje, vrátí se za několik minut', 'is being updated, back in some minutes'),
      };
    case 'claiming':
      return { tone: 'busy', ...told('je na řadě', 'is next') };
    case 'ready':
      return { tone: 'busy', ...told('čeká, až na ni přijde řada', 'waits for its turn') };
    case 'shift':
      return {
        tone: 'busy',
        ...told('čeká na uzavření směny', 'waits until its shift is closed'),
      };
    case 'fetching':
      return {
        tone: 'busy',
        ...told('stahuje balíček od jiné pokladny', 'fetches the package from another'),
      };
    case 'no-source':
      return {
        tone: 'attention',
        ...told(
          'nemá balíček a žádná spojená pokladna jí ho nemůže dát',
          'has no package, and no linked register can give it one',
          'Zasuňte do ní USB disk s balíčkem.',
          'Put the USB stick with the package into it.',
        ),
      };
    case 'no-room':
      return {
        tone: 'attention',
        ...told(
          'na disku nemá pro balíček místo',
          'its disk has no room for the package',
          'Zavolejte technika: na disku je potřeba uvolnit místo.',
          'Call the technician: room has to be made on the disk.',
        ),
      };
    case 'by-hand':
      return { tone: 'attention', ...told('aktualizuje se jen ručně', 'is updated by hand only') };
    case 'rolled-back':
      return {
        tone: 'attention',
        ...told(
          `nová verze se nerozběhla, vrátila se ke staré (${cs})`,
          `the new version did not get ready, it went back to the old one (${en})`,
        ),
      };
    case 'failed':
      return { tone: 'attention', ...told(`aktualizace se nepovedla: ${cs}`, `the update failed: ${en}`) };
    case 'stopped':
      return {
        tone: 'off',
        ...told('zůstává u své verze', 'stays with its version'),
      };
  }
}

type PlanWords = Told & Pick<NonNullable<UpdatesView['plan']>, 'state'>;

function planWords(plan: Plan, parts: ViewParts, nameOf: (id: string) => string): PlanWords {
  const { stop, members, records, register, version } = parts;
  if (stop) return { state: 'stopped', ...stopWords(stop, nameOf(stop.by)) };
  const has = (of: string | null) => of !== null && compareVersions(of, plan.version) >= 0;
  const linked = members.filter((one) => one.linked);
  if (has(version) && linked.every(({ id }) => has(records.of(id).version))) {
    const away = members.filter((one) => !one.linked && !has(records.of(one.id).version)).length;
    return {
      state: 'over',
      ...told(
        away === 0 ? 'Všechny pokladny mají novou verzi.' : 'Všechny spojené pokladny mají novou verzi.',
        away === 0 ? 'All registers have the new version.' : 'All linked registers have the new version.',
      ),
    };
  }
  if (records.of(register.id).attempt?.state === 'shift' && parts.hurry !== plan.id) {
    return {
      state: 'waits',
      ...told(
        'Tato pokladna se aktualizuje, jakmile se uzavře směna.',
        'This register will be updated as soon as its shift is closed.',
        'Prodává se dál. Pokladna při aktualizaci pár minut nejde.',
        'Selling goes on. During its update the register is out for some minutes.',
      ),
    };
  }
  return {
    state: 'runs',
    ...told(
      'Pokladny se aktualizují jedna po druhé. Na ostatních se prodává dál.',
      'The registers are updated one after another. Selling goes on at the others.',
    ),
  };
}

export function stopWords({ reason, detail }: Stop, by: string): Told {
  const { cs, en } = reasonWords(detail);
  switch (reason) {
    case 'person':
      return told(`Aktualizaci zastavil někdo u pokladny ${by}.`, `The update was stopped at ${by}.`);
    case 'rolled-back':
      return told(
        `Aktualizace se zastavila: ${by} se s novou verzí nerozběhla a vrátila se ke staré (${cs}).`,
        `The update has stopped: ${by} did not get ready with the new version and went back to the old one (${en}).`,
        'Prodává se dál na staré verzi. Zavolejte technika, než to zkusíte znovu.',
        'Selling goes on with the old version. Call the technician before you try again.',
      );
    case 'failed':
      return told(
        `Aktualizace se zastavila: u pokladny ${by} se nepovedla (${cs}).`,
        `The update has stopped: it failed at ${by} (${en}).`,
        'Prodává se dál. Zavolejte technika, než to zkusíte znovu.',
        'Selling goes on. Call the technician before you try again.',
      );
  }
}

/** Of this register; null while it is under way, and when there was none. */
export function lastWords(result: UpdateResult | null, version: string): UpdatesView['last'] {
  if (result === null || result.state === 'installing') return null;
  const { state, at, to } = result;
  const { cs, en } = reasonWords(result.reason);
  if (state === 'done') {
    return to === version
      ? { state, at, to, ...told(`Verze ${to} je nainstalovaná.`, `Version ${to} is installed.`) }
      : null;
  }
  // What went wrong is no news any more once that version runs, unless it runs because it could not be taken back.
  if (compareVersions(version, to) >= 0 && result.reason !== 'kept') return null;
  if (compareVersions(version, to) > 0) return null;
  if (result.reason === 'kept') {
    return {
      state: 'failed',
      at,
      to,
      ...told(
        `Verze ${to} nenaběhla v pořádku, ale už zapsala, co se nesmí ztratit. Proto zůstává.`,
        `Version ${to} did not become ready, but has written what must not be lost. Therefore it stays.`,
        'Zavolejte technika, ať se na pokladnu podívá.',
        'Call the technician to have a look at the register.',
      ),
    };
  }
  if (state === 'failed') {
    return {
      state,
      at,
      to,
      ...told(
        `Verzi ${to} se nepovedlo nainstalovat: ${cs}.`,
        `Version ${to} could not be installed: ${en}.`,
        'Pokladna jede dál na staré verzi. Zavolejte technika.',
        'The register goes on with the old version. Call the technician.',
      ),
    };
  }
  return {
    state,
    at,
    to,
    ...told(
      `Verze ${to} se nerozběhla, pokladna se vrátila k verzi ${version} i s daty (${cs}).`,
      `Version ${to} did not get ready, the register went back to version ${version} with its data (${en}).`,
      'Prodává se dál. Zavolejte technika, než to zkusíte znovu.',
      'Selling goes on. Call the technician before you try again.',
    ),
  };
}
