import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrokerMesh } from './broker-mesh.ts';
import { createEar } from './ear.fixture.ts';
import { meshContract } from './mesh.contract.ts';
import { layOut, listenAsGuest, run } from './mosquitto.fixture.ts';
import { realTime, type TestShop, testShop } from './shop.fixture.ts';
import { type SiteBroker, siteBroker } from './site-broker.fixture.ts';
import { stretchWire, type Wire } from './wire.fixture.ts';

const REGISTERS = ['pokladna-1', 'pokladna-2', 'pokladna-3', 'Bar_1'];
let papers: TestShop;
let broker: SiteBroker;

beforeAll(async () => {
  papers = await testShop();
  broker = await siteBroker(papers, REGISTERS);
  await broker.start();
});
afterAll(() => broker?.close());

meshContract(
  'one broker for the shop',
  async () => {
    const wires = new Map<string, Wire>();
    const closing: (() => void)[] = [];
    return {
      async open({ registerId, admits, about, ear }) {
        const wire = wires.get(registerId) ?? (await stretchWire(() => broker.port));
        wires.set(registerId, wire);
        return createBrokerMesh({
          time: realTime,
          registerId,
          storeId: papers.storeId,
          identity: await papers.register(registerId),
          ca: broker.ca,
          broker: `mqtts://localhost:${wire.port}`,
          admits,
          about,
          events: ear.events,
          log: () => {},
        });
      },
      addressOf: () => 'localhost:1',
      // In a shop of two it is enough that one of them loses the broker.
      cut: (a) => wires.get(a)?.freeze(),
      heal: (a) => wires.get(a)?.thaw(),
      async listen(onEvent) {
        const guest = await listenAsGuest({
          port: broker.port,
          papers: { ...(await papers.guest('kuchyn')), ca: broker.ca },
          name: 'kuchyn',
          topic: `kasad/1/${papers.storeId}/+/events/#`,
          onLine: onEvent,
        });
        closing.push(guest.close);
        return guest.heard;
      },
      async close() {
        for (const close of closing) close();
        for (const wire of wires.values()) wire.close();
      },
    };
  },
  // Mosquitto looks only every five seconds whether somebody has missed its keepalive.
  13_000,
);

describe('the rules for a broker on docs/siblings.md', () => {
  const pub = async (who: 'pokladna-1' | 'tablet', topic: string, text = `by ${who}`, ...more: string[]) => {
    const own = who === 'tablet' ? await papers.guest(who) : await papers.register(who);
    const { dir, remove } = layOut({ ...own, ca: broker.ca });
    await run('mosquitto_pub', [
      ...['-h', 'localhost', '-p', String(broker.port), '-t', topic, '-m', text, '-q', '1', ...more],
      ...['--cafile', join(dir, 'ca.pem'), '--cert', join(dir, 'cert.pem'), '--key', join(dir, 'key.pem')],
    ]).ended;
    remove();
  };

  it('let each speak under its own name only, and let nobody hear what is said to another', async () => {
    const ear = createEar();
    const shop = `kasad/1/${papers.storeId}`;
    const listen = async (name: string, own: Parameters<typeof listenAsGuest>[0]['papers']) =>
      listenAsGuest({
        port: broker.port,
        papers: { ...own, ca: broker.ca },
        name,
        topic: '#',
        onLine: ear.events.changed,
      });
    const guest = await listen('kuchyn', await papers.guest('kuchyn'));
    const second = await listen('pokladna-2', await papers.register('pokladna-2'));
    await pub('pokladna-1', `${shop}/pokladna-2/events/receipt`);
    await pub('tablet', `${shop}/pokladna-1/events/receipt`);
    await pub('pokladna-1', `${shop}/pokladna-1/to/pokladna-3`);
    await pub('pokladna-1', `${shop}/pokladna-1/to/pokladna-2`);
    await pub('pokladna-1', `${shop}/pokladna-1/events/receipt`);
    await ear.until('the last word', () => guest.heard.length > 0 && second.heard.length > 1);
    expect(guest.heard).toEqual([['pokladna-1/events/receipt', 'by pokladna-1']]);
    expect(second.heard).toEqual([
      ['pokladna-1/to/pokladna-2', 'by pokladna-1'],
      ['pokladna-1/events/receipt', 'by pokladna-1'],
    ]);
    guest.close();
    second.close();
  });

  it('a word that the broker kept of one who has left does not make it present', async () => {
    const said = { name: 'x', origin: 'x', version: '0.1.0', proto: 1 };
    const about = { ...said, registerId: 'pokladna-1', wall_ms: 0, siblings: {} };
    const topic = `kasad/1/${papers.storeId}/pokladna-1/about`;
    await pub('pokladna-1', topic, JSON.stringify(about), '-r');
    const registers = await Promise.all(
      ['pokladna-2', 'pokladna-3'].map(async (registerId) => {
        const ear = createEar();
        const mesh = createBrokerMesh({
          time: realTime,
          registerId,
          storeId: papers.storeId,
          identity: await papers.register(registerId),
          ca: broker.ca,
          broker: `mqtts://localhost:${broker.port}`,
          admits: () => true,
          about: () => said,
          events: ear.events,
          log: () => {},
        });
        await mesh.start();
        return { ear, mesh };
      }),
    );
    // What is kept comes before what is said: once they have each other, they have heard it.
    const linked = ({ mesh }: (typeof registers)[number]) =>
      mesh.links().flatMap(({ registerId, state }) => (state === 'linked' ? [registerId] : []));
    const [two, three] = registers as [(typeof registers)[number], (typeof registers)[number]];
    await two.ear.until('a link', () => linked(two).includes('pokladna-3'));
    await three.ear.until('a link', () => linked(three).includes('pokladna-2'));
    expect([linked(two), linked(three)]).toEqual([['pokladna-3'], ['pokladna-2']]);
    await Promise.all(registers.map(({ mesh }) => mesh.stop()));
    await pub('pokladna-1', topic, '', '-r');
  });
});
