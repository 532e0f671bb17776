import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorityCertificate, memberCertificate } from '../pairing/x509.ts';
import { createBrokerMesh } from './broker-mesh.ts';
import { createEar } from './ear.fixture.ts';
import { meshContract } from './mesh.contract.ts';
import { layOut, listenAsGuest, type Run, run } from './mosquitto.fixture.ts';
import { realTime, type TestShop, testShop } from './shop.fixture.ts';
import { filledIn, printed } from './siblings-page.fixture.ts';
import { stretchWire, type Wire } from './wire.fixture.ts';

const REGISTERS = ['pokladna-1', 'pokladna-2', 'pokladna-3', 'Bar_1'];
let papers: TestShop;
let brokerCa: string;
let port: number;
let broker: Run;
let folder: ReturnType<typeof layOut>;

/** The site's own authority, which knows nothing of the shop, and its certificate for the broker. */
function brokerPapers() {
  const [caKey, key] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  if (!caKey || !key) throw new Error('no keys');
  const caCert = authorityCertificate(caKey, { commonName: 'site.example', serial: randomBytes(16) });
  const cert = memberCertificate(caKey, caCert, {
    publicKey: createPublicKey(key),
    commonName: 'localhost',
    serverName: 'localhost',
    serial: randomBytes(16),
  });
  return { caCert, cert, key: key.export({ type: 'pkcs8', format: 'pem' }) as string };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port: free } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return free;
}

beforeAll(async () => {
  papers = await testShop();
  port = await freePort();
  const { caCert, cert, key } = brokerPapers();
  brokerCa = caCert;
  folder = layOut({ ca: papers.ca });
  writeFileSync(join(folder.dir, 'broker-cert.pem'), cert);
  writeFileSync(join(folder.dir, 'broker-key.pem'), key);
  const block = (printed('acl').split('\n\n')[1] as string).trim();
  const acl = filledIn(
    `${printed('acl')}\n${REGISTERS.slice(2)
      .map((id) => block.replaceAll('pokladna-1', id))
      .join('\n\n')}\n`,
    { '<shop>': papers.storeId },
  );
  writeFileSync(join(folder.dir, 'acl'), acl);
  const conf = filledIn(printed('conf'), {
    'listener 8883': `listener ${port} 127.0.0.1`,
    '/etc/mosquitto/kasad': folder.dir,
  });
  // Root would hand itself over to the user `mosquitto`, who may not read the folder.
  writeFileSync(join(folder.dir, 'conf'), `${conf}\nuser root\nlog_dest stdout\n`);
  broker = run('mosquitto', ['-v', '-c', join(folder.dir, 'conf')]);
  await new Promise<void>((running, failed) => {
    broker.ended.then(({ out }) => failed(new Error(out)), failed);
    broker.onLine(() => {
      if (broker.lines.some((line) => / running$/.test(line))) running();
    });
  });
});
afterAll(async () => {
  broker?.kill();
  await broker?.ended;
  folder?.remove();
});

meshContract(
  'one broker for the shop',
  async () => {
    const wires = new Map<string, Wire>();
    const closing: (() => void)[] = [];
    return {
      async open({ registerId, admits, about, ear }) {
        const wire = wires.get(registerId) ?? (await stretchWire(() => port));
        wires.set(registerId, wire);
        return createBrokerMesh({
          time: realTime,
          registerId,
          storeId: papers.storeId,
          identity: await papers.register(registerId),
          ca: brokerCa,
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
          port,
          papers: { ...(await papers.guest('kuchyn')), ca: brokerCa },
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
    const { dir, remove } = layOut({ ...own, ca: brokerCa });
    await run('mosquitto_pub', [
      ...['-h', 'localhost', '-p', String(port), '-t', topic, '-m', text, '-q', '1', ...more],
      ...['--cafile', join(dir, 'ca.pem'), '--cert', join(dir, 'cert.pem'), '--key', join(dir, 'key.pem')],
    ]).ended;
    remove();
  };

  it('let each speak under its own name only, and let nobody hear what is said to another', async () => {
    const ear = createEar();
    const shop = `kasad/1/${papers.storeId}`;
    const listen = async (name: string, own: Parameters<typeof listenAsGuest>[0]['papers']) =>
      listenAsGuest({ port, papers: { ...own, ca: brokerCa }, name, topic: '#', onLine: ear.events.changed });
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
          ca: brokerCa,
          broker: `mqtts://localhost:${port}`,
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
