import type { Clock } from '../clock.ts';
import type { Words } from '../words.ts';
import { withoutFloods } from './flood.ts';
import { type Dial, LinkFault } from './link.ts';
import { type SerialOptions, serialDial } from './serial.ts';
import { tcpDial } from './tcp.ts';
import { usblpDial } from './usblp.ts';

/**
 * The way to a device from its address in the configuration: `tcp://host:9100`, `usblp:/dev/usb/lp0`,
 * `serial:/dev/ttyUSB0?baud=9600&bits=8&parity=none&stop=1&rtscts=0` (the values shown are the defaults).
 * Throws a LinkFault `address` whose message says what is wrong with it.
 */
export function dialUrl(url: string, options: { clock: Clock }): Dial {
  return withoutFloods(plainDial(url, options), options.clock);
}

function plainDial(url: string, options: { clock: Clock }): Dial {
  const bad = (why: Words) =>
    new LinkFault('address', {
      cs: `Adresa zařízení „${url}“ neplatí: ${why.cs}.`,
      en: `The device address “${url}” is not valid: ${why.en}.`,
    });
  const [, scheme, rest] = /^([a-z]+):(.*)$/s.exec(url) ?? [];
  if (scheme === undefined || rest === undefined) {
    throw bad({
      cs: 'začíná se druhem spojení, například tcp://10.0.0.5:9100',
      en: 'it begins with the kind of connection, for instance tcp://10.0.0.5:9100',
    });
  }
  switch (scheme) {
    case 'tcp': {
      const parsed = URL.canParse(url) ? new URL(url) : undefined;
      if (!parsed?.hostname || !rest.startsWith('//') || !/^\/?$/.test(parsed.pathname) || parsed.search) {
        throw bad({
          cs: 'má být tcp://jméno-nebo-IP:port, například tcp://10.0.0.5:9100',
          en: 'it should be tcp://name-or-IP:port, for instance tcp://10.0.0.5:9100',
        });
      }
      const port = parsed.port === '' ? 9100 : Number(parsed.port);
      if (port === 0) throw bad({ cs: 'port má být 1 až 65535', en: 'the port should be 1 to 65535' });
      return tcpDial(url, parsed.hostname.replace(/^\[|\]$/g, ''), port, options.clock);
    }
    case 'usblp':
      if (!/^\/[^?]+$/.test(rest))
        throw bad({ cs: 'má být usblp:/dev/usb/lp0', en: 'it should be usblp:/dev/usb/lp0' });
      return usblpDial(url, rest, options.clock);
    case 'serial': {
      const [path = '', query = ''] = rest.split('?', 2);
      if (!path.startsWith('/'))
        throw bad({
          cs: 'má být serial:/dev/ttyUSB0?baud=9600',
          en: 'it should be serial:/dev/ttyUSB0?baud=9600',
        });
      return serialDial(url, path, serialOptions(new URLSearchParams(query), bad), options.clock);
    }
    default:
      throw bad({
        cs: `spojení „${scheme}“ neznáme; umíme tcp, usblp a serial`,
        en: `there is no connection “${scheme}”; there are tcp, usblp and serial`,
      });
  }
}

function serialOptions(query: URLSearchParams, bad: (why: Words) => LinkFault): SerialOptions {
  const known = ['baud', 'bits', 'parity', 'stop', 'rtscts'];
  const stranger = [...query.keys()].find((key) => !known.includes(key));
  if (stranger !== undefined)
    throw bad({
      cs: `volbu „${stranger}“ neznáme; umíme ${known.join(', ')}`,
      en: `there is no option “${stranger}”; there are ${known.join(', ')}`,
    });
  const pick = <T>(key: string, choices: Record<string, T>, otherwise: T): T => {
    const given = query.get(key);
    if (given === null) return otherwise;
    if (!Object.hasOwn(choices, given))
      throw bad({
        cs: `${key} má být ${Object.keys(choices).join(' nebo ')}`,
        en: `${key} should be ${Object.keys(choices).join(' or ')}`,
      });
    return choices[given] as T;
  };
  const baud = query.get('baud') ?? '9600';
  if (!/^\d{2,7}$/.test(baud) || Number(baud) < 50)
    throw bad({
      cs: 'baud má být rychlost, například 9600',
      en: 'baud should be a speed, for instance 9600',
    });
  return {
    baud: Number(baud),
    bits: pick('bits', { 7: 7, 8: 8 }, 8),
    parity: pick('parity', { none: 'none', even: 'even', odd: 'odd' }, 'none'),
    stop: pick('stop', { 1: 1, 2: 2 }, 1),
    rtscts: pick('rtscts', { 0: false, 1: true, false: false, true: true }, false),
  };
}
