import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { MEDIA, mountedSticks } from '../care/media.ts';
import { type FoundCopy, findCopies } from '../care/restore/found-copies.ts';
import { isSoundCopy } from '../store/copy-file.ts';
import { copiesFolder } from '../store/files.ts';
import { type Restored, restoreCopy } from '../store/restore.ts';
import { type Command, readArgs, type Terminal, UsageError } from './command.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'restore',
  summary: 'Vrátí data z kopie, také na nové pokladně. Pokladna při tom nesmí běžet.',
  help: `
kasad restore [KOPIE] [--from MÍSTO] [--json] [--config SOUBOR]
kasad restore --list [--from MÍSTO] [--json]

  KOPIE             soubor s kopií (jinak nejnovější kopie této pokladny, která je v pořádku)
  --from MÍSTO      flashka nebo složka, kde se kopie hledají (jinak denní kopie v pokladně)
  --list            jen vypíše kopie: denní a na flashkách, které jsou v pokladně
  --json            výsledek jako JSON: {"copy", "setAside", "lastNumbers"}, se --list seznam
${PLACE_HELP}

Dosavadní data se nemažou, jen odloží. Čísla účtenek vydaných po kopii se znovu nepoužijí; co od kopie přibylo,
převezme pokladna po spuštění od ostatních a z BackOffice. Je-li v kopii jiná pokladna, než je tato, nic se nezmění.

Na nové pokladně: v souboru s nastavením stejné id a řada, jako měla ta stará. Tu starou už nezapínejte: dvě pokladny
stejné řady by vydaly stejná čísla. Certifikát EET, vstup mezi ostatní a BackOffice v kopii nejsou a zadají se znovu.
`,
  async run(args, terminal) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: {
        ...PLACE_OPTIONS,
        json: { type: 'boolean' },
        list: { type: 'boolean' },
        from: { type: 'string' },
      },
      allowPositionals: true,
    });
    const [given, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`„${more[0]}“ je tu navíc.`);
    const { data_dir: dir, register } = placeOf(values);
    if (values.list) return list(dir, values.from, values.json === true, terminal);
    if (given !== undefined && values.from !== undefined) {
      throw new UsageError('Napište buď soubor s kopií, nebo --from.');
    }
    const from = given ?? (values.from === undefined ? undefined : newest(values.from, register.id));
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const restored = restoreCopy({
      dir,
      world: terminal.world,
      registerId: register.id,
      ...(from === undefined ? {} : { from }),
    });
    if (values.json) terminal.out(JSON.stringify(restored));
    else tell(restored, terminal);
    return 0;
  },
};

/** The newest sound copy of the register there; when there is none, the path of one that is not, for its refusal. */
function newest(place: string, registerId: string): string {
  const copies = findCopies(place).filter(
    (copy) => copy.registerId === null || copy.registerId === registerId,
  );
  const sound = copies.find(({ file }) => isSoundCopy(file));
  return sound?.file ?? copies[0]?.file ?? path.join(place, 'kasad.db');
}

async function list(
  dir: string,
  from: string | undefined,
  json: boolean,
  { out }: Terminal,
): Promise<number> {
  const places =
    from === undefined
      ? [copiesFolder(dir), ...(await mountedSticks(MEDIA)).map((stick) => stick.path)]
      : [from];
  const found = places.flatMap((place) => findCopies(place));
  if (json) out(JSON.stringify(found));
  else if (found.length === 0) out('Žádná kopie tu není.');
  else for (const copy of found) out(line(copy));
  return found.length === 0 ? 1 : 0;
}

const MB = 1024 * 1024;

function line({ day, registerId, bytes, file }: FoundCopy): string {
  const size = `${(bytes / MB).toFixed(1).replace('.', ',')} MB`;
  return [day, (registerId ?? '').padEnd(16), size.padStart(10), file].join('  ');
}

function tell({ copy, setAside, lastNumbers }: Restored, { out }: Terminal): void {
  out(`Data jsou obnovena z ${copy}.`);
  if (setAside !== null) out(`Dosavadní data zůstala v ${setAside}, nemažte je.`);
  if (lastNumbers.length > 0) out(`Účtenky budou pokračovat za ${lastNumbers.join(', ')}.`);
  if (setAside !== null) return;
  out('Tato pokladna teď pokračuje místo té, ze které kopie je. Tu už nezapínejte.');
  out('Zbývá: připojit ji kódem k ostatním a k BackOffice a nahrát certifikát EET (Nastavení).');
}
