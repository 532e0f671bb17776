import type { AddressInfo } from 'node:net';
import { Refusal } from '../../wire/index.ts';
import type { Config } from '../config/schema.ts';
import type { App } from './app.ts';
import type { Words } from './contract.ts';

/** Opens the port for the screen and answers the address to type on this box. Throws a Refusal `cannot-listen`. */
export async function listen(app: App, { host, port }: Config['http']): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const [what, hint] = LISTEN_FAULTS[code ?? ''] ?? [];
    if (what === undefined || hint === undefined) throw error;
    const title = {
      cs: `${what.cs} (${host}:${port}). Pokladna se nespustila.`,
      en: `${what.en} (${host}:${port}). The register did not start.`,
    };
    throw new Refusal(500, 'cannot-listen', title, hint, { reason: code });
  }
  const { port: actual } = app.server.address() as AddressInfo;
  return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${actual}`;
}

const LISTEN_FAULTS: Readonly<Record<string, readonly [Words, Words]>> = {
  EADDRINUSE: [
    {
      cs: 'Port pro obrazovku už používá jiný program',
      en: 'Another program is using the port for the screen',
    },
    {
      cs: 'Zastavte ho (najdete ho příkazem ss -ltnp), nebo v nastavení změňte port v tabulce [http].',
      en: 'Stop it (ss -ltnp finds it), or change the port in the table [http] of the configuration.',
    },
  ],
  EACCES: [
    { cs: 'Na tomto portu nesmí běžný uživatel poslouchat', en: 'A plain user may not listen on this port' },
    {
      cs: 'V nastavení zvolte v tabulce [http] port od 1024 výš.',
      en: 'Choose a port from 1024 up in the table [http] of the configuration.',
    },
  ],
  EADDRNOTAVAIL: [
    { cs: 'Tuto adresu počítač nemá', en: 'This computer does not have that address' },
    {
      cs: 'V nastavení opravte host v tabulce [http], nejlépe na 127.0.0.1.',
      en: 'Correct host in the table [http] of the configuration, best to 127.0.0.1.',
    },
  ],
  ENOTFOUND: [
    {
      cs: 'Jméno, na kterém má pokladna poslouchat, neexistuje',
      en: 'The name on which the register should listen does not exist',
    },
    {
      cs: 'V nastavení opravte host v tabulce [http], nejlépe na 127.0.0.1.',
      en: 'Correct host in the table [http] of the configuration, best to 127.0.0.1.',
    },
  ],
};
