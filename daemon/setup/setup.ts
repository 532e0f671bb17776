import type { Dial } from '../../drivers/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Config } from '../config/schema.ts';
import type { Devices } from '../devices/devices.ts';
import type { Eet } from '../eet/eet.ts';
import type { Events } from '../events.ts';
import type {
  HealthPart,
  SetupApplying,
  SetupConfigPatch,
  SetupScan,
  SetupState,
  SetupStepId,
  SetupView,
  TryDisplay,
  TryDrawer,
  TryPrinter,
  TryResult,
} from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import type { Siblings } from '../siblings/siblings.ts';
import type { Actor } from '../staff/actor.ts';
import type { Doorman } from '../staff/doorman.ts';
import type { PersonDraft } from '../staff/staff.ts';
import type { Store } from '../store/store.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { changeConfig } from './change.ts';
import type { ConfigKeeper } from './config-keeper.ts';
import { createNotebook, type Notes } from './notebook.ts';
import { propose } from './proposal.ts';
import { peopleThere, refuseMark } from './refusals.ts';
import type { DeviceFiles } from './scan/device-files.ts';
import type { Knock } from './scan/knock.ts';
import type { SearchPlan } from './scan/networks.ts';
import { SAID, stepsOf } from './steps.ts';
import type { Workshop } from './workshop.ts';

/**
 * The first run, and every later change of the configuration. What seeks and tries devices, and what writes files, is
 * loaded when it is first asked for: a register that was set up does without.
 */
export interface Setup extends HealthSource {
  /** Puts what was chosen for this register before into its settings. */
  start(): void;
  stop(): Promise<void>;
  /** Whoever stands at this box may go on: nobody works here yet, and it is not of a shop that has people. */
  openToAll(): boolean;
  state(): SetupState;
  view(): Promise<SetupView>;
  mark(step: SetupStepId, state: 'open' | 'skipped' | 'done'): void;
  setLanguage(language: 'cs' | 'en'): void;
  finish(): void;
  /** Answers before the register takes it over. Throws a Refusal 422 `config-faulty` with `faults`. */
  change(patch: SetupConfigPatch): Promise<SetupApplying>;
  /** All of them at once, as long as nobody works here: among them may be several managers. */
  addPeople(people: readonly PersonDraft[]): Promise<void>;
  scan: {
    begin(lan: boolean): Promise<SetupScan>;
    read(): Promise<SetupScan>;
    cancel(): Promise<SetupScan>;
  };
  try: {
    printer(what: TryPrinter): Promise<TryResult>;
    display(what: TryDisplay): Promise<TryResult>;
    drawer(what: TryDrawer, opener: Pick<Actor, 'name'>): Promise<TryResult>;
  };
}

export interface SetupOptions {
  /** Undefined where the configuration is no file, as in a demo. */
  readonly keeper: ConfigKeeper | undefined;
  readonly config: Config;
  readonly dir: string;
  readonly world: World;
  readonly log: Log;
  readonly events: Pick<Events, 'emit' | 'listen'>;
  readonly catalogue: Pick<Catalogue, 'settings' | 'patchSettings' | 'items'>;
  readonly ledger: Pick<Ledger, 'hasSold' | 'others'>;
  readonly devices: Pick<Devices, 'printers' | 'lend' | 'test'>;
  readonly store: Store;
  readonly eet: Pick<Eet, 'view'>;
  readonly siblings: Pick<Siblings, 'view' | 'settled' | 'known'>;
  readonly upstream: Pick<Upstream, 'view'>;
  readonly doorman: Pick<Doorman, 'staff' | 'addPerson'>;
  /** The twin of a device whose address is `virtual:`. */
  readonly virtual: (deviceId: string) => Dial | undefined;
  /** For tests, in the place of this box's devices and networks. */
  readonly sources?: ScanSources;
}

export interface ScanSources {
  readonly files?: DeviceFiles;
  readonly knock?: Knock;
  readonly plan?: () => SearchPlan;
}

