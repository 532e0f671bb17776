import { copyFileSync } from 'node:fs';
import { Refusal } from '../../wire/index.ts';
import { createLog } from '../log.ts';
import { createCopier } from '../store/copies.ts';
import { type Command, readArgs } from './command.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf, requireData } from './place.ts';

export const command: Command = {
  name: 'backup',
  summary: 'Udělá kopii dat, i když pokladna běží a prodává.',
  help: `
kasad backup [--to SOUBOR] [--json] [--config SOUBOR]

  --to SOUBOR       kopii uloží také sem (jinak zůstane jen ve složce copies mezi denními)
  --json            výsledek jako JSON: {"copy", "to"}
${PLACE_HELP}

Kopie obsahuje otisky PINů a účtenky: patří na místo, kam nemůže každý.
`,
  async run(args, { out, world }) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, to: { type: 'string' }, json: { type: 'boolean' } },
    });
    const { data_dir } = placeOf(values);
    requireData(data_dir);
    const copy = await createCopier(data_dir, world, createLog('error', world))();
    const { to } = values;
    if (to !== undefined) copyTo(copy, to);
    if (values.json) out(JSON.stringify({ copy, to: to ?? null }));
    else out(`Kopie dat je v ${to ?? copy}.`);
    return 0;
  },
};

function copyTo(copy: string, to: string): void {
  try {
    copyFileSync(copy, to);
  } catch (error) {
    throw new Refusal(
      500,
      'file',
      {
        cs: `Kopie je v ${copy}, ale do ${to} se uložit nedá (${(error as NodeJS.ErrnoException).code}).`,
        en: `The copy is in ${copy}, but it cannot be saved to ${to} (${(error as NodeJS.ErrnoException).code}).`,
      },
      {
        cs: 'Zkontrolujte, že cílová složka existuje a je na ní místo.',
        en: 'Check that the target folder exists and has room.',
      },
    );
  }
}
