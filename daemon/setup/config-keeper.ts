import { localTime, Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { type ConfigEdit, editConfig } from '../config/edit.ts';
import { knownDevices } from '../config/known-devices.ts';
import { checkConfig, NOBODY } from '../config/load.ts';
import { configFaulty, configUnreadable } from '../config/refusals.ts';
import type { Config } from '../config/schema.ts';
import { heading } from '../config/text.ts';
import type { SetupApplying, Words } from '../http/contract.ts';
import { dataFolder } from '../store/data-folder.ts';
import { type ConfigFiles, createConfigFiles } from './config-files.ts';
import { createNotebook } from './notebook.ts';

/** A configuration that is to be run with instead of the present one. */
export interface Wanted {
  readonly config: Config;
}

/**
 * The configuration of a running register: what it runs with, what it is to run with next, and how that went. Whoever
 * runs the register waits for `wanted`, restarts it, and says `taken` or `goBack`.
 */
export interface ConfigKeeper {
  readonly file: string;
  readonly exists: boolean;
  readonly writable: boolean;
  /** Reads the file for the first time. Throws a Refusal `config-unreadable` or `config-faulty`. */
  load(): Config;
  /** Writes what is changed and asks for a restart; answers before it. Throws a Refusal, and then nothing has changed. */
  change(edit: ConfigEdit): SetupApplying;
  /** The file was edited by hand: asks for a restart when it says something else and can be read; else says why not. */
  reread(): void;
  readonly applying: SetupApplying | null;
  /** Resolves with the next one that is asked for. */
  wanted(): Promise<Wanted>;
  taken(config: Config): void;
  /** It does not start, or is not to. Puts back the file that the program itself had written; answers what to run with. */
  goBack(error: unknown): Config | null;
}

export interface KeeperOptions {
  readonly file: string;
  readonly world: World;
  /** A missing file is none to complain of: the register begins its first run. */
  readonly mayLack: boolean;
  readonly files?: ConfigFiles;
}

export function createConfigKeeper({ file, world, mayLack, files: given }: KeeperOptions): ConfigKeeper {
  const files = given ?? createConfigFiles(file);
  let running: Config | null = null;
  let proven = false;
  let source: string | null = null;
  let applying: SetupApplying | null = null;
  let asked = Promise.withResolvers<Wanted>();

  function read(): string | null {
    try {
      const text = files.read();
      if (text !== null || mayLack || running) return text;
    } catch (error) {
      throw configUnreadable(file, (error as NodeJS.ErrnoException).code ?? '');
    }
    throw configUnreadable(file, 'ENOENT');
  }

  /** Throws a Refusal `config-faulty`, which lists every fault. */
  function parse(text: string | null): Config {
    const { config, faults } = checkConfig(text ?? '', file, knownDevices, NOBODY);
    if (!config) throw configFaulty(file, faults);
    if (!config.register.unnamed) return config;
    const { id, series } = createNotebook(dataFolder(config.data_dir), world).begin();
    return { ...config, register: { ...config.register, id, series } };
  }

  /** Into a file that cannot be read nothing can be written without losing what somebody meant by it. */
  function requireSound(text: string | null): void {
    const { faults } = checkConfig(text ?? '', file, knownDevices, NOBODY);
    const [first] = faults;
    if (first === undefined) return;
    throw new Refusal(
      409,
      'config-edited',
      {
        cs: `Soubor ${file} někdo ručně upravil a má chyby (řádek ${first.line}: ${first.what}), proto se do něj nic nezapsalo.`,
        en: `The file ${file} was edited by hand and has faults (line ${first.line}), so nothing was written to it.`,
      },
      { cs: `Opravte ho podle kasad check-config ${file}.`, en: `Correct it by kasad check-config ${file}.` },
    );
  }

  function say(state: SetupApplying['state'], said: Words, hint: Words = NOTHING): SetupApplying {
    const timezone = running?.register.timezone ?? 'Europe/Prague';
    applying = {
      id: state === 'applying' || applying === null ? world.uuid() : applying.id,
      state,
      at: localTime(world.wall_ms(), timezone),
      ...said,
      hintCs: hint.cs,
      hintEn: hint.en,
    };
    return applying;
  }

  function ask(config: Config): SetupApplying {
    const { resolve } = asked;
    asked = Promise.withResolvers();
    resolve({ config });
    return say('applying', APPLYING);
  }

  return {
    file,
    get exists() {
      return source !== null;
    },
    get writable() {
      return files.writable;
    },
    load() {
      source = read();
      running = parse(source);
      return running;
    },
    change(edit) {
      if (applying?.state === 'applying') throw busy();
      const now = read();
      requireSound(now);
      const text = editConfig(now ?? heading(file), edit);
      if (text === now || (now === null && Object.keys(edit.tables).length === 0)) {
        applying = null;
        return say('unchanged', UNCHANGED);
      }
      const next = parse(text);
      files.write(text);
      source = text;
      return ask(next);
    },
    reread() {
      if (applying?.state === 'applying') return;
      applying = null;
      try {
        const text = read();
        if (text === source) {
          say('unchanged', UNCHANGED);
          return;
        }
        const next = parse(text);
        source = text;
        ask(next);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        say('refused', error.title, error.hint);
      }
    },
    get applying() {
      return applying;
    },
    wanted: () => asked.promise,
    taken(config) {
      running = config;
      proven = true;
      files.proven();
      if (applying) say('applied', APPLIED);
    },
    goBack(error) {
      const { title, hint } = error instanceof Refusal ? error : UNKNOWN;
      const back = files.putBack();
      if (back) source = files.read();
      say(
        'refused',
        {
          cs: `${title.cs} ${back ? BACK.cs : STAYS.cs}`,
          en: `${title.en} ${back ? BACK.en : STAYS.en}`,
        },
        hint,
      );
      // At the first start nothing has run yet: what is there now is what ran before.
      if (!proven) running = back ? parse(source) : null;
      return running;
    },
  };
}

const NOTHING: Words = { cs: '', en: '' };
const APPLYING: Words = {
  cs: 'Pokladna přebírá nové nastavení.',
  en: 'The register is taking over its new configuration.',
};
const APPLIED: Words = { cs: 'Nové nastavení platí.', en: 'The new configuration is in use.' };
const UNCHANGED: Words = {
  cs: 'Nastavení už takové bylo, nic se nezměnilo.',
  en: 'The configuration was like that already; nothing was changed.',
};
const BACK: Words = {
  cs: 'Pokladna se vrátila k předchozímu nastavení.',
  en: 'The register has gone back to the former configuration.',
};
const STAYS: Words = {
  cs: 'Pokladna běží dál s předchozím nastavením; soubor zůstal, jak ho někdo upravil.',
  en: 'The register goes on with the former configuration; the file stays as it was edited.',
};
const UNKNOWN = {
  title: {
    cs: 'S novým nastavením se pokladna nerozběhla.',
    en: 'The register did not start with the new configuration.',
  },
  hint: {
    cs: 'Příčina je v záznamu o běhu: journalctl -u kasad.',
    en: 'The cause is in the log: journalctl -u kasad.',
  },
};

function busy(): Refusal {
  return new Refusal(
    409,
    'config-applying',
    {
      cs: 'Pokladna právě přebírá předchozí změnu nastavení. Tato se nezapsala.',
      en: 'The register is taking over an earlier change of its configuration. This one was not written.',
    },
    { cs: 'Zkuste to za chvíli.', en: 'Try again in a moment.' },
  );
}
