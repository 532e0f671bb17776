import {
  DELETED,
  type Entry,
  held,
  MEMBER,
  type Message,
  memoryStorage,
  type Output,
  parseMessage,
  same,
  sameChecksums,
  takeCensus,
} from '../../sync/index.ts';
import { type Acknowledged, violations } from './invariants.ts';
import { createNetwork, DELAY_MAX_MS, type Words } from './network.ts';
import { type Random, seeded } from './random.ts';
import {
  BUILT_MS,
  type Clock,
  createRegister,
  type MakeDisk,
  type Register,
  type Sabotage,
  switchOn,
} from './register.ts';

export interface Run {
  readonly failures: readonly string[];
  readonly writes: number;
  readonly messages: number;
}

const OPENING_MS = BUILT_MS + 40 * 86_400_000;
const STEPS = 400;
const HEALING_ROUNDS = 60;
const TICK_MS = 5_000;
const ITEMS = 8;
const CLOCKS: readonly Clock[] = [
  'right',
  'right',
  'a little ahead',
  'years ahead',
  'an hour behind',
  'dead',
];

/** One shop from opening to the moment when all faults are over, all from one seed. */
export function runShop(
  seed: number,
  boxes: number | undefined,
  sabotage: Sabotage = {},
  makeDisk: MakeDisk = memoryStorage,
): Run {
  const random = seeded(seed);
  const shop = createShop(random, sabotage, makeDisk);
  shop.open(boxes ?? random.int(2, 6));
  for (let step = 0; step < STEPS; step++) shop.step();
  shop.heal();
  // A card that dies now has a backup from before deletions that everybody has thrown away since.
  shop.restoreOne();
  for (let step = 0; step < STEPS / 8; step++) shop.step();
  shop.heal();
  return shop.result();
}

