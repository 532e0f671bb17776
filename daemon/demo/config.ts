import type { Config } from '../config/schema.ts';

/**
 * A register of the demo: three printers, and one of everything else, all made of software. `number` tells the
 * registers of one demo shop apart; by default they meet on this machine alone.
 */
export function demoConfig(
  data_dir: string,
  port: number,
  { number = 1, syncHost = '127.0.0.1' }: { number?: number; syncHost?: string } = {},
): Config {
  return {
    data_dir,
    register: {
      id: `pokladna-${number}`,
      name: `Pokladna ${number}`,
      series: `R${number}`,
      timezone: 'Europe/Prague',
    },
    http: { host: '127.0.0.1', port, allowed_hosts: [] },
    printer: [
      {
        id: 'uctenky',
        name: 'Tiskárna účtenek',
        url: 'virtual:',
        profile: 'epson-tm-t20iii',
        routes: ['receipt', 'report'],
      },
      {
        id: 'kuchyn',
        name: 'Tiskárna kuchyně',
        url: 'virtual:',
        profile: 'generic-80',
        routes: ['kuchyn'],
        stand_in: 'bar',
      },
      {
        id: 'bar',
        name: 'Tiskárna baru',
        url: 'virtual:',
        profile: 'generic-58',
        routes: ['bar'],
        stand_in: 'uctenky',
      },
    ],
    drawer: { via: 'printer:uctenky' },
    display: { url: 'virtual:', profile: 'epson-dm-d' },
    scale: { url: 'virtual:', protocol: 'toledo-8217' },
    scanner: { url: 'virtual:', end: 'terminator' },
    sync: { host: syncHost, port: 0, pairing_port: 0, discovery: true, siblings: [] },
    backoffice: {},
    log: { level: 'info' },
  };
}
