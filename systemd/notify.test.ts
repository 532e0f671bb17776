import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNotifier } from './notify.ts';

let folder: string;
const receivers: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-notify-'));
});
afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.kill();
  rmSync(folder, { recursive: true });
});

/**
 * A real datagram socket as systemd has one, in Python (Debian package python3), because Node has none. It
 * closes the descriptor that comes with BARRIER=1: that is how systemd says that it has read all before it.
 */
const RECEIVER = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
a = sys.argv[1]
s.bind('\\0' + a[1:] if a[0] == '@' else a)
print('listening', flush=True)
while True:
    data, fds, _, _ = socket.recv_fds(s, 65536, 8)
    for fd in fds:
        os.close(fd)
    print(data.decode(), flush=True)
`;

async function receive(address: string) {
  const receiver = spawn('python3', ['-c', RECEIVER, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  receivers.push(receiver);
  receiver.on('error', (error) => {
    throw new Error(`python3 does not run (apt-get install python3): ${error}`);
  });
  let text = '';
  let wake = () => {};
  receiver.stdout.on('data', (chunk) => {
    text += chunk;
    wake();
  });
  const received = {
    async reads(part: string): Promise<string> {
      while (!text.includes(part)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return text;
    },
    get text() {
      return text;
    },
  };
  await received.reads('listening');
  return received;
}

function timers() {
  const waiting: { delay_ms: number; run: () => void }[] = [];
  return {
    waiting,
    after(delay_ms: number, run: () => void) {
      const timer = { delay_ms, run };
      waiting.push(timer);
      return () => void waiting.splice(waiting.indexOf(timer), 1);
    },
    fire: () => waiting.shift()?.run(),
  };
}

const quiet = { warn: () => {} };

test('ready, status, watchdog and stopping arrive at a socket in the file system', async () => {
  const path = join(folder, 'notify');
  const receiver = await receive(path);
  expect(existsSync(path)).toBe(true);
  const { after, fire, waiting } = timers();
  let alive = true;
  const notifier = createNotifier({
    env: {
      ...process.env,
      NOTIFY_SOCKET: path,
      WATCHDOG_USEC: '30000000',
      WATCHDOG_PID: String(process.pid),
    },
    pid: process.pid,
    after,
    alive: () => alive,
    log: quiet,
  });
  await notifier.ready('Vše v pořádku.');
  await receiver.reads('READY=1\nSTATUS=Vše v pořádku.');
  expect(waiting.map(({ delay_ms }) => delay_ms)).toEqual([15_000]);
  fire();
  await receiver.reads('WATCHDOG=1');
  await notifier.status('Tiskárna kuchyně\nREADY=0');
  await receiver.reads('STATUS=Tiskárna kuchyně READY=0');

  alive = false;
  const before = receiver.text;
  fire();
  await notifier.stopping('Pokladna se zastavuje.');
  await receiver.reads('STOPPING=1\nSTATUS=Pokladna se zastavuje.');
  expect(receiver.text.slice(before.length)).not.toContain('WATCHDOG');
  expect(waiting).toEqual([]);
});

test('an abstract socket', async () => {
  const name = `kasad-notify-${process.pid}`;
  const receiver = await receive(`@${name}`);
  const notifier = createNotifier({
    env: { ...process.env, NOTIFY_SOCKET: `@${name}` },
    pid: process.pid,
    after: timers().after,
    alive: () => true,
    log: quiet,
  });
  await notifier.ready('x');
  await receiver.reads('READY=1');
});

test('without systemd nothing is run, and a watchdog of somebody else is not fed', async () => {
  const { after, waiting } = timers();
  const common = { pid: 5, after, alive: () => true, log: { warn: () => expect.unreachable() } };
  await createNotifier({ ...common, env: {} }).ready('x');
  for (const env of [{ WATCHDOG_USEC: '1000000', WATCHDOG_PID: '6' }, { WATCHDOG_USEC: 'soon' }, {}]) {
    await createNotifier({ ...common, env }).ready('x');
  }
  expect(waiting).toEqual([]);
});

test('systemd that cannot be told does not stop the register', async () => {
  const warned: string[] = [];
  const notifier = createNotifier({
    env: { ...process.env, NOTIFY_SOCKET: join(folder, 'nobody') },
    pid: 1,
    after: timers().after,
    alive: () => true,
    log: { warn: (_fields, message) => void warned.push(message) },
  });
  await notifier.ready('x');
  expect(warned).toEqual(['systemd was not told']);
});

test('a restart within the process feeds the watchdog once more and never says that the service stops', async () => {
  const address = join(folder, 'notify');
  const received = await receive(address);
  const notifier = createNotifier({
    env: { ...process.env, NOTIFY_SOCKET: address, WATCHDOG_USEC: '60000000' },
    pid: process.pid,
    after: () => () => {},
    alive: () => true,
    log: { warn: () => {} },
  });
  await notifier.ready('běží');
  await notifier.restarting('přebírá nové nastavení');
  await notifier.ready('běží dál');
  const text = await received.reads('STATUS=běží dál');
  expect(text).toMatch(/READY=1[\s\S]*WATCHDOG=1\nSTATUS=přebírá nové nastavení[\s\S]*READY=1/);
  expect(text).not.toContain('STOPPING');
});
