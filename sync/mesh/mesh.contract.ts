import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from './certificate.ts';
import { createEar, type Ear } from './ear.fixture.ts';
import type { Mesh, MeshOptions } from './mesh.ts';

export interface Opening {
  readonly registerId: string;
  readonly admits: MeshOptions['admits'];
  readonly about: MeshOptions['about'];
  readonly ear: Ear;
}

/** A shop of at most four registers: `pokladna-1` to `pokladna-3`, and the capital `Bar_1`. */
export interface MeshShop {
  open(opening: Opening): Promise<Mesh>;
  /** Where it is found; only asked of a register that has been started. */
  addressOf(registerId: string): string;
  /** Nothing passes between these two, and nobody says so. Only asked in a shop of two. */
  cut(a: string, b: string): void;
  heal(a: string, b: string): void;
  /** What guests have heard: `<registerId>/events/<kind>` and the payload. */
  listen(onEvent: () => void): Promise<readonly (readonly [topic: string, payload: string])[]>;
  close(): Promise<void>;
}

interface Register {
  readonly id: string;
  readonly mesh: Mesh;
  readonly ear: Ear;
  readonly barred: Set<string>;
  /** What it says of itself from the next about on. */
  readonly said: { name: string };
}

/** What every mesh owes those who use it. `cutNoticed_ms` is how soon it must notice that a cable is cut. */
export function meshContract(title: string, open: () => Promise<MeshShop>, cutNoticed_ms: number): void {
  describe(`${title} as a mesh`, () => {
    let shop: MeshShop;
    const running: Mesh[] = [];

    beforeEach(async () => {
      shop = await open();
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((mesh) => mesh.stop()));
      await shop.close();
    });

    async function register(id: string): Promise<Register> {
      const ear = createEar();
      const barred = new Set<string>();
      const said = { name: `Pokladna ${id}` };
      const mesh = await shop.open({
        registerId: id,
        ear,
        admits: ({ name }: Caller) => !barred.has(name),
        about: () => ({ name: said.name, origin: `${id}-abcd`, version: '0.1.0', proto: 1 }),
      });
      await mesh.start();
      running.push(mesh);
      return { id, mesh, ear, barred, said };
    }
    const isUp = ({ mesh }: Register, other: string) =>
      mesh.links().some(({ registerId, state }) => registerId === other && state === 'linked');
    const up = (one: Register, other: string) =>
      one.ear.until(`${one.id} linked to ${other}`, () => isUp(one, other));
    const down = (one: Register, other: string) =>
      one.ear.until(`${one.id} without ${other}`, () => !isUp(one, other));
    const messages = ({ ear }: Register) =>
      ear.heard.flatMap((one) => (one.is === 'message' ? [`${one.who}: ${one.text}`] : []));
    const ups = ({ ear }: Register) =>
      ear.heard.flatMap((one) => (one.is === 'up' || one.is === 'down' ? [`${one.is} ${one.who}`] : []));

    async function pair(a: string, b: string): Promise<[Register, Register]> {
      const [one, two] = [await register(a), await register(b)];
      one.mesh.know(b, [shop.addressOf(b)]);
      await Promise.all([up(one, b), up(two, a)]);
      return [one, two];
    }

    it('links two registers of which one knows where the other is, and each says who it is', async () => {
      const [one, two] = await pair('pokladna-1', 'Bar_1');
      expect([ups(one), ups(two)]).toEqual([['up Bar_1'], ['up pokladna-1']]);
      const [view] = two.mesh.links();
      expect(view).toMatchObject({
        registerId: 'pokladna-1',
        state: 'linked',
        fault: null,
        about: { registerId: 'pokladna-1', name: 'Pokladna pokladna-1', origin: 'pokladna-1-abcd', proto: 1 },
      });
      const clock = await one.ear.until(
        'the clock of the other',
        () => one.mesh.links()[0]?.clockAhead_ms ?? undefined,
      );
      expect(Math.abs(clock)).toBeLessThan(500);
    });

    it('takes a message to the one that it is for, whole and in order', async () => {
      const [one, two] = await pair('pokladna-1', 'pokladna-2');
      const three = await register('pokladna-3');
      three.mesh.know('pokladna-1', [shop.addressOf('pokladna-1')]);
      three.mesh.know('pokladna-2', [shop.addressOf('pokladna-2')]);
      await Promise.all([up(one, 'pokladna-3'), up(two, 'pokladna-3'), up(three, 'pokladna-1')]);
      const long = 'žluťoučký kůň €'.repeat(60_000);
      expect([one.mesh.send('pokladna-2', 'první'), one.mesh.send('pokladna-2', long)]).toEqual([true, true]);
      expect(one.mesh.send('pokladna-2', 'třetí')).toBe(true);
      expect(one.mesh.send('pokladna-3', 'jinam')).toBe(true);
      await two.ear.until('three messages', () => messages(two).length === 3);
      expect(messages(two)).toEqual(['pokladna-1: první', `pokladna-1: ${long}`, 'pokladna-1: třetí']);
      await three.ear.until('one message', () => messages(three).length > 0);
      expect(messages(three)).toEqual(['pokladna-1: jinam']);
      expect(messages(one)).toEqual([]);
    });

    it('hears what the other sends the moment that it is up', async () => {
      const one = await register('pokladna-1');
      const two = await register('pokladna-2');
      const told = new Promise<boolean>((done) => {
        const { up: note } = one.ear.events;
        one.ear.events.up = (who, about) => {
          note(who, about);
          done(one.mesh.send(who, 'hello'));
        };
      });
      two.mesh.know('pokladna-1', [shop.addressOf('pokladna-1')]);
      expect(await told).toBe(true);
      await two.ear.until('the hello', () => messages(two).length === 1);
      expect(ups(two)).toEqual(['up pokladna-1']);
    });

    it('says no to a message for one who is not there', async () => {
      const one = await register('pokladna-1');
      expect([one.mesh.send('pokladna-2', 'x'), one.mesh.send('pokladna-1', 'x')]).toEqual([false, false]);
    });

    it('tells at once that the other has stopped, and links it again when it is back', async () => {
      const [one, two] = await pair('pokladna-1', 'pokladna-2');
      await two.mesh.stop();
      running.splice(running.indexOf(two.mesh), 1);
      await down(one, 'pokladna-2');
      expect(one.mesh.send('pokladna-2', 'x')).toBe(false);
      expect(ups(two)).toEqual(['up pokladna-1']);
      const again = await register('pokladna-2');
      again.mesh.know('pokladna-1', [shop.addressOf('pokladna-1')]);
      await Promise.all([up(one, 'pokladna-2'), up(again, 'pokladna-1')]);
      expect(ups(one)).toEqual(['up pokladna-2', 'down pokladna-2', 'up pokladna-2']);
    });

    it('passes on what a register says of itself anew', async () => {
      const [one, two] = await pair('pokladna-1', 'pokladna-2');
      two.said.name = 'Zahrádka';
      two.mesh.aboutChanged();
      await one.ear.until('the new name', () => one.mesh.links()[0]?.about?.name === 'Zahrádka');
      expect(one.ear.heard.findLast((e) => e.is === 'up')).toMatchObject({ about: { name: 'Zahrádka' } });
      expect(ups(two)).not.toContain('down pokladna-1');
    });

    it('learns of a third register through the second', async () => {
      const [, two] = await pair('pokladna-1', 'pokladna-2');
      const [one] = [await register('pokladna-3')];
      one.mesh.know('pokladna-2', [shop.addressOf('pokladna-2')]);
      await up(two, 'pokladna-3');
      await up(one, 'pokladna-1');
    });

    it('does not link one that is not let in, and cuts off at once one that is let in no longer', async () => {
      const [, two] = await pair('pokladna-1', 'pokladna-2');
      const three = await register('pokladna-3');
      three.barred.add('pokladna-1');
      three.mesh.know('pokladna-1', [shop.addressOf('pokladna-1')]);
      three.mesh.know('pokladna-2', [shop.addressOf('pokladna-2')]);
      await Promise.all([up(three, 'pokladna-2'), up(two, 'pokladna-3')]);
      expect(isUp(three, 'pokladna-1')).toBe(false);
      two.barred.add('pokladna-1');
      two.mesh.recheck();
      expect(isUp(two, 'pokladna-1')).toBe(false);
      expect(two.mesh.send('pokladna-1', 'x')).toBe(false);
      expect(ups(two).slice(-1)).toEqual(['down pokladna-1']);
      expect(isUp(two, 'pokladna-3')).toBe(true);
    });

    it('forgets a register that it is told to forget', async () => {
      const [one] = await pair('pokladna-1', 'pokladna-2');
      one.barred.add('pokladna-2');
      one.mesh.forget('pokladna-2');
      expect([one.mesh.links(), ups(one).slice(-1)]).toEqual([[], ['down pokladna-2']]);
    });

    it('notices a cut cable and the day when it is mended', async () => {
      const [one, two] = await pair('pokladna-1', 'pokladna-2');
      const from = performance.now();
      shop.cut('pokladna-1', 'pokladna-2');
      await Promise.all([down(one, 'pokladna-2'), down(two, 'pokladna-1')]);
      expect(performance.now() - from).toBeLessThan(cutNoticed_ms);
      shop.heal('pokladna-1', 'pokladna-2');
      await Promise.all([up(one, 'pokladna-2'), up(two, 'pokladna-1')]);
      expect(one.mesh.send('pokladna-2', 'zase')).toBe(true);
      await two.ear.until('the message', () => messages(two).includes('pokladna-1: zase'));
    });

    it('tells guests what happens here', async () => {
      const one = await register('pokladna-1');
      const ear = createEar();
      const heard = await shop.listen(() => ear.events.changed());
      one.mesh.publish('receipt', '{"total":1}');
      await ear.until('the receipt', () => heard.length > 0);
      expect(heard).toEqual([['pokladna-1/events/receipt', '{"total":1}']]);
      expect(() => one.mesh.publish('to/pokladna-2', 'x')).not.toThrow();
      expect(() => one.mesh.publish('#', 'x')).toThrow(RangeError);
      expect(() => one.mesh.publish('a', 'x'.repeat(300_000))).toThrow(RangeError);
    });

    it('can be stopped twice and started again', async () => {
      const [one] = await pair('pokladna-1', 'pokladna-2');
      await one.mesh.stop();
      await one.mesh.stop();
      expect([one.mesh.links(), one.mesh.port()]).toEqual([[], null]);
      await one.mesh.start();
      one.mesh.know('pokladna-2', [shop.addressOf('pokladna-2')]);
      await up(one, 'pokladna-2');
    });
  });
}
