import type { DevicesSetup } from '../../devices/setup.ts';

/** A configured device on a file of this box. */
export interface LocalDevice {
  readonly id: string;
  readonly name: string;
  readonly kind: 'serial' | 'usblp';
  readonly path: string;
}

/** `usblp:/dev/usb/lp0` and `serial:/dev/ttyUSB0?baud=9600` of the configuration. */
export function localDevices({ printers, drawer, display, scale, scanner }: DevicesSetup): LocalDevice[] {
  return [...printers, drawer, display, scale, scanner].flatMap((device) => {
    const [, kind, path] = /^(serial|usblp):([^?]+)/.exec(device?.url ?? '') ?? [];
    if (!device || path === undefined) return [];
    return [{ id: device.id, name: device.name, kind: kind as LocalDevice['kind'], path }];
  });
}
