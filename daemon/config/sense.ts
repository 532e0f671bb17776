import { isIP } from 'node:net';
import { dialUrl, LinkFault } from '../../drivers/index.ts';
import { parseAddress } from '../siblings/address.ts';
import { backofficeUrl } from '../upstream/address.ts';
import type { Config } from './schema.ts';
import type { BrokenRule } from './words.ts';

/** What the daemon knows of devices: the drivers' lists, handed in so that this check needs no device. */
export interface DeviceWords {
  readonly printerProfiles: readonly string[];
  readonly displayProfiles: readonly string[];
}

/** Names that `allowed_hosts` need not repeat. */
export const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Device ids of the single devices: a printer may not be called so. */
const TAKEN = ['drawer', 'display', 'scale', 'scanner'];

/** Rules between keys, which a schema cannot say. Called with a file that the schema accepts. */
export function senseless(config: Config, words: DeviceWords): BrokenRule[] {
  return [
    ...registerRules(config),
    ...httpRules(config),
    ...syncRules(config),
    ...backofficeRules(config),
    ...printerRules(config, words),
    ...drawerRules(config),
    ...singleDeviceRules(config, words),
  ];
}

function registerRules({ register }: Config): BrokenRule[] {
  try {
    new Intl.DateTimeFormat('cs', { timeZone: register.timezone });
    return [];
  } catch {
    return [
      {
        pointer: '/register/timezone',
        what: `Časové pásmo „${register.timezone}“ neexistuje.`,
        remedy: 'Napište timezone = "Europe/Prague".',
      },
    ];
  }
}

function httpRules({ http }: Config): BrokenRule[] {
  const rules: BrokenRule[] = [];
  const loopback = http.host === 'localhost' || http.host === '::1' || http.host.startsWith('127.');
  if (!loopback && http.allowed_hosts.length === 0) {
    rules.push({
      pointer: '/http/host',
      what: `Pokladna má poslouchat na ${http.host}, ale žádné jméno, pod kterým se z jiného přístroje otevře, není povolené.`,
      remedy: 'Doplňte například allowed_hosts = ["pokladna-1.local"], nebo nechte host = "127.0.0.1".',
    });
  }
  http.allowed_hosts.forEach((host, index) => {
    if (/^[a-z0-9.-]+$/i.test(host) || isIP(host.replace(/^\[|\]$/g, '')) === 6) return;
    rules.push({
      pointer: `/http/allowed_hosts/${index}`,
      what: `„${host}“ není jméno ani adresa počítače.`,
      remedy: 'Napište jen jméno, bez http:// a bez portu, například "pokladna-1.local".',
    });
  });
  return rules;
}

function backofficeRules({ backoffice: { url } }: Config): BrokenRule[] {
  if (url === undefined || backofficeUrl(url) !== null) return [];
  return [
    {
      pointer: '/backoffice/url',
      what: `„${url}“ není adresa backoffice.`,
      remedy: 'Napište ji tak, jak je v prohlížeči, například url = "https://backoffice.example.cz".',
    },
  ];
}

function syncRules({ sync, http }: Config): BrokenRule[] {
  const rules: BrokenRule[] = [];
  sync.siblings.forEach((address, index) => {
    if (parseAddress(address)) return;
    rules.push({
      pointer: `/sync/siblings/${index}`,
      what: `„${address}“ není adresa sousední pokladny.`,
      remedy: 'Napište adresu a port, například "10.0.0.12:8883".',
    });
  });
  if (sync.pairing_port === sync.port || http.port === sync.port || http.port === sync.pairing_port) {
    rules.push({
      pointer: '/sync/port',
      what: 'Obrazovka, spojení se sousedními pokladnami a připojování nových nemohou mít stejný port.',
      remedy: 'Napište například port = 8883 a pairing_port = 8884 a v tabulce [http] port = 8400.',
    });
  }
  if (sync.broker_ca !== undefined && sync.broker === undefined) {
    rules.push({
      pointer: '/sync/broker_ca',
      what: 'Certifikát autority je tu, ale adresa brokera chybí.',
      remedy: 'Doplňte broker = "mqtts://10.0.0.20:8883", nebo klíč broker_ca smažte.',
    });
  }
  return rules;
}

