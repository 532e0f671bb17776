import { createServer, type Server } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMesh } from './direct-mesh.ts';
import { createEar, type Ear } from './ear.fixture.ts';
import { type LinkFault, type Mesh, MeshFault, type MeshOptions } from './mesh.ts';
import { realTime, type TestShop, testShop } from './shop.fixture.ts';
import { stretchWire, type Wire } from './wire.fixture.ts';

let shop: TestShop;
let foreign: TestShop;
beforeAll(async () => {
  [shop, foreign] = await Promise.all([testShop(), testShop()]);
});

const undo: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(undo.splice(0).map((one) => one()));
});

interface Register {
  readonly mesh: Mesh;
  readonly ear: Ear;
  readonly address: string;
}

async function register(id: string, change: Partial<MeshOptions> = {}, port = 0): Promise<Register> {
  const ear = createEar();
  const mesh = createMesh({
    time: realTime,
    registerId: id,
    storeId: shop.storeId,
    identity: await shop.register(id),
    admits: () => true,
    about: () => ({ name: id, origin: id, version: '0.1.0', proto: 1 }),
    events: ear.events,
    log: () => {},
    listen: { host: '127.0.0.1', port },
    ...change,
  });
  await mesh.start();
  undo.push(() => mesh.stop());
  return { mesh, ear, address: `127.0.0.1:${mesh.port()}` };
}

