import { constants } from 'node:fs';
import { open as openFile, realpath } from 'node:fs/promises';
import { devicesOf } from '../../config/devices.ts';
import type { Check } from '../check.ts';
import type { Eyes } from '../eyes/eyes.ts';
import type { Running } from '../eyes/processes.ts';
import { type Finding, found, type Indicator } from '../finding.ts';
import { type LocalDevice, localDevices } from './local-devices.ts';

const missing: Indicator = {
  id: 'device-missing',
  area: 'devices',
  state: 'fault',
  what: {
    cs: '{name}: {path} v počítači není. Zařízení je vypnuté, odpojené, nebo je na jiné adrese.',
    en: '{name}: there is no {path} in this box. The device is off, unplugged, or at another address.',
  },
  remedy: {
    cs: 'Zapněte ho a zkontrolujte kabel USB. Je-li zapojené, opravte v nastavení jeho adresu; teď jsou tu: {there}.',
    en: 'Switch it on and check its USB cable. If it is plugged in, correct its address in the configuration; there are now: {there}.',
  },
};
const wrong: Indicator = {
  id: 'device-not-a-device',
  area: 'devices',
  state: 'fault',
  what: {
    cs: '{name}: {path} není zařízení, ale obyčejný soubor nebo složka.',
    en: '{name}: {path} is no device, but a plain file or folder.',
  },
  remedy: {
    cs: 'Soubor smažte (vznikl zápisem při vypnutém zařízení), zařízení odpojte a znovu zapojte. Pomůže i restart počítače.',
    en: 'Delete the file (it came from writing while the device was off), unplug the device and plug it in. Restarting the box helps too.',
  },
};
const denied: Indicator = {
  id: 'device-denied',
  area: 'devices',
  state: 'fault',
  what: {
    cs: '{name}: uživatel {user} nesmí na {path} ({code}).',
    en: '{name}: the user {user} may not open {path} ({code}).',
  },
  remedy: {
    cs: 'Přidejte uživatele do skupiny {group}: „sudo usermod -aG {group} {user}“ a pokladnu restartujte. Je-li v ní, vraťte zařízení skupinu: „sudo chgrp {group} {path}“.',
    en: 'Add the user to the group {group}: “sudo usermod -aG {group} {user}” and restart the register. If it is there, give the device its group back: “sudo chgrp {group} {path}”.',
  },
};
const busy: Indicator = {
  id: 'device-busy',
  area: 'devices',
  state: 'fault',
  what: {
    cs: '{name}: zařízení {path} drží jiný program ({program}).',
    en: '{name}: another program ({program}) holds the device {path}.',
  },
  remedy: {
    cs: 'Ukončete ho a zabraňte mu ve startu: „sudo systemctl disable --now {program}“, nebo ho odinstalujte.',
    en: 'Stop it and keep it from starting: “sudo systemctl disable --now {program}”, or remove it.',
  },
};
const swaps: Indicator = {
  id: 'device-name-swaps',
  area: 'devices',
  state: 'attention',
  what: {
    cs: '{name}: adresa {path} se po restartu může prohodit s jiným zařízením ({others}).',
    en: '{name}: after a restart the address {path} may be that of another device ({others}).',
  },
  remedy: {
    cs: 'V nastavení použijte stálou adresu ze složky /dev/serial/by-path (podle zásuvky USB), například {better}.',
    en: 'Use a lasting address of the folder /dev/serial/by-path in the configuration (by the USB socket), for instance {better}.',
  },
};

/** One device file as it was seen. */
export interface DeviceFile {
  readonly device: LocalDevice;
  readonly user: string;
  readonly is: 'device' | 'other' | 'missing';
  /** Why it may not be opened; null when it may. */
  readonly code: string | null;
  /** Programs that hold it, the register itself left out. */
  readonly holders: readonly Running[];
  /** Other devices of the kind that are plugged in. */
  readonly there: readonly string[];
  /** Lasting names of the kind. */
  readonly lasting: readonly string[];
}

export function judgeDeviceFile({ device, user, is, code, holders, there, lasting }: DeviceFile): Finding[] {
  const { id, name, kind, path } = device;
  const facts = { device: id, name, path };
  if (is === 'missing') {
    return [found(missing, { ...facts, there: [...lasting, ...there].slice(0, 4).join(', ') || '–' })];
  }
  if (is === 'other') return [found(wrong, facts)];
  const [holder] = holders;
  if (holder) return [found(busy, { ...facts, program: holder.name })];
  if (code === 'EBUSY') return [found(busy, { ...facts, program: '?' })];
  if (code !== null) {
    return [found(denied, { ...facts, user, code, group: kind === 'serial' ? 'dialout' : 'lp' })];
  }
  const others = there.filter((one) => one !== path && family(one) === family(path));
  const better = lasting.find((one) => one.includes('by-path'));
  if (/^\/dev\/tty(USB|ACM)\d+$/.test(path) && others.length > 0 && better !== undefined) {
    return [found(swaps, { ...facts, others: others.join(', '), better })];
  }
  return [];
}

const family = (path: string): string => path.replace(/\d+$/, '');

async function see(
  device: LocalDevice,
  eyes: Eyes,
  running: boolean,
  own: number | null,
): Promise<DeviceFile> {
  const { files, processes, user } = eyes;
  const { kind, path } = device;
  const at = await files.stat(path);
  const code = await files.fault(path, 'write');
  const real = await realpath(path).catch(() => path);
  const holders = at?.isCharacterDevice() ? await processes.holdersOf(real) : [];
  return {
    device,
    user: user.name,
    is: at ? (at.isCharacterDevice() ? 'device' : 'other') : 'missing',
    code: code === null && !running && kind === 'usblp' && at?.isCharacterDevice() ? await tried(path) : code,
    holders: holders.filter(({ pid }) => pid !== own),
    ...(await plugged(eyes, kind)),
  };
}

async function plugged({ files }: Eyes, kind: LocalDevice['kind']) {
  if (kind === 'usblp') {
    const there = (await files.list('/dev/usb')).filter((name) => /^lp\d+$/.test(name));
    return { there: there.map((name) => `/dev/usb/${name}`), lasting: [] };
  }
  const there = (await files.list('/dev')).filter((name) => /^tty(USB|ACM)\d+$/.test(name));
  const folders = ['/dev/serial/by-id', '/dev/serial/by-path'];
  const lasting = await Promise.all(
    folders.map(async (folder) => (await files.list(folder)).map((name) => `${folder}/${name}`)),
  );
  return { there: there.map((name) => `/dev/${name}`), lasting: lasting.flat() };
}

/** usblp lets one program in at a time. A serial port is not opened: that alone moves its lines, on which drawers open. */
async function tried(path: string): Promise<string | null> {
  try {
    const file = await openFile(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
    await file.close();
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

export const deviceFiles: Check = {
  id: 'device-files',
  area: 'devices',
  indicators: [missing, wrong, denied, busy, swaps],
  well: { cs: 'Zařízení na kabelu jsou na svých místech.', en: 'Devices on cables are in their places.' },
  async look(eyes) {
    const { configuration, register, processes, files, dir } = eyes;
    if (!configuration.config) return null;
    const devices = localDevices(devicesOf(configuration.config));
    if (devices.length === 0) return null;
    const running = (await register.meet()).is !== 'stopped';
    const lock = running ? await files.stat(`${dir}/kasad.lock`) : undefined;
    const own = lock ? ((await processes.lockerOf(lock.ino))?.pid ?? null) : null;
    const seen = await Promise.all(devices.map((device) => see(device, eyes, running, own)));
    return { findings: seen.flatMap(judgeDeviceFile) };
  },
};
