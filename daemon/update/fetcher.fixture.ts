import { fork } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import type { HouseKey } from '../../systemd/update/package.fixture.ts';
import { realWorld } from '../../world/index.ts';
import { createLog } from '../log.ts';
import { createFetching } from './fetching.ts';
import { createLending } from './lending.ts';
import { type PackageMessage, readMessage } from './messages.ts';
import { createShelf, type Shelf } from './shelf.ts';

/** A process of its own that fetches from this one, to be killed. */
export function startFetcher(options: {
  readonly dir: string;
  readonly key: HouseKey;
  readonly name: string;
  readonly shelf: Shelf;
  readonly onAsk: () => void;
}) {
  const { dir, key, name, shelf, onAsk } = options;
  const child = fork(import.meta.filename, [dir, name, key.trusted.id, key.pem], { execArgv: [] });
  const lending = createLending({
    shelf,
    log: createLog('silent', realWorld),
    send: (_to, text) => child.connected && child.send(text),
  });
  let look = () => {};
  child.on('message', (text: string) => {
    onAsk();
    look();
    lending.receive('child', readMessage(text) as PackageMessage);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    ended,
    /** Once it has asked as often since its start. */
    after: (count: number, asked: () => number) =>
      new Promise<void>((resolve) => {
        look = () => {
          if (asked() >= count) resolve();
        };
      }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

if (process.argv[1] === import.meta.filename && process.send) {
  const [, , dir = '', name = '', id = '', pem = ''] = process.argv;
  const keys = [{ id, name: 'house', key: createPublicKey(pem) }];
  const fetching = createFetching({
    // Quick, so that what is killed is in the middle of its work.
    world: { ...realWorld, after: (ms, run) => realWorld.after(ms / 20, run) },
    log: createLog('silent', realWorld),
    shelf: createShelf({ dir, keys: () => keys }),
    holders: () => ['parent'],
    send: (_to, text) => process.send?.(text) ?? false,
    onDone: () => process.exit(0),
  });
  process.on('message', (text: string) => fetching.receive('parent', readMessage(text) as PackageMessage));
  fetching.want(name);
}
