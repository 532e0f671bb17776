import type { UpdateResult } from '../../systemd/index.ts';
import { type Attempt, type Decision, decide, type Facts, type Plan, type Stop } from './plan.ts';

/*
 * A shop of simulated boxes that update themselves, from a seed: registers that are killed, boxes that are switched
 * off, links that break, packages that do not get ready, two people with two sticks. A box is a register (which knows
 * only what it was told) and its root side (which goes on when the register dies). Time in seconds.
 */

export const LOST_S = 4 * 3600;
const OVERDUE_S = 20 * 60;

interface Cell<T> {
  readonly value: T;
  readonly seq: number;
}

interface Box {
  readonly id: string;
  // ---- on the disk
  running: string;
  readonly cells: Map<string, Cell<Attempt>>;
  plan: Cell<Plan> | null;
  stop: Stop | null;
  packages: Set<string>;
  requested: string | null;
  result: UpdateResult | null;
  // ---- the root side
  busy: { readonly version: string; until: number } | null;
  /** Truth: when it last began, and who was linked to it then. */
  began: { readonly plan: string; readonly at: number; readonly linked: ReadonlySet<string> } | null;
  // ---- the register's memory
  on: boolean;
  up: boolean;
  upSince: number;
  backAt: number;
  shiftOpen: boolean;
  attemptSince: number;
  /** What each linked one last said to hold: seq by register. */
  readonly said: Map<string, ReadonlyMap<string, number>>;
  readonly linkedAt: Map<string, number>;
  readonly parted: Map<string, number>;
}

export interface ShopRun {
  readonly faults: readonly string[];
  readonly versions: readonly string[];
  readonly stops: readonly (string | null)[];
  readonly updates: number;
}

type Rule = (facts: Facts) => Decision;

