import { putBack } from '../store/put-back.ts';
import { type Command, readArgs } from './command.ts';
import { dataDirOf, PLACE_HELP, PLACE_OPTIONS } from './place.ts';

export const command: Command = {
  name: 'put-back',
  summary: 'Po návratu ke starší verzi vrátí data z doby před aktualizací, když se tím nic neztratí.',
  help: `
kasad put-back [--json] [--config SOUBOR]

  --json            výsledek jako JSON: {"copy", "setAside"}, nebo null, když není co vracet
${PLACE_HELP}

Data, kterým tato verze rozumí, nechá být. Data zapsaná novější verzí nahradí kopií z doby před ní, ale jen když od té
kopie nevznikla účtenka, zpráva pro EET ani nic jiného, oč by se přišlo. Novější data se nemažou, jen odloží.
`,
  async run(args, { out, world }) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, json: { type: 'boolean' } },
    });
    const done = putBack({ dir: dataDirOf(values), world });
    if (values.json) out(JSON.stringify(done));
    else if (done !== null) out(`Data jsou zpět z ${done.copy}. Novější zůstala v ${done.setAside}.`);
    return 0;
  },
};