function createShop(random: Random, sabotage: Sabotage, makeDisk: MakeDisk) {
  const network = createNetwork(random);
  const registers: Register[] = [];
  const writes: Acknowledged[] = [];
  const perished = new Map<string, number>();
  const address = new Map<string, number>();
  const failures: string[] = [];
  const rows_max = random.int(3, 30);
  const trouble = random.next() * 0.15;
  let now_ms = OPENING_MS;
  let minted = 0;
  let unique = 0;
  let items = 0;
  let last: { readonly message: Message; readonly words: Words } | undefined;

  const living = () => registers.filter((register) => !register.retired);
  const running = () => living().filter((register) => register.replica);
  const settled = () => running().filter((register) => register.disk.sponsor() === undefined);

  /** News goes to every sibling in the same words. */
  function written(message: Message): Words {
    if (last?.message !== message) {
      const text = JSON.stringify(sabotage.message ? sabotage.message(message) : message);
      last = { message, words: { text, read: undefined } };
    }
    return last.words;
  }

  function post(from: Register, outputs: readonly Output[]): void {
    for (const output of outputs) {
      if (output.is === 'alarm') {
        failures.push(`alarm ${output.kind} at ${from.disk.origin()} over ${output.peer}`);
        continue;
      }
      if (output.is === 'compare') {
        const compared = from.replica?.compare(output.peer, output.theirs, takeCensus(from.disk));
        post(from, compared ?? []);
        continue;
      }
      const to = address.get(output.to);
      if (to === undefined) continue;
      network.send(from.index, to, output.to, written(output.message), now_ms);
    }
  }

  function write(register: Register, entries: readonly Entry[]): boolean {
    if (!register.replica) return false;
    const view = register.disk.vector();
    const written = register.replica.write(entries);
    if (!written.ok) return false;
    for (const row of written.rows) writes.push({ row, view });
    // The power may go when the commit is done and nothing has been sent.
    if (random.chance(0.02)) powerCut(register);
    else post(register, written.outputs);
    return true;
  }

  function powerCut(register: Register): void {
    register.replica = undefined;
    register.offSince_ms = now_ms;
    if (sabotage.loses_commits && register.flushed) register.disk = register.flushed.copy();
  }

  function flush(register: Register): void {
    if (sabotage.loses_commits) register.flushed = register.disk.copy();
  }

  function powerOn(register: Register): void {
    switchOn(register, () => now_ms, rows_max, sabotage);
    register.nextTick_ms = now_ms + random.int(0, TICK_MS);
    for (const other of living()) {
      if (other !== register) post(register, register.replica?.link(other.disk.origin()) ?? []);
    }
  }

  function mint(index: number): string {
    const origin = `r${index}-${(minted++).toString(36)}`;
    address.set(origin, index);
    return origin;
  }

  function announce(register: Register): void {
    for (const other of running()) {
      if (other !== register) post(other, other.replica?.link(register.disk.origin()) ?? []);
    }
  }

  const member = (origin: string, col: string): Entry => ({
    is: 'cell',
    tbl: MEMBER.tbl,
    id: origin,
    col,
    value: true,
  });

  /** `sponsor` lets the database `origin` in, and puts out the one it replaces, in one step. */
  function admit(sponsor: Register, origin: string, replaced?: string): void {
    write(sponsor, [member(origin, MEMBER.in), ...(replaced ? [member(replaced, MEMBER.out)] : [])]);
  }

  function join(): void {
    const sponsors = settled();
    if (sponsors.length === 0) return;
    const sponsor = random.pick(sponsors);
    const register = createRegister(registers.length, makeDisk(mint(registers.length)));
    admit(sponsor, register.disk.origin());
    register.disk.commit({ sponsor: sponsor.disk.origin() });
    flush(register);
    registers.push(register);
    powerOn(register);
    announce(register);
  }

  /** What of an origin is on no disk but the lost one is gone, and nobody can be blamed. */
  function bury(register: Register, copy?: { vector(): Readonly<Record<string, number>> }): void {
    const rest = registers.filter((other) => other !== register && !other.retired).map((other) => other.disk);
    for (const origin of Object.keys(register.disk.vector())) {
      const most = Math.max(...[...rest, ...(copy ? [copy] : [])].map((disk) => held(disk.vector(), origin)));
      const had = held(register.disk.vector(), origin);
      if (had > most) perished.set(origin, Math.min(perished.get(origin) ?? most, most));
    }
  }

  /** A dead card is replaced by the last backup; the database takes a new name and draws from a sibling first. */
  function restore(register: Register): void {
    const sponsors = settled().filter((other) => other !== register);
    if (!register.backup || sponsors.length === 0) return;
    const sponsor = random.pick(sponsors);
    const old = register.disk.origin();
    bury(register, register.backup);
    const origin = mint(register.index);
    register.disk = register.backup.copy();
    admit(sponsor, origin, old);
    register.disk.commit({ origin, sponsor: sponsor.disk.origin() });
    flush(register);
    register.backup = undefined;
    address.delete(old);
    for (const other of running()) other.replica?.unlink(old);
    powerOn(register);
    announce(register);
  }

  function retire(): void {
    const dark = living().filter((box) => !box.replica && now_ms - box.offSince_ms > 2 * DELAY_MAX_MS);
    const witnesses = settled();
    if (dark.length === 0 || witnesses.length < 2) return;
    const register = random.pick(dark);
    register.retired = true;
    bury(register);
    const origin = register.disk.origin();
    write(random.pick(witnesses), [member(origin, MEMBER.out)]);
  }

  /** A newcomer whose sponsor has gone for good is let in by another one. */
  function sponsorAnew(register: Register): void {
    const sponsor = register.disk.sponsor();
    if (sponsor === undefined || !register.replica) return;
    const there = registers[address.get(sponsor) ?? -1];
    if (there && !there.retired && there.disk.origin() === sponsor && there.disk.sponsor() === undefined)
      return;
    const others = settled();
    if (others.length === 0) return;
    const next = random.pick(others);
    admit(next, register.disk.origin());
    register.replica.sponsor(next.disk.origin());
  }

  const liveItems = (register: Register) =>
    register.disk
      .column('item', 'name')
      .map((cell) => cell.id)
      .filter((id) => register.disk.cell('item', id, DELETED)?.val !== 'true')
      // Every kind of disk has an order of its own.
      .sort();

  const cell = (id: string, col: string, value: unknown): Entry => ({
    is: 'cell',
    tbl: 'item',
    id,
    col,
    value,
  });
  const stock = (id: string, body: object): Entry => ({
    is: 'fact',
    kind: 'stock',
    id,
    body: { unique: unique++, ...body },
  });

  function sell(register: Register): void {
    const number = register.nextNumber;
    const item = `i${random.int(0, ITEMS - 1)}`;
    const receipt: Entry = {
      is: 'fact',
      kind: 'receipt',
      id: `${unique}`,
      body: { unique: unique++, number },
    };
    if (write(register, [receipt, stock(item, { delta: -random.int(1, 3) })]))
      register.nextNumber = number + 1;
  }

  function trade(register: Register): void {
    const item = random.pick([...liveItems(register), 'none']);
    const what = random.int(0, 99);
    if (what < 35) sell(register);
    else if (what < 42) write(register, [stock(`i${random.int(0, ITEMS - 1)}`, { take: random.int(0, 50) })]);
    else if (what < 48)
      write(register, [stock(`i${random.int(0, ITEMS - 1)}`, { delta: random.int(1, 20) })]);
    else if (what < 56) {
      const id = `i${items++}`;
      write(register, [cell(id, 'name', id), cell(id, 'price', unique++), cell(id, 'soldOut', false)]);
    } else if (item === 'none') {
      write(register, [
        { is: 'cell', tbl: 'unheard-of', id: 'one', col: `c${random.int(0, 3)}`, value: unique++ },
      ]);
    } else if (what < 64) write(register, [cell(item, DELETED, true)]);
    else if (what < 78) write(register, [cell(item, 'soldOut', unique++)]);
    else if (what < 95) write(register, [cell(item, 'price', unique++)]);
    else {
      // Nobody edits what is not there for him: it may be thrown away already.
      const holders = running().filter((each) => liveItems(each).includes(item));
      for (const each of holders) write(each, [cell(item, 'price', unique++)]);
    }
  }

  function misfortune(): void {
    const register = random.pick(living());
    const what = random.int(0, 99);
    if (what < 20) network.part(registers.length);
    else if (what < 40) network.reunite();
    else if (what < 60) {
      if (register.replica) powerCut(register);
      else powerOn(register);
    } else if (what < 70) powerOn(random.pick(living()));
    else if (what < 82) {
      register.clock = random.pick(CLOCKS);
      if (register.clock === 'years ahead') register.spoiled = true;
    } else if (what < 90) register.backup = register.disk.copy();
    else if (what < 94) restore(register);
    else if (what < 97 && living().length < 7) join();
    else retire();
  }

  function deliver(): void {
    for (let packet = network.next(now_ms); packet; packet = network.next(now_ms)) {
      const register = registers[packet.to];
      if (!register?.replica || register.retired || register.disk.origin() !== packet.origin) continue;
      packet.words.read ??= parseMessage(packet.words.text);
      const parsed = packet.words.read;
      if (!parsed.ok) failures.push(`own message ${parsed.fault} at ${parsed.where}`);
      else post(register, register.replica.receive(parsed.message));
    }
  }

  /** Lets everything said be heard, and answered, to the end. */
  function calm(): void {
    for (let turn = 0; network.underWay > 0; turn++) {
      now_ms += 25;
      deliver();
      if (turn > 10_000) {
        failures.push('the replicas never stop talking');
        return;
      }
    }
  }

  function tickDue(): void {
    for (const register of running()) {
      if (register.nextTick_ms > now_ms) continue;
      register.nextTick_ms = now_ms + TICK_MS;
      post(
        register,
        register.replica?.tick(random.chance(0.1) ? takeCensus(register.disk) : undefined) ?? [],
      );
      if (random.chance(0.3)) register.replica?.collect();
      if (random.chance(0.2)) flush(register);
      sponsorAnew(register);
    }
  }

  /** The word that a box is out may have died with the card of the one who said it: it is said again. */
  function retireAgain(): void {
    const witness = settled()[0];
    if (!witness) return;
    const there = new Set(living().map(({ disk }) => disk.origin()));
    const ins = witness.disk.column(MEMBER.tbl, MEMBER.in).map(({ id }) => id);
    for (const id of ins.sort()) {
      if (!there.has(id) && !witness.disk.cell(MEMBER.tbl, id, MEMBER.out)) {
        write(witness, [member(id, MEMBER.out)]);
      }
    }
  }

  function isQuiet(): boolean {
    const [first, ...others] = living().map((register) => register.disk);
    if (!first || living().some(({ disk }) => disk.sponsor() !== undefined)) return false;
    if (first.deletions().length > 0) return false;
    if (!others.every((disk) => disk.deletions().length === 0 && same(disk.vector(), first.vector())))
      return false;
    const expected = takeCensus(first).sums;
    return others.every((disk) => sameChecksums(expected, takeCensus(disk).sums));
  }

  function clocksWrong(): string[] {
    return living()
      .filter(({ spoiled, disk }) => !spoiled && Number((disk.clock() ?? '0').slice(0, 13)) > now_ms + 61_000)
      .map(({ disk }) => `the clock of ${disk.origin()} was led astray to ${disk.clock()}`);
  }

  return {
    open(boxes: number) {
      const first = createRegister(0, makeDisk(mint(0)));
      flush(first);
      registers.push(first);
      powerOn(first);
      admit(first, first.disk.origin());
      if (!first.replica) powerOn(first);
      while (registers.length < boxes) {
        if (!first.replica) powerOn(first);
        join();
      }
    },
    step() {
      now_ms += random.int(1, 800);
      deliver();
      tickDue();
      const on = running();
      if (on.length > 0 && random.chance(0.6)) trade(random.pick(on));
      if (random.chance(trouble)) misfortune();
    },
    restoreOne() {
      const register = living().find(({ backup }) => backup);
      if (register) restore(register);
    },
    heal() {
      network.mend();
      network.reunite();
      for (const register of living()) {
        register.clock = 'right';
        if (!register.replica) powerOn(register);
      }
      for (let round = 0; round < HEALING_ROUNDS && !isQuiet(); round++) {
        now_ms += TICK_MS;
        retireAgain();
        for (const register of living()) {
          if (!register.replica) powerOn(register);
          sponsorAnew(register);
          post(
            register,
            register.replica?.tick(round % 8 === 7 ? takeCensus(register.disk) : undefined) ?? [],
          );
        }
        calm();
        for (const register of running()) register.replica?.collect();
      }
    },
    result(): Run {
      const stores = living().map((register) => register.disk);
      const found = [...failures, ...violations(stores, { writes, perished }), ...clocksWrong()];
      return { failures: found, writes: writes.length, messages: network.sent };
    },
  };
}
