import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

/** A good quartz drifts by two seconds a day; nobody is without network for two months. */
const RTC_APART_S = 120;
const YEAR_LEAST = 2026;

const notSynchronised: Indicator = {
  id: 'clock-not-synchronised',
  area: 'clock',
  state: 'attention',
  what: {
    cs: 'Čas ze sítě je zapnutý, ale pokladna ho zatím nedostala.',
    en: 'Time from the network is on, but the register has not got it yet.',
  },
  remedy: {
    cs: 'Zkontrolujte připojení k internetu; síť musí pouštět UDP port 123. Bez internetu nastavte čas ručně: „sudo timedatectl set-ntp false“ a „sudo timedatectl set-time …“.',
    en: 'Check the internet connection; the network has to let UDP port 123 through. Without internet set the time by hand: “sudo timedatectl set-ntp false” and “sudo timedatectl set-time …”.',
  },
};
const off: Indicator = {
  id: 'clock-network-off',
  area: 'clock',
  state: 'attention',
  what: {
    cs: 'Čas ze sítě je vypnutý, hodiny se časem rozejdou.',
    en: 'Time from the network is switched off; the clock will drift.',
  },
  remedy: {
    cs: 'Zapněte ho: „sudo timedatectl set-ntp true“ (potřebuje balíček systemd-timesyncd).',
    en: 'Switch it on: “sudo timedatectl set-ntp true” (it takes the package systemd-timesyncd).',
  },
};
const battery: Indicator = {
  id: 'clock-battery',
  area: 'clock',
  state: 'attention',
  what: {
    cs: 'Hodiny na základní desce ukazují {rtc}, pokladna {now}: baterie nejspíš dosloužila.',
    en: 'The clock on the board shows {rtc}, the register {now}: its battery is probably empty.',
  },
  remedy: {
    cs: 'Vyměňte baterii na základní desce (obvykle CR2032) a pak spusťte „sudo hwclock --systohc“.',
    en: 'Replace the battery on the board (usually a CR2032), then run “sudo hwclock --systohc”.',
  },
};
const none: Indicator = {
  id: 'clock-no-battery',
  area: 'clock',
  state: 'attention',
  what: {
    cs: 'Tento počítač ({model}) nemá hodiny s baterií: po výpadku proudu bez internetu půjde špatně.',
    en: 'This computer ({model}) has no clock with a battery: after a power cut without internet its time is wrong.',
  },
  remedy: {
    cs: 'Přidejte modul hodin (RTC, například DS3231), nebo zajistěte, aby pokladna měla po zapnutí internet.',
    en: 'Add a clock module (RTC, for instance a DS3231), or see that the register has internet when it is switched on.',
  },
};

export interface ClockSource {
  /** `timedatectl show`; null where it says nothing. */
  readonly synchronised: boolean | null;
  readonly ntp: boolean | null;
  /** Seconds since 1970 of the clock on the board; null when there is none. */
  readonly rtc_s: number | null;
  /** It keeps local time, as Windows wants. */
  readonly rtcLocal: boolean;
  readonly now_s: number;
  /** Of a small board, such as a Raspberry Pi; null on a PC, which has a battery, and in a container, which has none to miss. */
  readonly board: string | null;
}

export function judgeClockSource(source: ClockSource): Finding[] {
  const { synchronised, ntp, rtc_s, now_s, board } = source;
  const findings: Finding[] = [];
  if (synchronised === false && ntp === true) findings.push(found(notSynchronised));
  if (synchronised === false && ntp === false) findings.push(found(off));
  if (rtc_s === null) {
    if (board !== null) findings.push(found(none, { model: board }));
  } else if (new Date(rtc_s * 1000).getUTCFullYear() < YEAR_LEAST || apart_s(source) > RTC_APART_S) {
    findings.push(found(battery, { rtc: told(rtc_s), now: told(now_s) }));
  }
  return findings;
}

/** Of a board's clock in local time, whole quarters of an hour up to fourteen hours are no difference. */
function apart_s({ rtc_s, now_s, rtcLocal }: ClockSource): number {
  const apart = Math.abs((rtc_s ?? 0) - now_s);
  if (!rtcLocal || apart > 14 * 3_600 + RTC_APART_S) return apart;
  const rest = apart % 900;
  return Math.min(rest, 900 - rest);
}

const told = (at_s: number): string =>
  `${new Date(at_s * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export const clockSource: Check = {
  id: 'clock-source',
  area: 'clock',
  indicators: [notSynchronised, off, battery, none],
  well: { cs: 'Hodiny mají odkud brát čas.', en: 'The clock has where to take its time from.' },
  async look({ files, programs, world }) {
    const isSystemd = (await files.stat('/run/systemd/system')) !== undefined;
    const shown = isSystemd ? await programs(['timedatectl', 'show']) : undefined;
    const says = (key: string) => new RegExp(`^${key}=(yes|no)$`, 'm').exec(shown ?? '')?.[1];
    const yes = (key: string) => (says(key) === undefined ? null : says(key) === 'yes');
    const rtc = Number(await files.text('/sys/class/rtc/rtc0/since_epoch'));
    return {
      findings: judgeClockSource({
        synchronised: yes('NTPSynchronized'),
        ntp: yes('NTP'),
        rtc_s: rtc > 0 ? rtc : null,
        rtcLocal: yes('LocalRTC') === true || /^LOCAL$/m.test((await files.text('/etc/adjtime')) ?? ''),
        now_s: world.wall_ms() / 1000,
        board: (await files.text('/proc/device-tree/model'))?.replaceAll('\0', '').trim() ?? null,
      }),
    };
  },
};
