import { type Command, readArgs, UsageError } from './command.ts';
import { askRegister } from './console-request.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'join',
  summary: 'Připojí tuto pokladnu k obchodu kódem z jiné pokladny.',
  help: `
kasad join KÓD [--address ADRESA] [--config SOUBOR]

  KÓD               dvanáct písmen a číslic z obrazovky Sousedé nebo z příkazu kasad pair
  --address ADRESA  adresa té pokladny, například 10.0.0.12:8883; jen když se v síti nenajde sama
${PLACE_HELP}

Pokladna při tom musí běžet.
`,
  async run(args, { out }) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, address: { type: 'string' } },
      allowPositionals: true,
    });
    // A code copied with its spaces comes as three words.
    const code = positionals.join('');
    if (code === '') throw new UsageError('Chybí kód.');
    const { data_dir } = placeOf(values);
    await askRegister(data_dir, 'POST', '/api/siblings/join', {
      code,
      ...(values.address === undefined ? {} : { address: values.address }),
    });
    out('Pokladna je připojená a přebírá ceník, účty a obsluhu.');
    return 0;
  },
};
