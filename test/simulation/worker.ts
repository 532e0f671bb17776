import { parentPort } from 'node:worker_threads';
import { type Order, runSeed } from './crew.ts';

parentPort?.on('message', ({ first, seeds, registers }: Order) => {
  parentPort?.postMessage(Array.from({ length: seeds }, (_, i) => runSeed(first + i, registers)));
});
