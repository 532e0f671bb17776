import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createNamespace, type Namespace } from '../lan/namespace.ts';

const PRINTER = new URL('./printer-process.ts', import.meta.url).pathname;

/**
 * The network of one shop, and no way out of it: a switch in a network namespace of its own, with a receipt printer
 * that listens on it. Boxes are plugged in and unplugged by the process id of their init.
 */
export interface Street {
  /** As configurations name it. */
  readonly printer: string;
  /** Papers that have come out of the printer, the oldest first, as text. */
  readonly papers: readonly string[];
  /** The first paper that holds `part`. */
  paperWith(part: string): Promise<string>;
  /** Gives the box its card `eth0` with the address 10.78.0.`number`. */
  plugIn(pid: number, number: number): Promise<void>;
  close(): Promise<void>;
}

const patience_ms = 30_000;
const PRINTER_ADDRESS = '10.78.0.250';

export async function createStreet(): Promise<Street> {
  const namespace = await createNamespace('street');
  const ip = (...steps: string[]) => namespace.exec(['ip', '-batch', '-'], { input: steps.join('\n') });
  await ip(
    'link add sw type bridge mcast_snooping 0',
    'link set sw up',
    `address add ${PRINTER_ADDRESS}/24 dev sw`,
  );
  const papers: string[] = [];
  let wake = () => {};
  const printer = await startPrinter(namespace, (paper) => {
    papers.push(paper);
    wake();
  });
  let plugged = 0;

  return {
    printer: `tcp://${PRINTER_ADDRESS}:9100`,
    papers,
    async paperWith(part) {
      const late = AbortSignal.timeout(patience_ms);
      for (;;) {
        const found = papers.find((paper) => paper.includes(part));
        if (found !== undefined) return found;
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          late.addEventListener('abort', () => reject(new Error(`no paper with „${part}“ came out`)));
        });
      }
    },
    async plugIn(pid, number) {
      const port = `p${++plugged}`;
      await ip(`link add ${port} type veth peer name eth0 netns ${pid}`, `link set ${port} master sw up`);
      const inside = ['nsenter', '-t', String(pid), '-n', 'ip', '-batch', '-'];
      await namespace.exec(inside, {
        input: [
          'link set eth0 up',
          `address replace 10.78.0.${number}/24 broadcast + dev eth0`,
          'route replace default via 10.78.0.254',
        ].join('\n'),
      });
    },
    async close() {
      printer.kill('SIGKILL');
      await namespace.close();
    },
  };
}

async function startPrinter(namespace: Namespace, onPaper: (text: string) => void): Promise<ChildProcess> {
  const child = namespace.run([process.execPath, PRINTER, PRINTER_ADDRESS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error('the printer does not start')));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const said = JSON.parse(line) as { listening: true } | { paper: string };
      if ('paper' in said) onPaper(said.paper);
      else resolve();
    });
  });
  return child;
}
