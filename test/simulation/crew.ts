import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Run, runShop } from './shop.ts';

/** Shops to run: `seeds` of them from the seed `first` on. */
export interface Order {
  readonly first: number;
  readonly seeds: number;
  readonly registers: number | undefined;
}

/** Shops handed to a core at a time: few enough that no core is left with much at the end. */
const HANDFUL = 20;
/** A shop throws away what it made within milliseconds; with less room it is copied about instead. */
const YOUNG_MB = 64;

/**
 * Runs the shops on so many cores, and tells `onRun` of each in the order of the seeds, whichever is ready first.
 * One core is this process itself.
 */
export async function runShops(
  order: Order,
  cores: number,
  onRun: (seed: number, run: Run) => void,
): Promise<void> {
  const orders = handfuls(order);
  const workers = Math.min(cores, orders.length);
  if (workers <= 1) {
    for (let i = 0; i < order.seeds; i++) onRun(order.first + i, runSeed(order.first + i, order.registers));
    return;
  }
  const ready = new Map<number, readonly Run[]>();
  let [next, told] = [0, 0];

  function tell(): void {
    for (let runs = ready.get(told); runs; runs = ready.get(told)) {
      const { first } = orders[told] as Order;
      for (const [i, run] of runs.entries()) onRun(first + i, run);
      ready.delete(told++);
    }
  }

  /** Gives one worker handful after handful until none is left. */
  function employ(): Promise<void> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    return new Promise<void>((resolve, reject) => {
      let at = -1;
      function handOut(): void {
        at = next++;
        const mine = orders[at];
        if (mine) worker.postMessage(mine);
        else void worker.terminate().then(() => resolve(), reject);
      }
      worker.on('message', (runs: readonly Run[]) => {
        ready.set(at, runs);
        tell();
        handOut();
      });
      worker.on('error', (cause) => {
        const { first, seeds } = orders[at] as Order;
        reject(new Error(`one of the seeds ${first} to ${first + seeds - 1} ended its worker`, { cause }));
      });
      handOut();
    });
  }

  await Promise.all(Array.from({ length: workers }, employ));
}

export const allCores = availableParallelism;

/** A shop that crashes has failed like any other, and its seed is told. */
export function runSeed(seed: number, registers: number | undefined): Run {
  try {
    return runShop(seed, registers);
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failures: [`crashed: ${said}`], writes: 0, messages: 0 };
  }
}

function handfuls({ first, seeds, registers }: Order): Order[] {
  const orders: Order[] = [];
  for (let done = 0; done < seeds; done += HANDFUL) {
    orders.push({ first: first + done, seeds: Math.min(HANDFUL, seeds - done), registers });
  }
  return orders;
}
