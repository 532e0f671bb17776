import type { AddressInfo } from 'node:net';
import { Refusal, type Words } from '../../wire/index.ts';
import type { App } from './app.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
  readonly tls: object | null;
}

/** Opens the port and answers the address to type on this machine. Throws a Refusal `cannot-listen`. */
export async function listen(app: App, { host, port, tls }: Place): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const [what, hint] = FAULTS[code ?? ''] ?? [];
    if (what === undefined || hint === undefined) throw error;
    const title = {
      cs: `${what.cs} (${host}:${port}). BackOffice se nespustil; pokladny prodávají dál.`,
      en: `${what.en} (${host}:${port}). The backoffice did not start; the registers go on selling.`,
    };
    throw new Refusal(500, 'cannot-listen', title, hint, { reason: code });
  }
  const { port: actual } = app.server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${actual}`;
}

const NO_SUCH_PLACE: Words = {
  cs: 'Opravte listen v nastavení BackOffice.',
  en: 'Correct listen in the configuration of the backoffice.',
};
const FAULTS: Readonly<Record<string, readonly [Words, Words]>> = {
  EADDRINUSE: [
    { cs: 'Port už používá jiný program', en: 'Another program is using the port' },
    {
      cs: 'Zastavte ho (najdete ho příkazem ss -ltnp), nebo změňte port v listen.',
      en: 'Stop it (ss -ltnp finds it), or change the port in listen.',
    },
  ],
  EACCES: [
    { cs: 'Na tomto portu nesmí běžný uživatel poslouchat', en: 'A plain user may not listen on this port' },
    { cs: 'Zvolte v listen port od 1024 výš.', en: 'Choose a port from 1024 up in listen.' },
  ],
  EADDRNOTAVAIL: [
    { cs: 'Tuto adresu počítač nemá', en: 'This computer does not have that address' },
    NO_SUCH_PLACE,
  ],
  ENOTFOUND: [
    { cs: 'Jméno, na kterém má poslouchat, neexistuje', en: 'The name to listen on does not exist' },
    NO_SUCH_PLACE,
  ],
};
