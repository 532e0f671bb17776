import { readFileSync, writeFileSync } from 'node:fs';
import { Refusal } from '../../wire/index.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { exportItems, importItems } from '../catalogue/csv.ts';
import { createEvents } from '../events.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/database.ts';
import { type Command, readArgs, type Terminal, UsageError } from './command.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf, requireData } from './place.ts';

export const command: Command = {
  name: 'items',
  summary: 'Vypíše ceník do souboru CSV, nebo ho z něj načte.',
  help: `
kasad items export [SOUBOR] [--config SOUBOR]
kasad items import SOUBOR [--check] [--json] [--config SOUBOR]

  SOUBOR            soubor CSV; export bez něj píše na standardní výstup
  --check           jen zkontroluje, nic nezmění
  --json            výsledek importu jako JSON (ImportResult z /api/openapi.json)
${PLACE_HELP}

Pokladna při tom nesmí běžet; za běhu jde totéž na obrazovce v Ceníku.
`,
  async run(args, terminal) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, json: { type: 'boolean' }, check: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [what, file, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`„${more[0]}“ je tu navíc.`);
    if (what !== 'export' && what !== 'import') throw new UsageError('Napište, zda export, nebo import.');
    if (what === 'import' && file === undefined) throw new UsageError('Chybí soubor, ze kterého se má číst.');
    const config = placeOf(values);
    requireData(config.data_dir);
    const log = createLog('error', terminal.world);
    const store = openStore({ dir: config.data_dir, world: terminal.world, log });
    try {
      const catalogue = createCatalogue(
        store,
        terminal.world,
        createEvents(() => {}),
        {
          registerId: config.register.id,
          registerName: config.register.name,
          timezone: config.register.timezone,
          tableInUse: () => true,
        },
      );
      catalogue.start();
      if (what === 'export') return put(exportItems(catalogue), file, terminal);
      const apply = values.check !== true;
      const result = importItems(take(file ?? ''), catalogue, { staffId: 'cli' }, { apply });
      if (values.json) terminal.out(JSON.stringify(result));
      else {
        for (const { line, column, message } of result.faults) {
          terminal.out(`${file}:${line}: ${column === null ? '' : `${column}: `}${message.cs}`);
        }
        const { added, changed, unchanged } = result;
        terminal.out(
          result.faults.length > 0
            ? 'Soubor má chyby, v ceníku se nic nezměnilo.'
            : `${apply ? 'Načteno' : 'V pořádku, nic se nezměnilo'}: nové ${added}, změněné ${changed}, beze změny ${unchanged}.`,
        );
      }
      return result.faults.length > 0 ? 1 : 0;
    } finally {
      store.close();
    }
  },
};

function put(bytes: Uint8Array, file: string | undefined, { write }: Terminal): number {
  if (file === undefined) write(bytes);
  else inFile(file, () => writeFileSync(file, bytes));
  return 0;
}

function take(file: string): Uint8Array {
  return inFile(file, () => readFileSync(file));
}

function inFile<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      500,
      'file',
      {
        cs: `Soubor ${file} ${code === 'ENOENT' ? 'ani jeho složka nejsou tam, kde mají být' : `nejde otevřít (${code})`}.`,
        en: `The file ${file} ${code === 'ENOENT' ? 'and its folder are not where they should be' : `cannot be opened (${code})`}.`,
      },
      { cs: 'Zkontrolujte cestu a práva.', en: 'Check the path and the permissions.' },
    );
  }
}