function printerRules({ printer }: Config, words: DeviceWords): BrokenRule[] {
  const rules: BrokenRule[] = [];
  const ids = new Map<string, number>();
  const routes = new Map<string, string>();
  printer.forEach((one, index) => {
    const at = `/printer/${index}`;
    if (TAKEN.includes(one.id)) {
      rules.push({
        pointer: `${at}/id`,
        what: `Tiskárna se nemůže jmenovat „${one.id}“, tak se jmenuje jiné zařízení.`,
        remedy: 'Zvolte jinou značku, například id = "uctenky".',
      });
    }
    if (ids.has(one.id)) {
      rules.push({
        pointer: `${at}/id`,
        what: `Značku „${one.id}“ už má tiskárna číslo ${(ids.get(one.id) ?? 0) + 1}.`,
        remedy: `Zvolte jinou, například id = "${one.id}-2".`,
      });
    } else ids.set(one.id, index);
    rules.push(...urlRule(`${at}/url`, one.url));
    rules.push(...profileRule(`${at}/profile`, one.profile, words.printerProfiles));
    one.routes.forEach((route, position) => {
      const other = routes.get(route);
      if (other !== undefined) {
        rules.push({
          pointer: `${at}/routes/${position}`,
          what: `„${route}“ už tiskne tiskárna „${other}“.`,
          remedy:
            'Nechte každé místo jen u jedné tiskárny; při poruše zaskočí ta, kterou uvedete ve stand_in.',
        });
      } else routes.set(route, one.id);
    });
  });
  printer.forEach((one, index) => {
    if (one.stand_in === undefined) return;
    if (one.stand_in === one.id) {
      rules.push({
        pointer: `/printer/${index}/stand_in`,
        what: `Tiskárna „${one.id}“ nemůže zaskočit sama za sebe.`,
        remedy: 'Uveďte jinou tiskárnu, nebo klíč stand_in smažte.',
      });
    } else if (!ids.has(one.stand_in)) {
      rules.push({
        pointer: `/printer/${index}/stand_in`,
        what: `Tiskárna „${one.stand_in}“, která má zaskočit, v souboru není.`,
        remedy: known([...ids.keys()]),
      });
    }
  });
  return rules;
}

function drawerRules({ drawer, printer }: Config): BrokenRule[] {
  if (drawer === undefined) return [];
  if ((drawer.via === undefined) === (drawer.url === undefined)) {
    return [
      {
        pointer: '/drawer',
        what:
          drawer.via === undefined
            ? 'U zásuvky chybí, kam je zapojená.'
            : 'Zásuvka má via i url, zapojená může být jen jednou.',
        remedy: 'Nechte via = "printer:ID" pro zásuvku v tiskárně, nebo url pro zásuvku zapojenou přímo.',
      },
    ];
  }
  if (drawer.url !== undefined) {
    return urlRule('/drawer/url', drawer.url);
  }
  const id = drawer.via?.slice('printer:'.length) ?? '';
  if (printer.some((one) => one.id === id)) return [];
  return [
    {
      pointer: '/drawer/via',
      what: `Tiskárna „${id}“, do které má být zásuvka zapojená, v souboru není.`,
      remedy: known(printer.map((one) => one.id)),
    },
  ];
}

function singleDeviceRules({ display, scale, scanner }: Config, words: DeviceWords): BrokenRule[] {
  return [
    ...(display
      ? [
          ...urlRule('/display/url', display.url),
          ...profileRule('/display/profile', display.profile, words.displayProfiles),
        ]
      : []),
    ...(scale ? urlRule('/scale/url', scale.url) : []),
    ...(scanner ? urlRule('/scanner/url', scanner.url) : []),
  ];
}

function urlRule(pointer: string, url: string): BrokenRule[] {
  if (url.startsWith('virtual:')) return [];
  try {
    // Only the address is judged; nothing is opened and the clock is never asked.
    dialUrl(url, { clock: { now: () => 0, after: () => () => {} } });
    return [];
  } catch (error) {
    if (!(error instanceof LinkFault)) throw error;
    return [
      {
        pointer,
        what: error.message,
        remedy:
          'Napište například "tcp://10.0.0.5:9100", "usblp:/dev/usb/lp0" nebo "serial:/dev/ttyUSB0?baud=9600".',
      },
    ];
  }
}

function profileRule(pointer: string, profile: string | undefined, all: readonly string[]): BrokenRule[] {
  if (profile === undefined || all.includes(profile)) return [];
  return [{ pointer, what: `Model „${profile}“ neznáme.`, remedy: `Známe ${all.join(', ')}.` }];
}

function known(ids: readonly string[]): string {
  return ids.length > 0
    ? `V souboru jsou tiskárny ${ids.join(', ')}.`
    : 'V souboru zatím žádná tiskárna není, přidejte ji pod [[printer]].';
}
