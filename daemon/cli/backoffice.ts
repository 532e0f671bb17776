import type { BackofficeView } from '../http/contract.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { askRegister } from './console-request.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'backoffice',
  summary: 'Připojí pokladnu k BackOffice, řekne, jak to s ním stojí, nebo ji odpojí.',
  help: `
kasad backoffice join [ADRESA] KÓD [--json] [--config SOUBOR]

  ADRESA            například https://backoffice.example.cz; není třeba, když ji určuje soubor s nastavením
  KÓD               z BackOffice, stránka Pokladny

kasad backoffice status [--json] [--config SOUBOR]

  Skončí s 0, když je pokladna připojená a BackOffice ji neodmítá.

kasad backoffice leave [--json] [--config SOUBOR]

  Odpojí pokladnu. Co je na ní, zůstane.

  --json            výsledek jako JSON, stejný jako GET /api/backoffice
${PLACE_HELP}

Pokladna při tom musí běžet.
`,
  async run(args, { out }) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [deed, ...words] = positionals;
    const { data_dir } = placeOf(values);
    const view = await ask(data_dir, deed, words);
    out(values.json ? JSON.stringify(view) : text(view));
    return deed === 'status' && (view.state === 'unpaired' || view.state === 'refused') ? 1 : 0;
  },
};

function ask(dir: string, deed: string | undefined, words: readonly string[]): Promise<BackofficeView> {
  switch (deed) {
    case 'status':
      return askRegister(dir, 'GET', '/api/backoffice');
    case 'leave':
      return askRegister(dir, 'DELETE', '/api/backoffice');
    case 'join': {
      // A code copied with its spaces comes as several words; an address has a dot or a colon.
      const [first = '', ...rest] = words;
      const url = /[.:]/.test(first) ? first : undefined;
      const code = (url === undefined ? words : rest).join('');
      if (code === '') throw new UsageError('Chybí kód.');
      return askRegister(dir, 'POST', '/api/backoffice/join', url === undefined ? { code } : { url, code });
    }
    default:
      throw new UsageError('Napište, co s BackOffice: join, status, leave.');
  }
}

function text({ cs, hintCs, store, url, lastSuccessAt, shiftsToCheck, parked }: BackofficeView): string {
  return [
    `${cs} ${hintCs}`.trim(),
    ...(store ? [`Obchod ${store.name}, ${url}`] : []),
    ...(lastSuccessAt === null ? [] : [`Naposledy spojeno ${lastSuccessAt}`]),
    ...(shiftsToCheck > 0 ? [`Uzávěrek, které BackOffice ještě nepotvrdil celé: ${shiftsToCheck}`] : []),
    ...(parked > 0 ? [`Záznamů, kterým BackOffice nerozuměl a odložil je: ${parked}`] : []),
  ].join('\n');
}
