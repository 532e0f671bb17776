import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { houseKey, makePackage } from '../../systemd/update/package.fixture.ts';
import { realWorld } from '../../world/index.ts';
import { createLog } from '../log.ts';
import { testFolder } from '../store/folder.fixture.ts';
import { startFetcher } from './fetcher.fixture.ts';
import { createFetching } from './fetching.ts';
import { createLending } from './lending.ts';
import { type PackageMessage, PIECE_MAX, readMessage, writeMessage } from './messages.ts';
import { createShelf } from './shelf.ts';

vi.setConfig({ testTimeout: 180_000 });

const key = houseKey();
const BYTES = 12 * PIECE_MAX;

/** Shortens the waits, so that minutes of patience do not become minutes of test. */
const hasty = { ...realWorld, after: (ms: number, run: () => void) => realWorld.after(ms / 20, run) };

type Answer = (message: PackageMessage) => PackageMessage | undefined;

/** Lenders by name, each of which may answer otherwise than it should, and one who fetches. */
function place(lenders: Readonly<Record<string, Answer>>, own = testFolder().dir) {
  const lent = testFolder();
  onTestFinished(() => lent[Symbol.dispose]());
  const shelf = createShelf({ dir: lent.dir, keys: () => [key.trusted] });
  const name = makePackage(shelf.folder, key, { version: '0.2.0', bytes: BYTES });
  const log = createLog('silent', realWorld);
  const asked: string[] = [];
  let linked = Object.keys(lenders);
  let done = () => {};
  const whole = new Promise<void>((resolve) => {
    done = resolve;
  });
  const mine = createShelf({ dir: own, keys: () => [key.trusted], free_bytes: () => 10e9 });
  const lending = createLending({
    shelf,
    log,
    send(from, text) {
      const [to = '', lender = ''] = from.split(' from ');
      const message = readMessage(text) as PackageMessage;
      const answer = lenders[lender]?.(message);
      if (answer)
        setImmediate(() => fetching.receive(lender, readMessage(writeMessage(answer)) as PackageMessage));
      return to !== '';
    },
  });
  const fetching = createFetching({
    world: hasty,
    log,
    shelf: mine,
    holders: () => linked,
    send(to, text) {
      asked.push(`${to} ${(readMessage(text) as PackageMessage).is}`);
      lending.receive(`me from ${to}`, readMessage(text) as PackageMessage);
      return linked.includes(to);
    },
    onDone: () => done(),
  });
  onTestFinished(() => fetching.stop());
  return {
    name,
    shelf,
    mine,
    fetching,
    asked,
    whole,
    unlink: (id: string) => {
      linked = linked.filter((one) => one !== id);
    },
    isGood: () => readFileSync(join(mine.folder, name)).equals(readFileSync(join(shelf.folder, name))),
    left: () => readdirSync(mine.folder).sort(),
  };
}

const honest: Answer = (message) => message;
const spoilt: Answer = (message) =>
  message.is === 'piece' && message.from === 5 * PIECE_MAX
    ? { ...message, data: Buffer.from(message.data.map((byte) => byte ^ 1)) }
    : message;

test('a package comes in pieces, one at a time, and counts when it is whole', async () => {
  const at = place({ a: honest });
  at.fetching.want(at.name);
  expect(at.mine.held()).toEqual([]);
  await at.whole;
  expect(at.isGood()).toBe(true);
  expect(at.left()).toEqual([at.name, `${at.name}.sig`]);
  expect(at.asked.filter((one) => one === 'a want-piece')).toHaveLength(13);
});

test('one who sends something else is found out at the end, and another is asked', async () => {
  const at = place({ a: spoilt, b: honest });
  at.fetching.want(at.name);
  await at.whole;
  expect(at.isGood()).toBe(true);
  expect(at.asked.slice(-13).every((one) => one.startsWith('b'))).toBe(true);
});

test.each<[string, Answer]>([
  ['says nothing', () => undefined],
  ['has a statement of a stranger', (message) => forged(message)],
  [
    'sends the wrong place',
    (message) => (message.is === 'piece' ? { ...message, from: message.from + 1 } : message),
  ],
  [
    'sends too little',
    (message) => (message.is === 'piece' ? { ...message, data: message.data.subarray(1) } : message),
  ],
  [
    'has thrown it away meanwhile',
    (message) => (message.is === 'piece' ? { is: 'gone', name: 'kasad_0.2.0_amd64.deb' } : message),
  ],
])('one who %s is left for another', async (_, answer) => {
  const at = place({ a: answer, b: honest });
  at.fetching.want(at.name);
  await at.whole;
  expect(at.isGood()).toBe(true);
  expect(at.asked[0]).toMatch(/^a /);
});

function forged(message: PackageMessage): PackageMessage {
  if (message.is !== 'statement') return message;
  return { ...message, text: message.text.replace(/"size":\d/, '"size":9') };
}

