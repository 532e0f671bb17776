import type { Health } from '../../http/contract.ts';
import type { Check } from '../check.ts';
import type { Met } from '../eyes/asking.ts';
import type { Running } from '../eyes/processes.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const stopped: Indicator = {
  id: 'register-stopped',
  area: 'register',
  state: 'fault',
  what: {
    cs: 'Program pokladny neběží, prodávat se nedá.',
    en: 'The program of the register is not running; sales are stopped.',
  },
  remedy: {
    cs: 'Odstraňte nejdřív závady níže, jsou-li tu nějaké, a pak pokladnu spusťte: „sudo systemctl start kasad“. Proč neběží, říká i „sudo journalctl -u kasad -n 50“.',
    en: 'First mend the faults below, if there are any, then start the register: “sudo systemctl start kasad”. Why it does not run, “sudo journalctl -u kasad -n 50” says too.',
  },
};
const held: Indicator = {
  id: 'register-held',
  area: 'register',
  state: 'fault',
  what: {
    cs: 'S daty v {dir} pracuje program {program} (číslo {pid}), ale pokladna se nehlásí: startuje, nebo se zasekla.',
    en: 'The program {program} (number {pid}) works with the data in {dir}, but the register does not answer: it is starting, or hangs.',
  },
  remedy: {
    cs: 'Počkejte minutu a kontrolu zopakujte. Trvá-li to, restartujte pokladnu: „sudo systemctl restart kasad“.',
    en: 'Wait a minute and look again. If it lasts, restart the register: “sudo systemctl restart kasad”.',
  },
};
const silent: Indicator = {
  id: 'register-silent',
  area: 'register',
  state: 'fault',
  what: {
    cs: 'Na adrese pokladny {url} nikdo neodpovídá tak, jak má: pokladna se zasekla, nebo tam běží jiný program.',
    en: 'Nobody answers as the register should at {url}: it hangs, or another program is there.',
  },
  remedy: {
    cs: 'Restartujte pokladnu: „sudo systemctl restart kasad“. Když se to opakuje, uložte záznam („sudo journalctl -u kasad -n 500 > zaznam.txt“) a pošlete ho podpoře.',
    en: 'Restart the register: “sudo systemctl restart kasad”. If it comes again, save the log (“sudo journalctl -u kasad -n 500 > log.txt”) and send it to the support.',
  },
};
const says: Indicator = {
  id: 'register-says',
  area: 'register',
  state: 'attention',
  what: { cs: 'Pokladna hlásí: {sentence}', en: 'The register says: {sentenceEn}' },
  remedy: { cs: '{hint}', en: '{hintEn}' },
};
const cannotSell: Indicator = {
  ...says,
  id: 'register-cannot-sell',
  state: 'fault',
  what: { cs: 'Na pokladně se nedá prodávat: {sentence}', en: 'The register cannot sell: {sentenceEn}' },
};

/** What other checks look at themselves, by the id of the part of /health. */
const TOLD_ELSEWHERE =
  /^(disk|clock|siblings|sibling-clocks|network|backoffice|backoffice-clock|eet|eet-rejected|eet-orphans|eet-certificate|printer-.*)$/;

export function judgeHealth(health: Health, deviceIds: readonly string[]): Finding[] {
  return health.parts
    .filter(({ id, state }) => state !== 'ok' && !TOLD_ELSEWHERE.test(id) && !deviceIds.includes(id))
    .map(({ id, state, cs, en, hintCs, hintEn }) =>
      found(state === 'fault' ? cannotSell : says, {
        part: id,
        sentence: cs,
        sentenceEn: en,
        hint: hintCs,
        hintEn,
      }),
    );
}

export function judgeMeeting(met: Met, holder: Running | null, dir: string): Finding[] {
  if (met.is === 'silent') return [found(silent, { url: met.url })];
  if (met.is === 'running') return [];
  return [holder ? found(held, { dir, program: holder.name, pid: holder.pid }) : found(stopped)];
}

export const register: Check = {
  id: 'register',
  area: 'register',
  indicators: [stopped, held, silent, cannotSell, says],
  well: { cs: 'Pokladna běží už {uptime}.', en: 'The register has been running for {uptime}.' },
  async look({ register, processes, files, dir }) {
    const met = await register.meet();
    if (met.is !== 'running') {
      const lock = await files.stat(`${dir}/kasad.lock`);
      const holder = lock ? await processes.lockerOf(lock.ino) : null;
      return { findings: judgeMeeting(met, holder, dir) };
    }
    const [health, devices] = await Promise.all([
      register.ask<Health>('/health'),
      register.ask<{ id: string }[]>('/api/devices'),
    ]);
    if (!health) return { findings: [found(silent, { url: met.url })] };
    const { uptime_s } = health;
    return {
      findings: judgeHealth(health, devices?.map(({ id }) => id) ?? []),
      facts: { uptime: lasting(uptime_s), uptime_s },
    };
  },
};

export function lasting(seconds: number): string {
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
