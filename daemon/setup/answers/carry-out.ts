import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../../wire/index.ts';
import type { World } from '../../../world/index.ts';
import { devicesOf } from '../../config/devices.ts';
import { NOBODY } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type {
  BackofficeView,
  CatalogueView,
  EetCertificateView,
  EetSettings,
  EetView,
  SettingsPatch,
  SetupApplying,
  SetupConfigPatch,
  SetupStepId,
  SetupView,
  StaffView,
} from '../../http/contract.ts';
import type { PersonDraft } from '../../staff/staff.ts';
import { backofficeUrl } from '../../upstream/address.ts';
import { valuesOf } from '../values.ts';
import { sameName } from './check.ts';
import type { Answers } from './schema.ts';

/** What became of one part of the answers. */
export interface Deed {
  readonly step: SetupStepId | 'scale' | 'scanner' | 'seller' | 'finish';
  /** `planned`: it would be done; nothing was, because nothing was to be. */
  readonly state: 'done' | 'unchanged' | 'planned' | 'failed';
  /** One Czech sentence. Never a PIN, a password or a code. */
  readonly what: string;
}

/** The register's HTTP API. Throws its Refusals; `not-running` while it restarts. */
export type Ask = <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown) => Promise<T>;

export interface CarryOut {
  readonly answers: Answers;
  readonly ask: Ask;
  readonly world: Pick<World, 'after' | 'now'>;
  /** PINs of those who have none in the file, in their order. */
  readonly pins: readonly string[];
  /** Contents of files that the answers name. */
  readonly file: (path: string) => Uint8Array;
  /** Says what would be done and does nothing. */
  readonly dryRun: boolean;
}

const look_ms = 100;
/** A restart takes a second; drawing a large shop's data from a sibling some more. */
const restart_ms = 60_000;
const draw_ms = 300_000;
const eet_ms = 20_000;

/**
 * Does what the answers say and the register does not have yet, in the order of the wizard. Done twice, the second time
 * changes nothing. A part that fails is told and leaves the others their way.
 */
