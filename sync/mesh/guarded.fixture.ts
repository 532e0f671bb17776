import { createMesh } from './direct-mesh.ts';
import { createEar, type Ear } from './ear.fixture.ts';
import type { IntruderWhy, Mesh } from './mesh.ts';
import { layOut, run } from './mosquitto.fixture.ts';
import { type Papers, realTime, type TestShop } from './shop.fixture.ts';

export interface GuardedRegister {
  readonly id: string;
  readonly mesh: Mesh;
  readonly ear: Ear;
  /** Fingerprints that are let in. */
  readonly admitted: Set<string>;
}

/** Two linked registers, and whoever comes to trouble them. */
export interface Guarded {
  readonly one: GuardedRegister;
  readonly two: GuardedRegister;
  start(id: string): Promise<GuardedRegister>;
  /** Waits until the first register has told of an intruder, and forgets what was told before. */
  told(why: IntruderWhy): Promise<{ readonly name: string | null; readonly address: string }>;
  /** Runs one of mosquitto's clients against the first register until it ends, has subscribed, or comes again. */
  client(
    command: 'mosquitto_sub' | 'mosquitto_pub',
    papers: Partial<Papers>,
    args: readonly string[],
  ): Promise<string>;
  /** Messages from one to two and back, one after the other, until `busy` is over: their round trips in ms. */
  beat(busy: Promise<unknown>): Promise<number[]>;
  close(): Promise<void>;
}

export async function guardedShop(shop: TestShop): Promise<Guarded> {
  const running: Mesh[] = [];
  const everybody = new Set<string>();

  async function start(id: string): Promise<GuardedRegister> {
    const papers = await shop.register(id);
    everybody.add(papers.fingerprint);
    const ear = createEar();
    const admitted = everybody;
    const mesh = createMesh({
      time: realTime,
      registerId: id,
      storeId: shop.storeId,
      identity: papers,
      admits: ({ fingerprint }) => fingerprint === null || admitted.has(fingerprint),
      about: () => ({ name: id, origin: id, version: '0.1.0', proto: 1 }),
      events: ear.events,
      log: () => {},
      listen: { host: '127.0.0.1', port: 0 },
    });
    await mesh.start();
    running.push(mesh);
    return { id, mesh, ear, admitted };
  }

  const one = await start('pokladna-1');
  const two = await start('pokladna-2');
  one.mesh.know('pokladna-2', [`127.0.0.1:${two.mesh.port()}`]);
  await Promise.all(
    [one, two].map(({ mesh, ear }) => ear.until('a link', () => mesh.links()[0]?.state === 'linked')),
  );

  return {
    one,
    two,
    start,
    async told(why) {
      const { what } = await one.ear.until(`an intruder: ${why}`, () => {
        const found = one.ear.heard.find((e) => e.is === 'intruder' && e.what.why === why);
        return found?.is === 'intruder' ? found : undefined;
      });
      return what;
    },
    async client(command, papers, args) {
      const { dir, remove } = layOut({ ca: shop.ca, ...papers });
      const own = papers.cert ? ['--cert', `${dir}/cert.pem`, '--key', `${dir}/key.pem`] : [];
      const client = run(command, [
        ...['-h', '127.0.0.1', '-p', String(one.mesh.port()), '--insecure', '-d'],
        ...['--cafile', `${dir}/ca.pem`, ...own, ...args],
      ]);
      // Left alone, it would come again and again.
      client.onLine(() => {
        const calls = client.lines.filter((line) => line.includes('sending CONNECT')).length;
        const subscribed = client.lines.some((line) => line.startsWith('Subscribed'));
        if (calls > 1 || (subscribed && !args.includes('-C'))) client.kill();
      });
      const giveUp = realTime.after(10_000, client.kill);
      const { out } = await client.ended;
      giveUp();
      remove();
      return out;
    },
    async beat(busy) {
      let on = true;
      busy.finally(() => {
        on = false;
      });
      const heard = ({ ear }: GuardedRegister, text: string) =>
        ear.until(`the message ${text}`, () => ear.heard.some((e) => e.is === 'message' && e.text === text));
      const times: number[] = [];
      for (let n = 0; on; n++) {
        const from = performance.now();
        const text = `beat ${n} ${from}`;
        if (!one.mesh.send('pokladna-2', text)) throw new Error('pokladna-2 does not listen');
        await heard(two, text);
        if (!two.mesh.send('pokladna-1', text)) throw new Error('pokladna-1 does not listen');
        await heard(one, text);
        times.push(performance.now() - from);
        for (const { ear } of [one, two]) {
          ear.heard.splice(0, ear.heard.length, ...ear.heard.filter((e) => e.is !== 'message'));
        }
        await new Promise((next) => setTimeout(next, 5));
      }
      await busy;
      return times.sort((a, b) => a - b);
    },
    async close() {
      await Promise.all(running.map((mesh) => mesh.stop()));
    },
  };
}
