import { Type } from 'typebox';
import type { RegisterReport } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { asking } from './line.ts';
import type { Transport } from './transport.ts';

const EVERY_MS = 60_000;
/** What has changed is told with what changes beside it. */
const GATHER_MS = 5_000;

/** Says how this register is, as long as somebody listens: it is of no use to anybody later. */
export interface Reporting {
  start(): void;
  /** Something of it may have changed. */
  changed(): void;
  stop(): void;
}

export function createReporting(parts: {
  readonly world: Pick<World, 'now' | 'wall_ms' | 'after'>;
  readonly transport: Pick<Transport, 'ask'>;
  readonly token: string;
  readonly report: () => RegisterReport;
}): Reporting {
  const { world, transport, token, report } = parts;
  const tell = asking(transport, world, Type.Unknown());
  let running = false;
  let due: number | null = null;
  let said = '';
  let cancel = () => {};

  function plan(in_ms: number): void {
    const at = world.now() + in_ms;
    if (due !== null && due <= at) return;
    due = at;
    cancel();
    cancel = world.after(in_ms, () => void send());
  }

  async function send(): Promise<void> {
    due = null;
    const body = report();
    said = essence(body);
    plan(EVERY_MS);
    await tell({ method: 'POST', path: '/api/v1/report', token, body: JSON.stringify(body) });
  }

  return {
    start() {
      if (running) return;
      running = true;
      plan(0);
    },
    changed() {
      if (running && essence(report()) !== said) plan(GATHER_MS);
    },
    stop() {
      running = false;
      cancel();
      due = null;
    },
  };
}

/** Without what changes with every sale. */
function essence({ vv: _, siblings, ...rest }: RegisterReport): string {
  return JSON.stringify([rest, siblings.map(({ vv: __, since: ___, ...one }) => one)]);
}