export async function carryOut(parts: CarryOut): Promise<Deed[]> {
  const { answers, ask, world, dryRun } = parts;
  const deeds: Deed[] = [];

  async function part(step: Deed['step'], act: () => Promise<string | null>, already: string): Promise<void> {
    try {
      const done = await act();
      deeds.push(
        done === null
          ? { step, state: 'unchanged', what: already }
          : { step, state: dryRun ? 'planned' : 'done', what: done },
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      deeds.push({ step, state: 'failed', what: `${error.title.cs} ${error.hint.cs}`.trim() });
    }
  }
  const pause = () => new Promise<void>((resolve) => void world.after(look_ms, resolve));
  const view = () => ask<SetupView>('GET', '/api/setup');

  /** Asks until the answer is what is waited for; the register may be away meanwhile. */
  async function until<T>(
    limit_ms: number,
    read: () => Promise<T>,
    there: (value: T) => boolean,
  ): Promise<T> {
    const end = world.now() + limit_ms;
    for (;;) {
      try {
        const value = await read();
        if (there(value) || world.now() > end) return value;
      } catch (error) {
        const away =
          error instanceof Refusal && ['not-running', 'eet-not-ready', 'restarting'].includes(error.code);
        if (!away || world.now() > end) throw error;
      }
      await pause();
    }
  }

  /** Null when the configuration is like that already. */
  async function configure(patch: SetupConfigPatch, done: string): Promise<string | null> {
    const before = await view();
    if (saysAlready(before, patch)) return null;
    if (dryRun) return done;
    const { id } = await ask<SetupApplying>('PATCH', '/api/setup/config', patch);
    const { applying } = await until(
      restart_ms,
      view,
      (now) => now.applying?.id === id && now.applying.state !== 'applying',
    );
    if (applying?.state === 'refused') {
      const { cs, en, hintCs, hintEn } = applying;
      throw new Refusal(409, 'config-refused', { cs, en }, { cs: hintCs, en: hintEn });
    }
    return done;
  }

  async function named(register: NonNullable<Answers['register']>): Promise<string | null> {
    const { register: now, proposal, configured } = await view();
    const wanted = {
      id: register.id ?? now.id,
      name: register.name ?? (configured ? now.name : proposal.name),
      series: register.series ?? (configured ? now.series : proposal.series),
      label: register.label ?? now.label,
    };
    return configure({ register: wanted }, `Pokladna „${wanted.name}“, řada ${wanted.series}.`);
  }

  const { language, shop, register = {}, seller, eet, backoffice, staff } = answers;
  if (language !== undefined) {
    await part(
      'language',
      async () => {
        const now = await view();
        if (now.language === language && stateOf(now, 'language') === 'done') return null;
        if (!dryRun) await ask('PUT', '/api/setup/language', { language });
        return `Jazyk obrazovky: ${language === 'cs' ? 'čeština' : 'angličtina'}.`;
      },
      'Jazyk už je nastavený.',
    );
  }
  // The shop knows a register by its id for ever: a given one comes before joining, a drawn one is there already.
  if (register.id !== undefined) await part('register', () => named(register), 'Pokladna už se tak jmenuje.');
  if (shop) {
    await part(
      'shop',
      async () => {
        if ((await view()).shop.paired) return null;
        if (dryRun) return 'Pokladna se připojí k obchodu.';
        await ask('POST', '/api/siblings/join', shop);
        await until(draw_ms, view, (now) => now.shop.paired && !now.shop.drawing);
        return 'Pokladna je připojená k obchodu.';
      },
      'Pokladna už k obchodu patří.',
    );
  } else if (!dryRun && stateOf(await view(), 'shop') !== 'done') {
    await ask('POST', '/api/setup/steps/shop', { state: 'done' });
  }
  if (register.id === undefined)
    await part('register', () => named(register), 'Pokladna už jméno i řadu má.');

  const devices = devicePatch(answers);
  for (const [step, patch, done] of devices) {
    await part(step, () => configure(patch, done), 'Už je to tak nastavené.');
  }

  if (seller) {
    const wanted: SettingsPatch = {
      seller: { ...seller, place: seller.place ?? '', dic: seller.dic ?? null },
    };
    await part(
      'seller',
      () => settings(wanted, `Prodávající: ${seller.name}`),
      'Prodávající už je nastavený.',
    );
  }
  if (eet) await part('eet', () => registering(eet), 'EET už je nastavené.');
  if (backoffice) {
    await part(
      'backoffice',
      async () => {
        const now = await ask<BackofficeView>('GET', '/api/backoffice');
        const url = backoffice.url === undefined ? null : backofficeUrl(backoffice.url);
        if (now.store !== null && (url === null || now.url === url)) return null;
        if (dryRun) return 'Pokladna se připojí k backoffice.';
        const joined = await ask<BackofficeView>('POST', '/api/backoffice/join', backoffice);
        return `Připojeno k backoffice, obchod ${joined.store?.name ?? ''}.`;
      },
      'K backoffice už je pokladna připojená.',
    );
  }
  if (staff) await part('staff', () => people(staff), 'Všichni už tu jsou.');

  await part(
    'finish',
    async () => {
      const now = await view();
      if (now.finished) return null;
      if (dryRun) return 'Průvodce na obrazovce se zavře.';
      for (const { id, state } of now.steps) {
        if (state === 'open') await ask('POST', `/api/setup/steps/${id}`, { state: 'skipped' });
      }
      await ask('POST', '/api/setup/finish');
      return 'První spuštění je hotové.';
    },
    'První spuštění bylo hotové už dřív.',
  );
  return deeds;

  async function settings(patch: SettingsPatch, done: string): Promise<string | null> {
    const now = (await ask<CatalogueView>('GET', '/api/catalogue')).settings as Readonly<
      Record<string, unknown>
    >;
    if (Object.entries(patch).every(([key, value]) => isDeepStrictEqual(now[key], value))) return null;
    if (!dryRun) await ask('PATCH', '/api/settings', patch);
    return done;
  }

  async function registering(given: NonNullable<Answers['eet']>): Promise<string | null> {
    const wanted: EetSettings = {
      environment: given.environment,
      eic: given.eic,
      unitId: given.unit_id,
      delegatingEic: given.delegating_eic ?? null,
      delegatedByMany: false,
      wait_s: given.wait_s ?? 2,
    };
    const set = await settings({ eet: wanted }, 'Evidence tržeb je nastavená.');
    const { certificate, password_file } = given;
    if (certificate === undefined || password_file === undefined) return set;
    const had = (await ask<EetView>('GET', '/api/eet')).certificates;
    if (dryRun) return had.length > 0 ? set : 'Nahraje se certifikát pro EET.';
    const [password = ''] = Buffer.from(parts.file(password_file)).toString('utf8').split(/\r?\n/);
    const p12 = Buffer.from(parts.file(certificate)).toString('base64');
    const kept = await until(
      eet_ms,
      () => ask<EetCertificateView>('POST', '/api/eet/certificate', { p12, password }),
      () => true,
    );
    const new_ = !had.some(({ fingerprint }) => fingerprint === kept.fingerprint);
    return new_ ? `Certifikát ${kept.eic} platí ještě ${kept.daysLeft} dní.` : set;
  }

  async function people(wanted: NonNullable<Answers['staff']>): Promise<string | null> {
    const there = await ask<StaffView[]>('GET', '/api/staff/all');
    const pins = [...parts.pins];
    const drafts: PersonDraft[] = wanted.map(({ name, role, pin }) => ({
      name,
      role,
      pin: pin ?? pins.shift() ?? '',
    }));
    const missing = drafts.filter(({ name }) => !there.some((one) => sameName(one.name, name)));
    if (missing.length === 0) return null;
    const done = `Přidáno: ${missing.map(({ name }) => name).join(', ')}.`;
    if (dryRun) return done;
    if (there.length === 0 && (await view()).open) {
      await ask('POST', '/api/setup/people', { people: missing });
    } else {
      for (const person of missing) await ask('POST', '/api/staff', person);
    }
    return done;
  }
}

/** Each of the devices that the answers tell of, in the words of the API. */
function devicePatch(answers: Answers): [Deed['step'], SetupConfigPatch, string][] {
  const { printer, drawer, display, scale, scanner } = answers;
  const config = {
    register: NOBODY,
    printer: (printer ?? []).map((one) => ({ profile: 'generic-80', routes: [], ...one })),
    ...(drawer ? { drawer } : {}),
    ...(display ? { display } : {}),
    ...(scale ? { scale } : {}),
    ...(scanner ? { scanner } : {}),
  } as unknown as Config;
  const values = valuesOf(config);
  const { printers } = devicesOf(config);
  return [
    ...(printer
      ? [
          [
            'printers',
            { printers: values.printers },
            `Tiskárny: ${printers.map(({ name }) => name).join(', ')}.`,
          ],
        ]
      : []),
    ...(drawer ? [['drawer', { drawer: values.drawer }, 'Zásuvka je nastavená.']] : []),
    ...(display ? [['display', { display: values.display }, 'Displej je nastavený.']] : []),
    ...(scale ? [['scale', { scale: values.scale }, 'Váha je nastavená.']] : []),
    ...(scanner ? [['scanner', { scanner: values.scanner }, 'Čtečka kódů je nastavená.']] : []),
  ] as [Deed['step'], SetupConfigPatch, string][];
}

function saysAlready(now: SetupView, patch: SetupConfigPatch): boolean {
  const { register, ...devices } = patch;
  const said = now as unknown as Readonly<Record<string, unknown>>;
  const same = Object.entries(devices).every(([key, value]) => isDeepStrictEqual(said[key], value));
  return same && (register === undefined || (now.configured && isDeepStrictEqual(now.register, register)));
}

const stateOf = (view: SetupView, step: SetupStepId): string | undefined =>
  view.steps.find(({ id }) => id === step)?.state;
