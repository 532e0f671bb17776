import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ConsoleDoor } from '../../daemon/console.ts';
import type { BillView, CatalogueView, ReceiptView } from '../../daemon/http/contract.ts';
import type { Said } from '../siblings/place.ts';
import type { Box } from './box.ts';

const ASKER = new URL('../lan/asker-process.ts', import.meta.url).pathname;
const patience_ms = 60_000;
const look_ms = 100;
export const PIN = '4711';

/** The register that the package has installed on a box, asked over HTTP from within the box's network. */
export interface InstalledRegister {
  /** `systemctl show`: one property of kasad.service. */
  property(name: string): string;
  /** Until systemd and the register itself say that it is ready; how long it took, in milliseconds. */
  ready(): Promise<number>;
  /** With the key of the command line, as the technician. */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
  signIn(name: string): Promise<Session>;
  /** Processes that ask on its behalf end with it; needed anew after the box has booted. */
  hangUp(): void;
}

export interface Session {
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
  catalogue(): Promise<CatalogueView>;
  /** `lines` items in one receipt, paid in cash. */
  sell(lines?: number): Promise<ReceiptView>;
}

export function createInstalledRegister(box: Box): InstalledRegister {
  const line = createLine(box);
  const door = () =>
    JSON.parse(readFileSync(join(box.root, 'var/lib/kasad/console.json'), 'utf8')) as ConsoleDoor;

  async function ask<T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<[T, Said]> {
    const said = await line.ask({
      method,
      url: `${door().url}${path}`,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (said.status >= 400) throw new Error(`${box.name}: ${method} ${path}: ${said.status} ${said.text}`);
    return [(said.text === '' ? undefined : JSON.parse(said.text)) as T, said];
  }
  const property = (name: string) =>
    box.run(['systemctl', 'show', 'kasad.service', '-p', name, '--value']).trim();

  return {
    property,
    async ready() {
      const from = performance.now();
      for (;;) {
        if (property('ActiveState') === 'active' && box.tried(['kasad', 'ready']).code === 0) {
          return performance.now() - from;
        }
        if (performance.now() - from > patience_ms) {
          throw new Error(
            `${box.name}: not ready\n${box.tried(['journalctl', '-u', 'kasad', '-n', '30', '--no-pager']).text}`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, look_ms));
      }
    },
    ask: async (method, path, body) =>
      (await ask(method, path, body, { authorization: `Bearer ${door().key}` }))[0] as never,
    async signIn(name) {
      const [people] = await ask<{ id: string; name: string }[]>('GET', '/api/staff', undefined, {});
      const staffId = people.find((one) => one.name === name)?.id;
      const [, { cookie }] = await ask('POST', '/api/session', { staffId, pin: PIN }, {});
      return createSession(
        async (method, path, body, more = {}) =>
          (await ask(method, path, body, { cookie, ...more }))[0] as never,
      );
    },
    hangUp: () => line.close(),
  };
}

type Asking = <T>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<T>;

function createSession(ask: Asking): Session {
  const catalogue = () => ask<CatalogueView>('GET', '/api/catalogue');
  return {
    ask,
    catalogue,
    async sell(lines = 1) {
      const { items, paymentTypes } = await catalogue();
      const typeId = paymentTypes.find(({ kind }) => kind === 'cash')?.id;
      const { shift } = await ask<{ shift: unknown }>('GET', '/api/shift');
      if (!shift) await ask('POST', '/api/shift/open', { float_haler: 0 });
      const { bill } = await ask<BillView>('POST', '/api/bills', { tableId: null, guests: null });
      let total_haler = 0;
      for (let i = 0; i < lines; i++) {
        const added = { lineId: crypto.randomUUID(), itemId: items[i % items.length]?.id };
        const { sum } = await ask<BillView>('POST', `/api/bills/${bill.id}/lines`, added);
        total_haler = sum.total_haler;
      }
      return ask<ReceiptView>(
        'POST',
        `/api/bills/${bill.id}/pay`,
        {
          tenders: [{ typeId, amount: total_haler }],
          tip_haler: 0,
          expectedTotal_haler: total_haler,
          print: true,
        },
        { 'idempotency-key': crypto.randomUUID() },
      );
    },
  };
}

/** A process in the box's network that asks on our behalf: its port is open there only. */
function createLine(box: Box) {
  const waiting = new Map<number, { resolve: (said: Said) => void; reject: (error: Error) => void }>();
  let asker: ChildProcess | undefined;
  let last = 0;

  function start(): ChildProcess {
    const started = spawn('nsenter', ['-t', String(box.pid()), '-n', '--', process.execPath, ASKER], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: started.stdout }).on('line', (text) => {
      const { id, said, error } = JSON.parse(text) as { id: number; said?: Said; error?: string };
      const one = waiting.get(id);
      waiting.delete(id);
      if (said) one?.resolve(said);
      else one?.reject(new Error(`${box.name}: ${error}`));
    });
    return started;
  }

  return {
    ask(asked: object): Promise<Said> {
      asker ??= start();
      const id = ++last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        asker?.stdin?.write(`${JSON.stringify({ id, asked })}\n`);
      });
    },
    close() {
      asker?.kill();
      asker = undefined;
    },
  };
}