export function createSetup(options: SetupOptions): Setup {
  const { keeper, config, dir, world, log, events, catalogue, ledger, doorman, siblings, upstream } = options;
  const notebook = createNotebook(dir, world);
  const named = !config.register.unnamed;
  let notes: Notes | undefined;
  let workshop: Promise<Workshop> | undefined;
  let unlisten = () => {};

  const tell = () => events.emit({ kind: 'setup' });
  const note = (patch: Parameters<typeof notebook.write>[0]) => {
    notes = notebook.write(patch);
    tell();
  };
  const openToAll = () => doorman.staff.all().length === 0 && !siblings.settled;
  // A register whose file was there before any wizard was set up by hand.
  const state = (): SetupState => ({
    configured: named,
    finished: named && (notes?.finished ?? true),
    open: openToAll(),
  });
  const atWork = () => {
    workshop ??= import('./workshop.ts').then(({ createWorkshop }) => createWorkshop({ ...options, tell }));
    return workshop;
  };

  /** The language and the label of this register go under its id, which may have changed meanwhile. */
  function settle(): void {
    const { pending } = notes ?? {};
    if (!pending || Object.keys(pending).length === 0) return;
    try {
      catalogue.patchSettings(pending, AUTHOR);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The data of the shop are still coming; the next word of a sibling is another occasion.
      log.info({ code: error.code }, 'what was chosen for this register waits for the data of the shop');
      return;
    }
    if (named) note({ pending: {} });
  }

  return {
    start() {
      notes = notebook.read();
      settle();
      unlisten = events.listen(({ kind }) => {
        if (kind === 'siblings') settle();
      });
    },
    async stop() {
      unlisten();
      await (await workshop)?.stop();
    },
    openToAll,
    state,
    async view() {
      await siblings.known();
      const [{ valuesOf }, { modelsOf }] = await Promise.all([import('./values.ts'), import('./models.ts')]);
      const shop = siblings.view();
      const others = ledger.others();
      const settings = catalogue.settings();
      const sold = ledger.hasSold();
      const pending = notes?.pending ?? {};
      const { id, name, series } = config.register;
      const values = valuesOf(config);
      return {
        ...state(),
        sold,
        steps: stepsOf(
          {
            paired: shop.paired,
            named,
            printers: values.printers.length,
            drawer: values.drawer !== null,
            display: values.display !== null,
            certificates: options.eet.view().certificates.length,
            backoffice: upstream.view().store?.name ?? null,
            staff: doorman.staff.active().length,
          },
          notes?.marks ?? {},
        ),
        language: pending.language ?? settings.language,
        register: {
          id,
          name,
          series,
          label: pending.shownLabel === undefined ? settings.shownLabel : pending.shownLabel,
        },
        idFixed: shop.paired || sold,
        proposal: propose({ id, name, series, named }, others),
        shop: {
          paired: shop.paired,
          drawing: shop.self.drawing,
          registers: others.map((one) => ({ id: one.id, name: one.name, series: one.series })),
          labels: [...new Set(catalogue.items().flatMap(({ labels }) => labels))].sort(),
        },
        ...values,
        models: modelsOf(),
        applying: keeper?.applying ?? null,
        file: {
          path: keeper?.file ?? '',
          exists: keeper?.exists ?? false,
          writable: keeper?.writable ?? false,
        },
      };
    },
    mark(step, said) {
      if (said === 'done' && !SAID.includes(step)) throw refuseMark();
      const { [step]: _, ...others } = notes?.marks ?? {};
      note({ marks: said === 'open' ? others : { ...others, [step]: said } });
    },
    setLanguage(language) {
      note({
        marks: { ...notes?.marks, language: 'done' },
        pending: { ...notes?.pending, language },
      });
      settle();
    },
    finish() {
      if (!named) throw refuseMark();
      note({ finished: true });
    },
    change: (patch) =>
      changeConfig(patch, {
        ...options,
        onLabel(shownLabel) {
          note({ pending: { ...notes?.pending, shownLabel } });
          if (named) settle();
        },
      }),
    async addPeople(people) {
      if (!openToAll()) throw peopleThere();
      for (const person of people) await doorman.addPerson(person);
    },
    scan: {
      begin: async (lan) => (await atWork()).begin(lan),
      read: async () => (await atWork()).read(),
      cancel: async () => (await atWork()).cancel(),
    },
    try: {
      printer: async (what) => (await atWork()).printer(what),
      display: async (what) => (await atWork()).display(what),
      drawer: async (what, opener) => (await atWork()).drawer(what, opener),
    },
    health(): HealthPart[] {
      if (named) return [];
      return [NOT_SET_UP];
    },
  };
}

const AUTHOR = { staffId: 'first-run' };

const NOT_SET_UP: HealthPart = {
  id: 'setup',
  state: 'fault',
  cs: 'První spuštění není dokončené, pokladna zatím nemá jméno.',
  en: 'The first run is not finished; the register has no name yet.',
  hintCs: 'Projděte průvodce na obrazovce, nebo spusťte kasad setup --answers SOUBOR.',
  hintEn: 'Go through the wizard on the screen, or run kasad setup --answers FILE.',
};
