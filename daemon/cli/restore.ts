import { restoreCopy } from '../store/restore.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'restore',
  summary: 'Vrátí data z kopie. Pokladna při tom nesmí běžet.',
  help: `
kasad restore [KOPIE] [--json] [--config SOUBOR]

  KOPIE             soubor s kopií (jinak nejnovější denní kopie, která je v pořádku)
  --json            výsledek jako JSON: {"copy", "setAside", "lastNumbers"}
${PLACE_HELP}

Dosavadní data se nemažou, jen odloží. Čísla účtenek vydaných po kopii se znovu nepoužijí.
`,
  async run(args, { out, world }) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [from, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`„${more[0]}“ je tu navíc.`);
    const { data_dir: dir } = placeOf(values);
    const restored = restoreCopy({ dir, world, ...(from === undefined ? {} : { from }) });
    if (values.json) {
      out(JSON.stringify(restored));
      return 0;
    }
    out(`Data jsou obnovena z ${restored.copy}.`);
    if (restored.setAside !== null) out(`Dosavadní data zůstala v ${restored.setAside}, nemažte je.`);
    if (restored.lastNumbers.length > 0)
      out(`Účtenky budou pokračovat za ${restored.lastNumbers.join(', ')}.`);
    return 0;
  },
};
