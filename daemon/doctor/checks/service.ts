import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const UNIT = 'kasad.service';
const KIOSK = 'kasad-kiosk.service';
/** One may be a lightning strike. */
const RESTARTS_MAX = 2;

const disabled: Indicator = {
  id: 'service-disabled',
  area: 'service',
  state: 'attention',
  what: {
    cs: 'Služba {unit} se po zapnutí počítače sama nespustí.',
    en: 'The service {unit} does not start by itself when the box is switched on.',
  },
  remedy: {
    cs: 'Zapněte ji: „sudo systemctl enable {unit}“.',
    en: 'Enable it: “sudo systemctl enable {unit}”.',
  },
};
const failed: Indicator = {
  id: 'service-failed',
  area: 'service',
  state: 'fault',
  what: {
    cs: 'Služba {unit} skončila chybou ({result}).',
    en: 'The service {unit} has failed ({result}).',
  },
  remedy: {
    cs: 'Proč, řekne „sudo journalctl -u {unit} -n 50“. Po opravě ji spusťte: „sudo systemctl reset-failed {unit}“ a „sudo systemctl start {unit}“.',
    en: 'Why, “sudo journalctl -u {unit} -n 50” says. Once mended start it: “sudo systemctl reset-failed {unit}” and “sudo systemctl start {unit}”.',
  },
};
const restarts: Indicator = {
  id: 'service-restarts',
  area: 'service',
  state: 'attention',
  what: {
    cs: 'Služba {unit} od zapnutí počítače {count}× spadla a sama se spustila znovu.',
    en: 'The service {unit} has crashed {count} times since the box was switched on, and was started again.',
  },
  remedy: {
    cs: 'Uložte záznam („sudo journalctl -u {unit} -b > zaznam.txt“) a pošlete ho podpoře.',
    en: 'Save the log (“sudo journalctl -u {unit} -b > log.txt”) and send it to the support.',
  },
};
const unwatched: Indicator = {
  id: 'service-unwatched',
  area: 'service',
  state: 'attention',
  what: {
    cs: 'Službu {unit} nikdo nehlídá (WatchdogSec chybí): zaseknutá pokladna se sama nerestartuje.',
    en: 'Nobody watches the service {unit} (no WatchdogSec): a register that hangs is not restarted.',
  },
  remedy: {
    cs: 'Někdo službu upravil. Úpravu smažte („sudo systemctl revert {unit}“) a pokladnu restartujte.',
    en: 'Somebody has changed the unit. Undo it (“sudo systemctl revert {unit}”) and restart the register.',
  },
};

/** Lines `Key=value` of `systemctl show`. */
export type Unit = Readonly<Record<string, string>>;

export function judgeUnit(unit: string, shown: Unit): Finding[] {
  if (shown.LoadState !== 'loaded') return [];
  const findings: Finding[] = [];
  const watched = unit === UNIT;
  if (shown.ActiveState === 'failed') findings.push(found(failed, { unit, result: shown.Result ?? '?' }));
  if (shown.UnitFileState === 'disabled') findings.push(found(disabled, { unit }));
  const count = Number(shown.NRestarts ?? 0);
  if (count > RESTARTS_MAX) findings.push(found(restarts, { unit, count }));
  if (watched && (shown.WatchdogUSec === '0' || shown.WatchdogUSec === 'infinity')) {
    findings.push(found(unwatched, { unit }));
  }
  return findings;
}

export const service: Check = {
  id: 'service',
  area: 'service',
  indicators: [disabled, failed, restarts, unwatched],
  well: { cs: 'Služba systému je v pořádku.', en: 'The service of the system is well.' },
  async look({ files, programs }) {
    if ((await files.stat('/run/systemd/system')) === undefined) return null;
    const keys = 'LoadState,ActiveState,UnitFileState,NRestarts,Result,WatchdogUSec';
    const units = await Promise.all(
      [UNIT, KIOSK].map(async (unit) => ({
        unit,
        shown: shownOf((await programs(['systemctl', 'show', unit, '--property', keys])) ?? ''),
      })),
    );
    if (units.every(({ shown }) => shown.LoadState !== 'loaded')) return null;
    return {
      findings: units.flatMap(({ unit, shown }) => judgeUnit(unit, shown)),
      facts: { restarts: Number(units[0]?.shown.NRestarts ?? 0) },
    };
  },
};

function shownOf(text: string): Unit {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
}
