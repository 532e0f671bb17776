import { existsSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../../wire/index.ts';
import { exportAll } from '../care/export/export.ts';
import { notMade } from '../care/made-files.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf, requireData } from './place.ts';

export const command: Command = {
  name: 'export',
  summary:
    'Vyveze všechna data obchodu do tabulek a souborů, které přečte každý. Pokladna při tom smí běžet.',
  help: `
kasad export --to SLOŽKA|SOUBOR.zip [--json] [--config SOUBOR]

  --to              složka, která ještě není, nebo soubor s koncovkou .zip
  --json            výsledek jako JSON
${PLACE_HELP}

Účtenky, platby, směny, evidence tržeb s kódy POK, ceník, sklad a obsluha bez PINů: CSV a JSON s popisem v CTETE-ME.txt.
`,
  async run(args, { out, world, version }) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, to: { type: 'string' }, json: { type: 'boolean' } },
    });
    if (values.to === undefined) throw new UsageError('Chybí, kam se má vyvážet: --to.');
    const { data_dir: dir } = placeOf(values);
    requireData(dir);
    const to = path.resolve(values.to);
    if (existsSync(to)) throw isThere(to);
    let summary: ReturnType<typeof exportAll>;
    try {
      summary = exportAll({ dir, to, version, wall_ms: world.wall_ms() });
    } catch (error) {
      throw notMade((error as NodeJS.ErrnoException).code ?? String(error), to);
    }
    const { receipts, total_haler, unread } = summary;
    if (values.json) out(JSON.stringify({ to, receipts, total_haler, unread }));
    else out(`Vyvezeno do ${to}, účtenek ${receipts}. Co je v kterém souboru, říká CTETE-ME.txt.`);
    return 0;
  },
};

function isThere(to: string): Refusal {
  return new Refusal(
    409,
    'file-exists',
    { cs: `${to} už existuje. Nic se nevyvezlo.`, en: `${to} exists already. Nothing was exported.` },
    { cs: 'Zvolte jiné jméno.', en: 'Choose another name.' },
  );
}