test('nothing comes of a shop in which all lie', async () => {
  const at = place({ a: spoilt, b: (message) => forged(message) });
  at.fetching.want(at.name);
  await vi.waitFor(
    () => expect(at.asked.filter((one) => one === 'b want-statement').length).toBeGreaterThan(0),
    {
      timeout: 20_000,
    },
  );
  await vi.waitFor(() => expect(at.left()).toEqual([]));
  expect(at.mine.held()).toEqual([]);
});

test('after a broken link another goes on from where the first was', async () => {
  const at = place({ a: honest, b: honest });
  at.fetching.want(at.name);
  await vi.waitFor(() => expect(at.fetching.progress()?.done).toBeGreaterThan(4 * PIECE_MAX), {
    interval: 1,
  });
  at.unlink('a');
  await at.whole;
  expect(at.isGood()).toBe(true);
  // Not all of it was asked for twice.
  expect(at.asked.filter((one) => one.endsWith('want-piece')).length).toBeLessThan(20);
});

test('what is wanted no more goes, and a later wish begins where the disk is', async () => {
  const at = place({ a: honest });
  at.fetching.want(at.name);
  await vi.waitFor(() => expect(at.fetching.progress()?.done).toBeGreaterThan(2 * PIECE_MAX), {
    interval: 1,
  });
  at.fetching.want('kasad_0.3.0_amd64.deb');
  expect(at.fetching.progress()).toMatchObject({ done: 0, name: 'kasad_0.3.0_amd64.deb' });
  await vi.waitFor(() => expect(at.left()).toEqual([]));
  at.fetching.want(at.name);
  await at.whole;
  expect(at.isGood()).toBe(true);
});

test('killed at any moment it goes on, and the package is good in the end', async () => {
  const lent = testFolder();
  const own = testFolder();
  onTestFinished(() => {
    for (const folder of [lent, own]) folder[Symbol.dispose]();
  });
  const shelf = createShelf({ dir: lent.dir, keys: () => [key.trusted] });
  const name = makePackage(shelf.folder, key, { version: '0.2.0', bytes: 2_600_000 });
  let kills = 0;
  let asked = 0;
  for (;;) {
    const fetcher = startFetcher({ dir: own.dir, key, name, shelf, onAsk: () => asked++ });
    const before = asked;
    const ended = await Promise.race([
      fetcher.ended,
      kills < 4
        ? fetcher.after(32, () => asked - before).then(() => 'kill' as const)
        : new Promise<never>(() => {}),
    ]);
    if (ended !== 'kill') {
      expect(ended).toBe(0);
      break;
    }
    kills++;
    await fetcher.kill();
  }
  expect(kills).toBeGreaterThan(2);
  const mine = createShelf({ dir: own.dir, keys: () => [key.trusted] });
  expect(mine.held().map((one) => one.name)).toEqual([name]);
  expect(readFileSync(join(mine.folder, name)).equals(readFileSync(join(shelf.folder, name)))).toBe(true);
  // 55 pieces; each start asks again for the last megabyte alone, 22 of them.
  expect(asked).toBeLessThan(32 * kills + 55 - 10 * kills + 12);
});

test('a disk that fills up on the way gets its room back', async () => {
  const folder = testFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder.dir]);
  onTestFinished(() => {
    execFileSync('umount', [folder.dir]);
    folder[Symbol.dispose]();
  });
  mkdirSync(join(folder.dir, 'updates'));
  const at = place({ a: honest }, folder.dir);
  at.fetching.want(at.name);
  await vi.waitFor(() => expect(at.fetching.progress()?.done).toBeGreaterThan(PIECE_MAX), { interval: 1 });
  await vi.waitFor(() => expect(at.left()).toEqual([]), { timeout: 10_000 });
  expect(at.mine.held()).toEqual([]);
  expect(statSync(folder.dir).isDirectory()).toBe(true);
  await at.fetching.stop();
});

test('messages that are none are no messages', () => {
  for (const text of [
    '',
    'null',
    '{"package":null}',
    '{"package":{"is":"want-piece","name":"../x","sha256":"","from":0,"length":1}}',
    writeMessage({
      is: 'want-piece',
      name: 'kasad_0.2.0_amd64.deb',
      sha256: 'a'.repeat(64),
      from: -1,
      length: 1,
    }),
    writeMessage({
      is: 'want-piece',
      name: 'kasad_0.2.0_amd64.deb',
      sha256: 'a'.repeat(64),
      from: 0,
      length: PIECE_MAX + 1,
    }),
    writeMessage({ is: 'piece', sha256: 'a'.repeat(64), from: 0, data: Buffer.alloc(PIECE_MAX + 1) }),
    writeMessage({ is: 'want-statement', name: '/etc/shadow' }),
  ]) {
    expect(readMessage(text), text.slice(0, 60)).toBeUndefined();
  }
});
