import type { DevicesSetup } from '../devices/setup.ts';
import type { Config } from './schema.ts';

/** The configured devices in the words of daemon/devices; what the file leaves out is filled in here. */
export function devicesOf({ printer, drawer, display, scale, scanner }: Config): DevicesSetup {
  return {
    printers: printer.map((one) => ({
      id: one.id,
      name: one.name,
      url: one.url,
      profile: one.profile,
      routes: one.routes,
      standIn: one.stand_in ?? null,
      codePage: one.overrides?.code_page ?? null,
      columns: one.overrides?.columns ?? null,
    })),
    drawer: drawer
      ? {
          id: 'drawer',
          name: 'Zásuvka',
          printer: drawer.via?.slice('printer:'.length) ?? null,
          pin: drawer.pin ?? 2,
          url: drawer.url ?? null,
          trigger: drawer.trigger ?? 'any',
        }
      : null,
    display: display
      ? {
          id: 'display',
          name: 'Zákaznický displej',
          url: display.url,
          profile: display.profile ?? 'cd5220',
        }
      : null,
    scale: scale
      ? { id: 'scale', name: 'Váha', url: scale.url, protocol: scale.protocol ?? 'toledo-8217' }
      : null,
    scanner: scanner
      ? { id: 'scanner', name: 'Čtečka kódů', url: scanner.url, end: scanner.end ?? 'terminator' }
      : null,
  };
}
