import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Refusal } from '../../wire/index.ts';
import { carryOut, type Deed } from '../setup/answers/carry-out.ts';
import { checkAnswers } from '../setup/answers/check.ts';
import type { Answers } from '../setup/answers/schema.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { faultLines } from './config-file.ts';
import { askRegister } from './console-request.ts';
import { holding } from './hold.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'setup',
  summary: 'Nastaví pokladnu podle souboru s odpověďmi, jako by někdo prošel průvodce na obrazovce.',
  help: `
kasad setup --answers SOUBOR [--dry-run] [--json] [--config SOUBOR]

  --answers SOUBOR  odpovědi; vzor je v docs/setup.toml
  --dry-run         jen řekne, co by se změnilo
  --json            výsledek jako JSON: {"file", "faults"} s chybami v souboru, jinak {"deeds": [{"step", "state", "what"}]}
${PLACE_HELP}

Pokladna při tom musí běžet; nové nastavení převezme sama. Spuštěno podruhé už nic nezmění.

PIN může být v souboru. Kdo ho tam nemá, tomu se přečte ze standardního vstupu, na každém řádku jeden v pořadí osob.

Skončí s 0, když je všechno nastavené, s 1, když je v souboru chyba nebo se něco nepovedlo, a s 2, když příkazu nerozumíme.
`,
  run(args, terminal) {
    return holding(async () => {
      const { values } = readArgs({
        args: [...args],
        options: {
          ...PLACE_OPTIONS,
          answers: { type: 'string' },
          'dry-run': { type: 'boolean', default: false },
          json: { type: 'boolean', default: false },
        },
      });
      const { answers: file, json, 'dry-run': dryRun } = values;
      if (file === undefined) throw new UsageError('Chybí --answers a soubor s odpověďmi.');
      const from = (name: string) => resolve(dirname(resolve(file)), name);
      const { answers, faults } = checkAnswers(sourceOf(file), (name) => isReadable(from(name)));
      if (!answers) {
        if (json) terminal.out(JSON.stringify({ file, faults }));
        else for (const line of faultLines(file, faults)) terminal.out(line);
        return 1;
      }
      const pins = dryRun ? [] : await pinsFor(answers, terminal.stdin);
      const { data_dir } = placeOf(values);
      const deeds = await carryOut({
        answers,
        ask: (method, path, body) => askRegister(data_dir, method, path, body),
        world: terminal.world,
        pins,
        file: (name) => readFileSync(from(name)),
        dryRun,
      });
      if (json) terminal.out(JSON.stringify({ deeds }));
      else for (const deed of deeds) terminal.out(line(deed));
      return deeds.some(({ state }) => state === 'failed') ? 1 : 0;
    });
  },
};

const SIGNS: Readonly<Record<Deed['state'], string>> = {
  done: 'hotovo    ',
  unchanged: 'beze změny',
  planned: 'změní se  ',
  failed: 'NEPOVEDLO ',
};

const line = ({ state, what }: Deed): string => `${SIGNS[state]}  ${what}`;

/** One on each line, for those who have none in the file. */
async function pinsFor({ staff = [] }: Answers, stdin: NodeJS.ReadableStream & AsyncIterable<unknown>) {
  const without = staff.filter(({ pin }) => pin === undefined);
  if (without.length === 0) return [];
  const pins = (await text(stdin)).split(/\r?\n/).filter((one) => one !== '');
  if (pins.length !== without.length || !pins.every((pin) => /^\d{4,8}$/.test(pin))) {
    throw new UsageError(
      `Na standardním vstupu má být ${without.length}× PIN, na každém řádku jeden: ${without.map(({ name }) => name).join(', ')}.`,
    );
  }
  return pins;
}

function sourceOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      404,
      'answers-unreadable',
      {
        cs: `Soubor s odpověďmi ${file} ${code === 'ENOENT' ? 'neexistuje' : `nejde přečíst (${code})`}.`,
        en: `The answers ${file} ${code === 'ENOENT' ? 'do not exist' : `cannot be read (${code})`}.`,
      },
      { cs: 'Vzor je v docs/setup.toml.', en: 'A sample is in docs/setup.toml.' },
    );
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