export function runShop(seed: number, rule: Rule = decide): ShopRun {
  const random = mulberry(seed);
  const chance = (p: number) => random() < p;
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, 2 + Math.floor(random() * 5));
  const bad = chance(0.3);
  const rough = pick([0.002, 0.01, 0.03]);
  const faults: string[] = [];
  const cut = new Set<string>();
  const mail: { readonly at: number; readonly to: string; readonly link: number; run(box: Box): void }[] = [];
  let now = 0;
  let links = 0;
  let updates = 0;
  let planned = 0;

  const boxes = new Map<string, Box>(
    ids.map((id) => [
      id,
      {
        id,
        running: chance(0.1) ? '0.2.0' : '0.1.0',
        cells: new Map(),
        plan: null,
        stop: null,
        packages: new Set<string>(),
        requested: null,
        result: null,
        busy: null,
        began: null,
        on: true,
        up: true,
        upSince: 0,
        backAt: 0,
        shiftOpen: chance(0.5),
        attemptSince: 0,
        said: new Map(),
        linkedAt: new Map(),
        parted: new Map(),
      },
    ]),
  );
  const pair = (a: string, b: string) => (a < b ? a + b : b + a);
  const isLinked = (a: Box, b: Box) => a.linkedAt.has(b.id) && b.linkedAt.has(a.id);

  function relink(): void {
    for (const a of boxes.values()) {
      for (const b of boxes.values()) {
        if (a.id >= b.id) continue;
        const can = a.up && b.up && !cut.has(pair(a.id, b.id));
        if (can && !isLinked(a, b)) {
          links++;
          a.linkedAt.set(b.id, links);
          b.linkedAt.set(a.id, links);
          talk(a, b);
          talk(b, a);
        } else if (!can && (a.linkedAt.has(b.id) || b.linkedAt.has(a.id))) {
          for (const [one, other] of [
            [a, b],
            [b, a],
          ] as const) {
            one.linkedAt.delete(other.id);
            one.said.delete(other.id);
            one.parted.set(other.id, now);
          }
        }
      }
    }
  }

  /** All that it holds, and that it holds it. */
  function talk(from: Box, to: Box): void {
    const link = from.linkedAt.get(to.id);
    if (link === undefined || chance(0.1)) return;
    const [cells, plan, stop] = [new Map(from.cells), from.plan, from.stop];
    const held = new Map([...cells].map(([id, { seq }]) => [id, seq]));
    mail.push({
      at: now + 1 + Math.floor(random() * 4),
      to: to.id,
      link,
      run(box) {
        if (box.linkedAt.get(from.id) !== link) return;
        box.said.set(from.id, held);
        for (const [id, cell] of cells) {
          if ((box.cells.get(id)?.seq ?? 0) < cell.seq) box.cells.set(id, cell);
        }
        if (plan && (box.plan?.seq ?? 0) < plan.seq) box.plan = plan;
        if (stop && box.stop?.plan !== box.plan?.value.id) box.stop = stop;
      },
    });
  }

  function ask(box: Box): void {
    planned++;
    const version = chance(0.8) ? '0.2.0' : '0.3.0';
    box.packages.add(version);
    const value = { id: `plan-${planned}`, version, by: box.id, at: String(now) };
    box.plan = { value, seq: now * 10 + ids.indexOf(box.id) + 1 };
  }

  function factsOf(box: Box): Facts {
    const plan = box.plan?.value ?? null;
    const others = ids
      .filter((id) => id !== box.id)
      .map((id) => ({
        id,
        attempt: box.cells.get(id)?.value ?? null,
        linked: box.linkedAt.has(id),
        lost: !box.linkedAt.has(id) && now - Math.max(box.parted.get(id) ?? 0, box.upSince) > LOST_S,
      }));
    const own = box.cells.get(box.id)?.seq ?? 0;
    const agreed = others
      .filter(({ linked }) => linked)
      .every(({ id }) => {
        const held = box.said.get(id);
        const mine = box.cells.get(id)?.seq ?? 0;
        return held !== undefined && (held.get(box.id) ?? 0) >= own && mine >= (held.get(id) ?? 0);
      });
    const near = others.some(
      ({ id, linked }) => linked && boxes.get(id)?.packages.has(plan?.version ?? '') === true,
    );
    return {
      self: box.id,
      running: box.running,
      plan,
      stop: box.stop?.plan === plan?.id ? box.stop : null,
      attempt: box.cells.get(box.id)?.value ?? null,
      others,
      agreed,
      package: box.packages.has(plan?.version ?? '') ? 'here' : near ? 'elsewhere' : 'nowhere',
      room: true,
      shiftOpen: box.shiftOpen,
      hurry: false,
      byHand: false,
      requested: box.requested !== null,
      result: box.result,
      overdue: now - Math.max(box.attemptSince, box.upSince) > OVERDUE_S,
    };
  }

  function step(box: Box): void {
    const facts = factsOf(box);
    const { attempt, stop, deed } = rule(facts);
    const before = facts.attempt;
    if (deed === 'request') {
      box.result = null;
      look(box);
    }
    if (attempt && JSON.stringify(attempt) !== JSON.stringify(before)) {
      const seq = (box.cells.get(box.id)?.seq ?? 0) + 1;
      box.cells.set(box.id, { value: attempt, seq });
      if (attempt.state !== before?.state || attempt.plan !== before.plan) box.attemptSince = now;
    }
    if (stop && facts.plan) box.stop = { plan: facts.plan.id, by: box.id, ...stop };
    // Killed between what it has written and what it was about to do.
    if (deed !== 'none' && chance(rough)) {
      kill(box);
      return;
    }
    if (deed === 'fetch' && chance(0.3)) box.packages.add(facts.plan?.version ?? '');
    if (deed === 'request') {
      box.requested = facts.plan?.version ?? '';
      updates++;
      const linked = new Set([...box.linkedAt.keys()]);
      box.began = { plan: facts.plan?.id ?? '', at: now, linked };
    }
    for (const id of box.linkedAt.keys()) talk(box, boxes.get(id) as Box);
  }

  /** The truth at the moment at which a register begins. */
  function look(box: Box): void {
    for (const other of boxes.values()) {
      if (other === box) continue;
      const busy = other.busy !== null || other.requested !== null;
      if (busy && isLinked(box, other)) faults.push(`${now}: ${box.id} begins beside ${other.id}`);
      const plan = box.plan?.value;
      if (!other.began || !plan || other.began.plan !== plan.id || !other.began.linked.has(box.id)) continue;
      const since = Math.max(box.parted.get(other.id) ?? 0, box.upSince);
      if (busy && now - since <= LOST_S && box.parted.get(other.id) !== undefined) {
        faults.push(`${now}: ${box.id} does not wait for ${other.id}`);
      }
    }
  }

  function kill(box: Box): void {
    box.up = false;
    box.said.clear();
    box.backAt = now + 2 + Math.floor(random() * 20);
    relink();
  }

  function rootSide(box: Box): void {
    if (!box.on) return;
    if (box.busy === null && box.requested !== null && chance(0.5)) {
      box.busy = { version: box.requested, until: now + 5 + Math.floor(random() * 60) };
      box.result = { state: 'installing', from: box.running, to: box.requested, at: '' };
      box.requested = null;
    }
    if (box.busy === null || now < box.busy.until) {
      // Somewhere in the middle the register is stopped.
      if (box.busy && box.up && chance(0.3)) {
        kill(box);
        box.backAt = box.busy.until + 5;
      }
      return;
    }
    const { version } = box.busy;
    const fails = bad && version === '0.2.0' && chance(0.5);
    const was = box.running;
    if (!fails) box.running = version;
    box.result = { state: fails ? 'rolled-back' : 'done', from: was, to: version, at: '' };
    box.busy = null;
  }

  function trouble(): void {
    const box = pick([...boxes.values()]);
    const other = pick([...boxes.values()]);
    const what = random();
    if (what < 0.25) kill(box);
    else if (what < 0.35 && box.on) {
      // A power cut: whatever root was doing is left where it was.
      box.on = false;
      if (box.busy && chance(0.5)) box.running = box.busy.version;
      box.busy = null;
      kill(box);
      box.backAt = now + pick([30, 600, 3600, 30_000]);
    } else if (what < 0.7 && box !== other) {
      if (!cut.delete(pair(box.id, other.id))) cut.add(pair(box.id, other.id));
      relink();
    } else if (what < 0.9) box.shiftOpen = !box.shiftOpen;
    else if (what < 0.93 && box.up && box.plan) {
      box.stop = { plan: box.plan.value.id, by: box.id, reason: 'person', detail: null };
    } else if (what < 0.97 && box.up && planned < 4) ask(box);
  }

  relink();
  ask(pick([...boxes.values()]));
  if (chance(0.3)) ask(pick([...boxes.values()]));
  const roughUntil = 1500;
  const end = roughUntil + OVERDUE_S + LOST_S + 3000;
  // Much happens while it is rough; afterwards every second is like the last.
  for (now = 1; now < end; now += now < roughUntil ? 1 : 5) {
    if (now < roughUntil && chance(rough)) trouble();
    if (now >= roughUntil) {
      cut.clear();
      for (const box of boxes.values()) box.shiftOpen = false;
    }
    for (const box of boxes.values()) {
      if (!box.up && (now >= box.backAt || now >= roughUntil) && (box.busy === null || box.on === false)) {
        box.on = true;
        box.up = true;
        box.upSince = now;
      }
      rootSide(box);
    }
    relink();
    const due = mail.filter(({ at }) => at <= now);
    for (const one of due) {
      mail.splice(mail.indexOf(one), 1);
      const box = boxes.get(one.to) as Box;
      if (box.up) one.run(box);
    }
    for (const box of boxes.values()) if (box.up && chance(0.5)) step(box);
    if (now >= roughUntil && isSettled([...boxes.values()])) break;
  }
  if (!isSettled([...boxes.values()])) {
    faults.push(
      `never settled: ${[...boxes.values()]
        .map(({ id, running, cells }) => `${id} ${running} ${cells.get(id)?.value.state}`)
        .join(', ')}`,
    );
  }
  return {
    faults,
    versions: [...boxes.values()].map(({ running }) => running),
    stops: [...boxes.values()].map(({ stop }) => stop?.reason ?? null),
    updates,
  };
}

/** Everybody runs what the last plan wants, or everybody knows that it has stopped, and why. */
function isSettled(boxes: readonly Box[]): boolean {
  const [first] = boxes;
  const plan = first?.plan?.value;
  if (!plan || boxes.some((box) => box.plan?.value.id !== plan.id || box.requested || box.busy)) return false;
  const done = boxes.every(({ running }) => running >= plan.version);
  return done || boxes.every(({ stop }) => stop?.plan === plan.id);
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