async function tcpServer(onConnection: (socket: import('node:net').Socket) => void): Promise<string> {
  const server: Server = createServer(onConnection);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  undo.push(() => server.close());
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

const fault = ({ mesh, ear }: Register, id: string, why: LinkFault) =>
  ear.until(`${id}: ${why}`, () => mesh.links().find((l) => l.registerId === id && l.fault === why));
const linked = ({ mesh, ear }: Register, id: string) =>
  ear.until(`a link to ${id}`, () => mesh.links().find((l) => l.registerId === id && l.state === 'linked'));

describe('why a sibling is not linked', () => {
  it('nobody has said where it is', async () => {
    const one = await register('pokladna-1');
    one.mesh.know('pokladna-2', []);
    expect(await fault(one, 'pokladna-2', 'no-address')).toMatchObject({ state: 'down', address: null });
  });

  it('nothing listens there', async () => {
    const one = await register('pokladna-1');
    one.mesh.know('pokladna-2', ['127.0.0.1:1']);
    expect(await fault(one, 'pokladna-2', 'refused-connection')).toMatchObject({ address: '127.0.0.1:1' });
  });

  it('nothing answers', async () => {
    const deaf = await tcpServer(() => {});
    const one = await register('pokladna-1');
    one.mesh.know('pokladna-2', [deaf]);
    expect(one.mesh.links()).toMatchObject([{ state: 'connecting', fault: null }]);
    await fault(one, 'pokladna-2', 'unreachable');
  });

  it('another register lives there, or oneself', async () => {
    const [one, three] = [await register('pokladna-1'), await register('pokladna-3')];
    one.mesh.know('pokladna-2', [three.address]);
    await fault(one, 'pokladna-2', 'wrong-register');
    three.mesh.know('pokladna-2', [three.address]);
    await fault(three, 'pokladna-2', 'wrong-register');
  });

  it('another shop lives there, or something that is no register', async () => {
    const stranger = await register('pokladna-2', {
      storeId: foreign.storeId,
      identity: await foreign.register('pokladna-2'),
    });
    const one = await register('pokladna-1');
    one.mesh.know('pokladna-2', [stranger.address]);
    await fault(one, 'pokladna-2', 'certificate');
    const printer = await tcpServer((socket) => socket.write('220 printer ready\r\n'.repeat(10)));
    one.mesh.know('pokladna-3', [printer]);
    await fault(one, 'pokladna-3', 'certificate');
  });

  it('we do not let it in; it does not let us in', async () => {
    const two = await register('pokladna-2');
    const one = await register('pokladna-1', { admits: ({ fingerprint }) => fingerprint === null });
    one.mesh.know('pokladna-2', [two.address]);
    two.mesh.know('pokladna-1', [one.address]);
    await Promise.all([fault(one, 'pokladna-2', 'not-admitted'), fault(two, 'pokladna-1', 'turned-away')]);
  });

  it('we hear it, and its way to us is shut', async () => {
    const two = await register('pokladna-2');
    // What it is told is a port behind which nobody listens.
    const one = await register('pokladna-1', {
      listen: { host: '127.0.0.1', port: 0, saidPort: 1 },
    } as never);
    one.mesh.know('pokladna-2', [two.address]);
    expect(await fault(one, 'pokladna-2', 'unheard')).toMatchObject({ state: 'one-way' });
    expect(await fault(two, 'pokladna-1', 'refused-connection')).toMatchObject({ state: 'one-way' });
    expect(one.mesh.send('pokladna-2', 'x')).toBe(false);
  });

  it('it went silent; the good address is found among bad ones, and tried first from then on', async () => {
    const two = await register('pokladna-2');
    const wire = await stretchWire(() => two.mesh.port() ?? 1);
    undo.push(wire.close);
    const deaf = await tcpServer(() => {});
    const one = await register('pokladna-1');
    const from = performance.now();
    one.mesh.know('pokladna-2', [deaf, '127.0.0.1:1', 'nowhere.invalid:1', `127.0.0.1:${wire.port}`]);
    const view = await linked(one, 'pokladna-2');
    expect(view.address).toBe(`127.0.0.1:${wire.port}`);
    // A dead address is not waited for before the next is tried.
    expect(performance.now() - from).toBeLessThan(2000);
    const cut = performance.now();
    wire.freeze();
    await fault(one, 'pokladna-2', 'silent');
    expect(performance.now() - cut).toBeLessThan(3500);
  });

  /** Two registers linked, each reached over a wire of its own. */
  async function wired() {
    const wires: Wire[] = [];
    const ends = [];
    for (const id of ['pokladna-1', 'pokladna-2']) {
      let mesh: Mesh | undefined;
      const wire = await stretchWire(() => mesh?.port() ?? 1);
      undo.push(wire.close);
      const end = await register(id, {
        listen: { host: '127.0.0.1', port: 0, saidPort: wire.port },
      } as never);
      mesh = end.mesh;
      wires.push(wire);
      ends.push(end);
    }
    const [one, two] = ends as [Register, Register];
    one.mesh.know('pokladna-2', [`127.0.0.1:${wires[1]?.port}`]);
    await Promise.all([linked(one, 'pokladna-2'), linked(two, 'pokladna-1')]);
    return { one, two, toOne: wires[0] as Wire, toTwo: wires[1] as Wire };
  }

  it('of two linked registers one asks often whether the other is there, and both know by that', async () => {
    const { one, two, toOne, toTwo } = await wired();
    const [before, after] = [toOne.carried, toTwo.carried];
    await new Promise<void>((done) => {
      toTwo.onCarried = () => {
        if (toTwo.carried >= after + 20) done();
      };
    });
    expect(toOne.carried - before).toBeLessThan(15);
    expect(one.mesh.links()[0]?.state).toBe('linked');
    expect(two.mesh.links()[0]?.state).toBe('linked');
  });

  it('only the connection of the one that asks seldom went silent', async () => {
    const { two, toOne } = await wired();
    const cut = performance.now();
    toOne.freeze();
    await fault(two, 'pokladna-1', 'silent');
    expect(performance.now() - cut).toBeLessThan(8000);
  });

  it('only the connection of the one that asks often went silent', async () => {
    const { one, toTwo } = await wired();
    const cut = performance.now();
    toTwo.freeze();
    await fault(one, 'pokladna-2', 'silent');
    expect(performance.now() - cut).toBeLessThan(3500);
  });
});

describe('addresses', () => {
  it('one without a name is asked who lives there', async () => {
    const [one, two] = [await register('pokladna-1'), await register('pokladna-2')];
    one.mesh.seek([two.address, one.address, '127.0.0.1:1', 'no address']);
    await linked(one, 'pokladna-2');
    await linked(two, 'pokladna-1');
    await one.ear.until('the others have failed', () =>
      one.mesh.places().every((p) => p.registerId ?? p.fault),
    );
    expect(one.mesh.places()).toEqual([
      { address: two.address, registerId: 'pokladna-2', fault: null },
      { address: one.address, registerId: null, fault: 'wrong-register' },
      { address: '127.0.0.1:1', registerId: null, fault: 'refused-connection' },
    ]);
    one.mesh.seek([]);
    expect(one.mesh.places()).toEqual([]);
  });

  it('a new one is tried at once', async () => {
    const [one, two] = [await register('pokladna-1'), await register('pokladna-2')];
    one.mesh.know('pokladna-2', ['127.0.0.1:1']);
    await fault(one, 'pokladna-2', 'refused-connection');
    const from = performance.now();
    one.mesh.know('pokladna-2', [two.address]);
    await linked(one, 'pokladna-2');
    expect(performance.now() - from).toBeLessThan(900);
  });
});

describe('a mesh that cannot start says why', () => {
  const start = (change: Partial<MeshOptions>, port = 0) =>
    register('pokladna-1', change, port).then(
      () => 'started',
      (error: unknown) => (error instanceof MeshFault ? error.fault : error),
    );

  it('the port is taken, the address is not of this box, the papers are no good', async () => {
    const { mesh } = await register('pokladna-2');
    expect(await start({}, mesh.port() as number)).toBe('port-taken');
    expect(await start({ listen: { host: '192.0.2.1', port: 0 } } as never)).toBe('address');
    expect(await start({ identity: { key: 'x', cert: 'x', ca: 'x' } })).toBe('identity');
    // And it can be started once the cause is gone.
    expect(await start({})).toBe('started');
  });
});
