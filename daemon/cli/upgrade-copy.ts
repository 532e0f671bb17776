import { takeUpgradeCopy } from '../store/upgrade-copy.ts';
import { type Command, readArgs } from './command.ts';
import { dataDirOf, PLACE_HELP, PLACE_OPTIONS } from './place.ts';

export const command: Command = {
  name: 'upgrade-copy',
  summary: 'Odloží kopii dat před výměnou verze programu. Dělá to instalace sama.',
  help: `
kasad upgrade-copy [--json] [--config SOUBOR]

  --json            výsledek jako JSON: {"copy"}
${PLACE_HELP}

Kopie zůstane ve složce before-upgrade. Když nová verze nenaběhne, vrátí ji kasad put-back. Pokladna při tom nesmí běžet.
`,
  async run(args, { out, version }) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, json: { type: 'boolean' } },
    });
    const copy = takeUpgradeCopy(dataDirOf(values), version);
    if (values.json) out(JSON.stringify({ copy }));
    else out(copy === null ? 'Žádná data tu nejsou, nebo je soubor poškozený.' : `Kopie dat je v ${copy}.`);
    return 0;
  },
};
