import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Paper, paperText } from '../../drivers/index.ts';

export interface DemoShop {
  readonly url: string;
  readonly pins: Readonly<Record<string, string>>;
  /** The data folder; only to be touched while the shop is killed. */
  readonly data: string;
  /** What hangs out of a virtual printer and was torn off it, oldest first, as text. */
  papers(printerId: string): Promise<string[]>;
  /** Waits for the paper after the first `count` of a printer and gives it as text. */
  nextPaper(printerId: string, count: number): Promise<string>;
  display(): Promise<readonly string[]>;
  drawerOpen(): Promise<boolean>;
  /** Does something to a virtual device, as on the devices page. */
  virtual(path: string, body: unknown): Promise<void>;
  /** SIGKILL, as when the plug is pulled. */
  kill(): Promise<void>;
  /** Starts again on the same data and the same port; papers are counted anew. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 40_000;

interface VirtualState {
  readonly printers: readonly {
    readonly id: string;
    readonly papers: readonly { readonly id: number; readonly paper: Paper }[];
  }[];
  readonly drawer: { readonly open: boolean };
  readonly display: { readonly lines: readonly string[] };
}

/**
 * The finished sheets of a paper. One that has not been cut is still being printed; a printer without a cutter
 * prints one long strip, on which a sheet ends where the paper was fed to the edge for tearing off.
 */
function sheets(text: string): string[] {
  if (text.includes('[střih]')) return [text];
  return (text.match(/[^\n][\s\S]*?\n{4,}/g) ?? []).map((sheet) => `${sheet.trimEnd()}\n`);
}

/** The demo shop as `npm start` runs it: its own process, its own data, a free port. */
export async function startDemoShop(...extra: readonly string[]): Promise<DemoShop> {
  const data = mkdtempSync(join(tmpdir(), 'kasad-kiosk-'));
  let child: ChildProcess;
  let url = '';
  let pins: Record<string, string> = {};
  // The virtual printers keep only their newest papers and lose them with the process: here all are kept.
  const kept = new Map<string, Map<number, Paper>>();

  async function start(port: number): Promise<void> {
    const main = new URL('../../daemon/main.ts', import.meta.url).pathname;
    const args = [main, 'shop', '--json', '--port', String(port), '--data', data, ...extra];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = (await Promise.race([
      once(lines, 'line'),
      once(child, 'exit').then(() => Promise.reject(new Error(`the shop did not start: ${errors}`))),
    ])) as [string];
    const ready = JSON.parse(line) as { url: string; staff: { name: string; pin: string }[] };
    url = ready.url;
    pins = Object.fromEntries(ready.staff.map(({ name, pin }) => [name, pin]));
  }

  const state = async () => {
    const answer = (await (await fetch(`${url}/virtual/state`)).json()) as VirtualState;
    for (const { id, papers } of answer.printers) {
      const all = kept.get(id) ?? new Map<number, Paper>();
      kept.set(id, all);
      for (const one of papers) all.set(one.id, one.paper);
    }
    return answer;
  };
  const papers = async (printerId: string) => {
    await state();
    const all = [...(kept.get(printerId) ?? [])].sort(([a], [b]) => a - b);
    return all.flatMap(([, paper]) => sheets(paperText(paper)));
  };

  await start(0);
  return {
    get url() {
      return url;
    },
    get pins() {
      return pins;
    },
    data,
    papers,
    async nextPaper(printerId, count) {
      // The stream says once at its beginning and then whenever anything has changed.
      const changes = (
        await fetch(`${url}/virtual/events`, { signal: AbortSignal.timeout(PATIENCE_MS) })
      ).body?.getReader();
      try {
        for (;;) {
          await changes?.read();
          const text = (await papers(printerId))[count];
          if (text !== undefined) return text;
        }
      } catch (cause) {
        throw new Error(`paper ${count + 1} of the printer ${printerId} did not come`, { cause });
      } finally {
        changes?.cancel().catch(() => {});
      }
    },
    display: async () => (await state()).display.lines,
    drawerOpen: async () => (await state()).drawer.open,
    async virtual(path, body) {
      const answer = await fetch(`${url}/virtual/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    restart() {
      // New virtual printers count their papers from the beginning.
      kept.clear();
      return start(Number(new URL(url).port));
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(data, { recursive: true, force: true });
    },
  };
}
