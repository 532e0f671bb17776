import { writeResetMark } from '../care/reset/mark.ts';
import { finishReset } from '../care/reset/wipe.ts';
import { findConsole } from '../console.ts';
import type { ResetView } from '../http/contract.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { DEFAULT_CONFIG } from './config-file.ts';
import { askRegister } from './console-request.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'reset',
  summary: 'Tovární nastavení: vymaže pokladnu, když je vše z ní i jinde. Bez --name jen řekne, co chybí.',
  help: `
kasad reset [--json] [--config SOUBOR]
kasad reset --name JMÉNO [--stick FLASHKA] [--even-so] [--config SOUBOR]

  --name JMÉNO      jméno nebo značka této pokladny, na potvrzení
  --stick FLASHKA   nejdřív se všechno uloží na flashku tohoto jména a přečte zpátky
  --even-so         i když něco chybí; databáze se potom nesmaže, jen odloží do složky odlozeno
  --json            bez --name výsledek jako JSON, stejný jako GET /api/reset
${PLACE_HELP}

Pokladna opustí obchod i BackOffice a smaže svá data, klíče, certifikáty a nastavení. Potom začne jako nová.
Přerušené mazání dokončí při dalším startu. S --even-so jde i pokladna, která neběží.
`,
  async run(args, { out, world }) {
    const { values } = readArgs({
      args: [...args],
      options: {
        ...PLACE_OPTIONS,
        json: { type: 'boolean' },
        name: { type: 'string' },
        stick: { type: 'string' },
        'even-so': { type: 'boolean' },
      },
    });
    const { data_dir: dir, register } = placeOf(values);
    const { name, stick, 'even-so': evenSo } = values;
    if (name === undefined) {
      const view = await askRegister<ResetView>(dir, 'GET', '/api/reset');
      if (values.json) out(JSON.stringify(view));
      else for (const line of told(view)) out(line);
      return view.lacks.length === 0 ? 0 : 1;
    }
    if (evenSo && findConsole(dir) === undefined) {
      if (name !== register.id && name !== register.name)
        throw new UsageError('Jméno není jméno této pokladny.');
      const at = new Date(world.wall_ms()).toISOString();
      const configFile = values.data === undefined ? (values.config ?? DEFAULT_CONFIG) : null;
      writeResetMark(dir, { registerId: register.id, at, keep: true, configFile });
      out(`Pokladna je vymazaná. Databáze je odložená v ${finishReset(dir)?.setAside}.`);
      return 0;
    }
    await askRegister(dir, 'POST', '/api/reset', {
      name,
      ...(stick === undefined ? {} : { stick }),
      ...(evenSo ? { evenSo } : {}),
    });
    out('Pokladna se vymaže a spustí se jako nová.');
    return 0;
  },
};

function told({ lacks, heldBy, heldByBackoffice, register }: ResetView): string[] {
  const where = [...heldBy, ...(heldByBackoffice ? ['BackOffice'] : [])];
  return [
    ...lacks.map(({ cs, hintCs }) => `${cs} ${hintCs}`),
    ...(where.length > 0 ? [`Všechno z této pokladny má: ${where.join(', ')}.`] : []),
    ...(lacks.length === 0 ? [`Vymazat ji jde: kasad reset --name "${register.name}"`] : []),
  ];
}
