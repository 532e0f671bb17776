import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import {
  createVirtualPrinter,
  dialUrl,
  paperText,
  profileWith,
  type VirtualPrinter,
  virtualDisplay,
} from '../../drivers/index.ts';
import { ptyPair } from '../../drivers/link/socat.fixture.ts';
import { realWorld } from '../../world/index.ts';

/** A register that nobody has set up, as the package starts it: its own process, its own file without a name in it. */
export interface NewBox {
  readonly url: string;
  /** Where a register that joins is to knock. */
  readonly pairingAddress: string;
  readonly file: string;
  /** SIGKILL, as when the plug is pulled. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 40_000;

/** Differences from the usual model. */
type ProfileOverrides = Parameters<typeof profileWith>[1];

export async function startNewBox(): Promise<NewBox> {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-new-'));
  const file = join(folder, 'kasad.toml');
  const [http, sync, pairing] = await freePorts(3);
  writeFileSync(
    file,
    [
      `data_dir = "${join(folder, 'data')}"`,
      '[http]',
      `port = ${http}`,
      '[sync]',
      'host = "127.0.0.1"',
      `port = ${sync}`,
      `pairing_port = ${pairing}`,
      'discovery = false',
      '',
    ].join('\n'),
  );
  let child: ChildProcess;

  async function start(): Promise<void> {
    const main = new URL('../../daemon/main.ts', import.meta.url).pathname;
    child = spawn(process.execPath, [main, 'start', '--config', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const late = AbortSignal.timeout(PATIENCE_MS);
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error(`the register did not start: ${said}`));
      child.once('exit', fail);
      late.addEventListener('abort', fail);
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        said += `${line}\n`;
        if ((JSON.parse(line) as { msg?: string }).msg === 'ready') resolve();
      });
    });
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  await start();
  return {
    url: `http://127.0.0.1:${http}`,
    pairingAddress: `127.0.0.1:${pairing}`,
    file,
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A printer on the network, made of software, with a drawer in it. */
export interface NetworkPrinter {
  /** `127.0.0.1:41234`, as it is typed. */
  readonly address: string;
  readonly device: VirtualPrinter;
  /** The paper after the first `count`, as text. */
  nextPaper(count: number): Promise<string>;
  close(): Promise<void>;
}

export async function plugInPrinter(overrides: ProfileOverrides = {}): Promise<NetworkPrinter> {
  const profile = profileWith('generic-80', overrides);
  const device = createVirtualPrinter({ profile, clock: realWorld });
  const port = await device.listenTcp('127.0.0.1', 0);
  return {
    address: port.url.replace('tcp://', ''),
    device,
    async nextPaper(count) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`paper ${count + 1} did not come`)), PATIENCE_MS);
        const look = () => {
          if (device.papers.length <= count) return;
          clearTimeout(timer);
          forget();
          resolve();
        };
        const forget = device.onPaper(look);
        look();
      });
      const paper = device.papers[count];
      return paper ? paperText(paper) : '';
    },
    close: async () => port.close(),
  };
}

/** A customer display on a serial port, made of software: one pseudo-terminal for the register, one for the glass. */
export async function plugInDisplay() {
  const pty = await ptyPair();
  let hear: (bytes: Uint8Array) => void = () => {};
  const link = await dialUrl(`serial:${pty.farPath}`, { clock: realWorld }).open(AbortSignal.timeout(5_000));
  link.onData((bytes) => hear(bytes));
  const glass = virtualDisplay(
    {
      onData: (listen) => {
        hear = listen;
      },
      send: (bytes) => void link.write(bytes).catch(() => {}),
    },
    { family: 'cd5220' },
  );
  return {
    path: pty.path,
    glass,
    async close() {
      await link.close();
      await pty.dispose();
    },
  };
}

/**
 * What the search for devices finds, told to the screen in the place of this machine's own ports and of the network that
 * it happens to be on: a test knocks at nobody's door.
 */
export async function searchFinds(page: Page, found: readonly object[], more: object = {}): Promise<void> {
  await page.route('**/api/setup/scan', (route) =>
    route.fulfill({
      json: { state: 'done', asked: 254, all: 254, networks: ['10.0.0.0/24'], leftOut: null, found, ...more },
    }),
  );
}

/** A candidate as the search tells it. */
export const serialPort = (path: string) => ({
  url: `serial:${path}?baud=9600`,
  kind: 'serial',
  by: 'serial',
  name: 'FTDI FT232R USB UART',
  maker: 'FTDI',
  model: 'FT232R USB UART',
  serial: 'A50285BI',
  profile: null,
  lasting: true,
  configured: null,
  trouble: null,
});
