import type { SetupCandidate } from '../../http/contract.ts';
import type { DeviceFiles } from './device-files.ts';
import { profileFor } from './profile-for.ts';

/** A device on a cable; whether it stands in the configuration is told by whoever knows it. */
export type Candidate = Omit<SetupCandidate, 'configured'>;

/** Names that udev's rules of the package give to printers; they outlast a restart. */
const OWN = '/dev/kasad';

/**
 * USB printers and serial ports, from sysfs and devtmpfs alone: no program is called and no device is opened. Each is
 * told by the most lasting of its names. Sources: Documentation/ABI of the kernel (ieee1284_id of usblp), udev's
 * 60-serial.rules (by-id, by-path).
 */
export function pluggedIn(files: DeviceFiles): Candidate[] {
  return [...usbPrinters(files), ...serialPorts(files)];
}

function usbPrinters(files: DeviceFiles): Candidate[] {
  const own = linksInto(files, OWN);
  return files
    .list('/sys/class/usbmisc')
    .filter((name) => /^lp\d+$/.test(name))
    .map((name) => {
      const device = `/dev/usb/${name}`;
      const lasting = own.get(files.real(device) ?? device);
      const id = ieee1284(files.text(`/sys/class/usbmisc/${name}/device/ieee1284_id`) ?? '');
      const maker = id.MFG ?? id.MANUFACTURER ?? '';
      const model = id.MDL ?? id.MODEL ?? '';
      return {
        url: `usblp:${lasting ?? device}`,
        kind: 'printer',
        by: 'usb',
        name: `${maker} ${model}`.trim() || `USB ${name}`,
        maker,
        model,
        serial: id.SN ?? id.SERN ?? '',
        profile: profileFor(maker, model),
        lasting: lasting !== undefined,
        trouble: files.usable(device) ? null : denied('lp'),
      };
    });
}

function serialPorts(files: DeviceFiles): Candidate[] {
  const byId = linksInto(files, '/dev/serial/by-id');
  const byPath = linksInto(files, '/dev/serial/by-path');
  const own = linksInto(files, OWN);
  const ids = files.list('/dev/serial/by-id').map((name) => files.real(`/dev/serial/by-id/${name}`));
  const ports = new Set([...byId.keys(), ...byPath.keys(), ...builtIn(files)]);
  return [...ports].sort().map((port) => {
    const id = byId.get(port);
    // CH340 and PL2303 have no serial number: two of a kind share one name by-id, and udev lets the last one win.
    const told = id !== undefined && hasSerial(id) && ids.filter((one) => one === port).length === 1;
    const path = own.get(port) ?? (told ? id : (byPath.get(port) ?? id ?? port));
    const [maker, model, serial] = partsOf(id);
    return {
      url: `serial:${path}?baud=9600`,
      kind: 'serial',
      by: 'serial',
      name: `${maker} ${model}`.trim() || port.replace('/dev/', ''),
      maker,
      model,
      serial,
      profile: null,
      // The ports of the board itself keep their numbers.
      lasting: path !== port || /^\/dev\/tty(S|AMA)\d+$/.test(port),
      trouble: files.usable(port) ? null : denied('dialout'),
    };
  });
}

/** Of the many ttyS that the kernel lists only those behind which there is a UART (`type` above 0). */
function builtIn(files: DeviceFiles): string[] {
  return files
    .list('/sys/class/tty')
    .filter((name) => /^tty(S|AMA)\d+$/.test(name))
    .filter((name) => Number(files.text(`/sys/class/tty/${name}/type`) ?? 0) > 0)
    .map((name) => `/dev/${name}`);
}

/** Device file to the link that leads to it. */
function linksInto(files: DeviceFiles, folder: string): Map<string, string> {
  const links = new Map<string, string>();
  for (const name of files.list(folder)) {
    const real = files.real(`${folder}/${name}`);
    if (real !== undefined && !links.has(real)) links.set(real, `${folder}/${name}`);
  }
  return links;
}

/** IEEE 1284 device id: `MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;`. */
export function ieee1284(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text
      .replace(/[^\x20-\x7e]/g, '')
      .split(';')
      .flatMap((pair) => {
        const cut = pair.indexOf(':');
        return cut < 1
          ? []
          : [
              [
                pair.slice(0, cut).trim().toUpperCase(),
                pair
                  .slice(cut + 1)
                  .trim()
                  .slice(0, 60),
              ],
            ];
      }),
  );
}

/** udev's name is `usb-Maker_Model_Serial-if00-port0`. */
function partsOf(link: string | undefined): [string, string, string] {
  const name = link?.split('/').at(-1) ?? '';
  const words = name
    .replace(/^usb-/, '')
    .replace(/-if\d+(-port\d+)?$/, '')
    .split('_');
  if (name === '') return ['', '', ''];
  const serial = hasSerial(name) ? (words.pop() ?? '') : '';
  const [maker = '', ...model] = words;
  return [maker, model.join(' '), serial];
}

function hasSerial(link: string): boolean {
  const words = link.replace(/-if\d+(-port\d+)?$/, '').split('_');
  const last = words.at(-1) ?? '';
  return words.length >= 3 && /\d/.test(last) && last.length >= 4;
}

function denied(group: string): SetupCandidate['trouble'] {
  return {
    cs: 'Pokladna zařízení vidí, ale nesmí ho otevřít.',
    en: 'The register sees the device and may not open it.',
    hintCs: `Přidejte uživatele kasad do skupiny ${group} (usermod -aG ${group} kasad) a službu spusťte znovu.`,
    hintEn: `Add the user kasad to the group ${group} (usermod -aG ${group} kasad) and restart the service.`,
  };
}
