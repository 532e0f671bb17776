import { devicesOf } from '../../config/devices.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';
import { localDevices } from './local-devices.ts';

const printerThief: Indicator = {
  id: 'program-takes-printer',
  area: 'devices',
  state: 'attention',
  what: {
    cs: 'V počítači je {program}, který tiskárny na USB bere pro sebe ({how}).',
    en: 'This box has {program}, which takes USB printers for itself ({howEn}).',
  },
  remedy: {
    cs: 'Pokladna ho nepotřebuje, odinstalujte ho: „sudo apt remove {package}“. Pak tiskárnu odpojte a znovu zapojte.',
    en: 'The register does not need it; remove it: “sudo apt remove {package}”. Then unplug the printer and plug it in.',
  },
};
const serialThief: Indicator = {
  id: 'program-takes-serial',
  area: 'devices',
  state: 'attention',
  what: {
    cs: 'V počítači je {program}, který bere sériová zařízení pro sebe nebo do nich posílá své příkazy ({how}).',
    en: 'This box has {program}, which takes serial devices for itself or sends its own commands to them ({howEn}).',
  },
  remedy: {
    cs: 'Odinstalujte ho: „sudo apt remove {package}“. Pak zařízení odpojte a znovu zapojte.',
    en: 'Remove it: “sudo apt remove {package}”. Then unplug the device and plug it in.',
  },
};

/** Programs of Debian that get in the way of a device, and the packages that bring them. */
const THIEVES = [
  { kind: 'usblp', package: 'cups-daemon', program: 'cupsd', file: '/usr/sbin/cupsd' },
  { kind: 'usblp', package: 'ipp-usb', program: 'ipp-usb', file: '/usr/sbin/ipp-usb' },
  { kind: 'serial', package: 'modemmanager', program: 'ModemManager', file: '/usr/sbin/ModemManager' },
  { kind: 'serial', package: 'brltty', program: 'brltty', file: '/usr/bin/brltty' },
] as const;

/** `kept`: a rule of udev, which comes with the package, keeps those programs off serial devices. */
export function judgeThieves(seen: {
  readonly kinds: ReadonlySet<string>;
  readonly installed: readonly string[];
  readonly running: readonly string[];
  readonly kept: boolean;
}): Finding[] {
  const { kinds, installed, running, kept } = seen;
  return THIEVES.filter(
    ({ kind, file, program }) =>
      kinds.has(kind) &&
      !(kept && kind === 'serial') &&
      (installed.includes(file) || running.includes(program)),
  ).map(({ kind, program, package: from }) => {
    const runs = running.includes(program);
    return found(kind === 'usblp' ? printerThief : serialThief, {
      program,
      package: from,
      how: runs ? 'běží' : 'je nainstalovaný',
      howEn: runs ? 'running' : 'installed',
    });
  });
}

export const deviceThieves: Check = {
  id: 'device-thieves',
  area: 'devices',
  indicators: [printerThief, serialThief],
  well: { cs: 'Zařízení nikdo nebere pro sebe.', en: 'No program takes the devices for itself.' },
  async look({ configuration, files, processes }) {
    if (!configuration.config) return null;
    const kinds = new Set(localDevices(devicesOf(configuration.config)).map(({ kind }) => kind));
    if (kinds.size === 0) return null;
    const there = await Promise.all(
      THIEVES.map(async ({ file }) => ((await files.stat(file)) ? [file] : [])),
    );
    const running = (await processes.all()).map(({ name }) => name);
    const rules = (
      await Promise.all(['/usr/lib/udev/rules.d', '/etc/udev/rules.d'].map((folder) => files.list(folder)))
    ).flat();
    const kept = rules.some((name) => name.includes('kasad'));
    return { findings: judgeThieves({ kinds, installed: there.flat(), running, kept }) };
  },
};
