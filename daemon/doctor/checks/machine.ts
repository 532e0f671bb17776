import type { Check } from '../check.ts';
import type { Files } from '../eyes/files.ts';
import { type Finding, found, type Indicator } from '../finding.ts';
import { lasting } from './register.ts';

/** The register has 120 MB, a browser beside it several hundred. */
const LITTLE_MB = 100;
const HOT_C = 80;

const littleMemory: Indicator = {
  id: 'memory-low',
  area: 'machine',
  state: 'attention',
  what: {
    cs: 'Počítači dochází paměť, zbývá {left_mb} MB z {total_mb} MB.',
    en: 'The box is running out of memory: {left_mb} of {total_mb} MB left.',
  },
  remedy: {
    cs: 'Zavřete programy, které k pokladně nepatří („ps aux --sort=-rss | head“ ukáže největší), a počítač restartujte. Pomáhá-li to jen na čas, přidejte paměť.',
    en: 'Close programs that do not belong to the register (“ps aux --sort=-rss | head” shows the largest) and restart the box. If that helps for a while only, add memory.',
  },
};
const hot: Indicator = {
  id: 'temperature-high',
  area: 'machine',
  state: 'attention',
  what: { cs: 'Počítač je přehřátý: {celsius} °C.', en: 'The box is too hot: {celsius} °C.' },
  remedy: {
    cs: 'Vyčistěte větrák a otvory, postavte ho dál od kávovaru a trouby a nechte kolem místo.',
    en: 'Clean the fan and vents, move it away from coffee machine and oven, and leave room around it.',
  },
};
const throttled: Indicator = {
  id: 'temperature-throttled',
  area: 'machine',
  state: 'attention',
  what: {
    cs: 'Procesor se od zapnutí kvůli teplu přibrzdil.',
    en: 'The processor has slowed down for heat since it was switched on.',
  },
  remedy: {
    cs: 'Přidejte chladič nebo větrák a postavte pokladnu dál od tepla.',
    en: 'Add a heat sink or fan, and move the box away from heat.',
  },
};
const weakPower: Indicator = {
  id: 'power-weak',
  area: 'machine',
  state: 'fault',
  what: {
    cs: 'Počítač má slabé napájení: napětí {when} pod 4,63 V. Hrozí pády a poškozená data.',
    en: 'The box has weak power: its voltage {whenEn} below 4.63 V. Crashes and damaged data may follow.',
  },
  remedy: {
    cs: 'Vyměňte zdroj za originální (Raspberry Pi 4: 5,1 V a 3 A; Pi 5: 5 A) s krátkým kabelem. Tiskárnu nenapájejte z USB pokladny.',
    en: 'Use the original power supply (Raspberry Pi 4: 5.1 V and 3 A; Pi 5: 5 A) with a short cable. Do not feed a printer from its USB.',
  },
};

export interface Machine {
  readonly memory: { readonly left_mb: number; readonly total_mb: number } | null;
  /** The hottest place; null when nothing measures it. */
  readonly celsius: number | null;
  /** `get_throttled` of the firmware: bit 0 under-voltage now, 16 since the start; 2 and 18 slowed by heat. */
  readonly throttled: number | null;
  /** The alarm of a sensor on the supply. */
  readonly voltageAlarm: boolean;
}

export function judgeMachine({ memory, celsius, throttled: bits, voltageAlarm }: Machine): Finding[] {
  const findings: Finding[] = [];
  if (memory && memory.left_mb < LITTLE_MB) findings.push(found(littleMemory, memory));
  if (celsius !== null && celsius >= HOT_C) findings.push(found(hot, { celsius: Math.round(celsius) }));
  const has = (bit: number) => (((bits ?? 0) >> bit) & 1) === 1;
  if (has(2) || has(18)) findings.push(found(throttled));
  if (voltageAlarm || has(0)) findings.push(found(weakPower, { when: 'je', whenEn: 'is' }));
  else if (has(16)) findings.push(found(weakPower, { when: 'už od zapnutí kleslo', whenEn: 'has fallen' }));
  return findings;
}

export const machine: Check = {
  id: 'machine',
  area: 'machine',
  indicators: [littleMemory, hot, throttled, weakPower],
  well: {
    cs: 'Počítač běží {uptime}, paměti zbývá {left_mb} MB.',
    en: 'The box has been on for {uptime}; {left_mb} MB of memory are left.',
  },
  async look({ files }) {
    const memory = memoryOf((await files.text('/proc/meminfo')) ?? '');
    const celsius = await hottest(files);
    const uptime_s = Number.parseFloat((await files.text('/proc/uptime')) ?? '0');
    const bits = await files.text('/sys/devices/platform/soc/soc:firmware/get_throttled');
    const findings = judgeMachine({
      memory,
      celsius,
      throttled: bits === undefined ? null : Number.parseInt(bits, 16),
      voltageAlarm: await voltageAlarm(files),
    });
    return {
      findings,
      facts: { uptime: lasting(uptime_s), uptime_s, left_mb: memory?.left_mb ?? null, celsius },
    };
  },
};

function memoryOf(text: string): Machine['memory'] {
  const mb = (key: string) => {
    const kb = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
    return kb === undefined ? null : Math.floor(Number(kb) / 1024);
  };
  const [left_mb, total_mb] = [mb('MemAvailable'), mb('MemTotal')];
  return left_mb === null || total_mb === null ? null : { left_mb, total_mb };
}

/** https://docs.kernel.org/driver-api/thermal/sysfs-api.html: thousandths of a degree. */
async function hottest(files: Files): Promise<number | null> {
  const zones = (await files.list('/sys/class/thermal')).filter((name) => name.startsWith('thermal_zone'));
  const read = await Promise.all(zones.map((zone) => files.text(`/sys/class/thermal/${zone}/temp`)));
  const degrees = read.map((text) => Number(text) / 1000).filter((one) => one > 0);
  return degrees.length === 0 ? null : Math.max(...degrees);
}

/** `rpi_volt` of the Raspberry's kernel. */
async function voltageAlarm(files: Files): Promise<boolean> {
  for (const name of await files.list('/sys/class/hwmon')) {
    const folder = `/sys/class/hwmon/${name}`;
    if ((await files.text(`${folder}/name`))?.trim() !== 'rpi_volt') continue;
    if ((await files.text(`${folder}/in0_lcrit_alarm`))?.trim() === '1') return true;
  }
  return false;
}
