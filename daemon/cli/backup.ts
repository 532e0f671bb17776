import { copyFileSync } from 'node:fs';
import { Refusal } from '../../wire/index.ts';
import type { BackupTargetDraft, BackupView } from '../http/contract.ts';
import { createLog } from '../log.ts';
import { createCopier } from '../store/copies.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { askRegister } from './console-request.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf, requireData } from './place.ts';

export const command: Command = {
  name: 'backup',
  summary: 'Udělá kopii dat, i když pokladna běží a prodává; řekne, kam kopie chodí, a přidá další místo.',
  help: `
kasad backup [--to SOUBOR] [--json] [--config SOUBOR]
kasad backup targets [--json]
kasad backup add SLOŽKA|FLASHKA
kasad backup remove ZNAČKA
kasad backup now

  --to SOUBOR       kopii uloží také sem (jinak zůstane jen ve složce copies mezi denními)
  targets           kam ještě kopie chodí a jak se to daří
  add               kopie budou chodit i sem: složka na jiném disku, nebo jméno flashky v pokladně
  remove            už sem chodit nebudou; co tam leží, zůstane
  now               kopie hned, na všechna místa
  --json            výsledek jako JSON: {"copy", "to"}, u ostatních stejný jako GET /api/backup
${PLACE_HELP}

Kopie obsahuje otisky PINů a účtenky: patří na místo, kam nemůže každý. Pro targets, add, remove a now pokladna běží.
Drží se sedm denních, čtyři týdenní a dvanáct měsíčních; na pokladně samotné sedm denních.
`,
  async run(args, { out, world }) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, to: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const { data_dir } = placeOf(values);
    const [deed, what] = positionals;
    if (deed !== undefined) {
      const view = await asked(data_dir, deed, what);
      if (values.json) out(JSON.stringify(view));
      else for (const line of told(view)) out(line);
      return view.targets.every(({ state }) => state === 'ok') ? 0 : 1;
    }
    requireData(data_dir);
    const copy = await createCopier(data_dir, world, createLog('error', world))();
    const { to } = values;
    if (to !== undefined) copyTo(copy, to);
    if (values.json) out(JSON.stringify({ copy, to: to ?? null }));
    else out(`Kopie dat je v ${to ?? copy}.`);
    return 0;
  },
};

function asked(dir: string, deed: string, what: string | undefined): Promise<BackupView> {
  switch (deed) {
    case 'targets':
      return askRegister(dir, 'GET', '/api/backup');
    case 'now':
      return askRegister(dir, 'POST', '/api/backup/now');
    case 'add': {
      if (what === undefined) throw new UsageError('Chybí složka nebo jméno flashky.');
      const draft: BackupTargetDraft = what.includes('/') ? { folder: what } : { stick: what };
      return askRegister(dir, 'POST', '/api/backup/targets', draft);
    }
    case 'remove':
      if (what === undefined) throw new UsageError('Chybí značka místa; vypíše ji kasad backup targets.');
      return askRegister(dir, 'DELETE', `/api/backup/targets/${encodeURIComponent(what)}`);
    default:
      throw new UsageError('Napište, co se zálohami: targets, add, remove, now.');
  }
}

function told({ targets, copies, sticks }: BackupView): string[] {
  return [
    `Na pokladně kopií ${copies.length}, poslední ${copies[0]?.day ?? 'žádná'}.`,
    ...targets.map(({ id, name, okAt, cs, hintCs }) =>
      `${name}  ${id}  ${okAt ?? 'zatím nic'}  ${cs} ${hintCs}`.trim(),
    ),
    ...sticks
      .filter(({ chosen }) => !chosen)
      .map(({ name }) => `Flashka ${name} v pokladně je, zálohy na ni nechodí.`),
  ];
}

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
