import type { Time } from '../time.ts';
import type { About, Mesh, MeshOptions } from './mesh.ts';
import { createPeer, type Peer } from './peer.ts';
import { checkEvent } from './topics.ts';

/** The fake network in which the fake meshes of a shop meet, for tests of whatever stands above a mesh. */
export interface MemoryHub {
  mesh(options: Pick<MeshOptions, 'registerId' | 'about' | 'events'> & Partial<MemoryOptions>): Mesh;
  /** Nothing passes between the two, in neither direction, and both notice at once. */
  cut(a: string, b: string): void;
  heal(a: string, b: string): void;
  /** What guests would have heard: `<registerId>/events/<kind>` and the payload. */
  readonly events: readonly (readonly [topic: string, payload: string])[];
}

export interface MemoryOptions {
  /** As in MeshOptions, without certificates: the fingerprint is null. */
  readonly admits: MeshOptions['admits'];
  /** Its own wall clock less the hub's, milliseconds. */
  readonly clockAhead_ms: number;
}

interface Member {
  readonly registerId: string;
  readonly knows: Set<string>;
  about(): About;
  running: boolean;
  admits(other: string): boolean;
  /** Looks at all its links again. */
  look(): void;
  hear(from: string): void;
  receive(from: string, text: string): void;
}

/** `latency_ms` is how long any message takes; with a manual clock nothing moves until the clock does. */
export function memoryHub(time: Time, latency_ms = 0): MemoryHub {
  const members = new Map<string, Member>();
  const broken = new Set<string>();
  const said: (readonly [string, string])[] = [];
  const pair = (a: string, b: string) => [a, b].sort().join(' ');

  function lookAll(): void {
    for (const member of [...members.values()]) member.look();
  }

  /** Whether both are there, may talk, and at least one has an idea where the other is. */
  function connected(a: Member, b: Member): boolean {
    if (!a.running || !b.running || broken.has(pair(a.registerId, b.registerId))) return false;
    if (!a.knows.has(b.registerId) && !b.knows.has(a.registerId)) return false;
    return a.admits(b.registerId) && b.admits(a.registerId);
  }

  function createMember({
    registerId,
    about,
    events,
    admits = () => true,
    clockAhead_ms = 0,
  }: Parameters<MemoryHub['mesh']>[0]): Member & { readonly mesh: Mesh } {
    const peers = new Map<string, Peer>();
    const ownTime: Time = { ...time, wall_ms: () => time.wall_ms() + clockAhead_ms };

    const linked = (other: string) => {
      const theirs = members.get(other);
      return theirs !== undefined && members.get(registerId) === self && connected(self, theirs);
    };

    function look(): void {
      if (!self.running) return;
      for (const other of new Set([...members.keys(), ...self.knows, ...peers.keys()])) {
        const them = members.get(other);
        const on = linked(other);
        if (other === registerId || (!on && !peers.has(other) && !self.knows.has(other))) continue;
        const peer = peers.get(other) ?? createPeer(ownTime, other, events);
        peers.set(other, peer);
        const fresh = on && peer.view().state !== 'linked';
        peer.update({ hears: on, heard: on, fault: on ? null : 'unreachable', address: `${other}:1` });
        if (fresh && them) introduce(them);
      }
    }

    function introduce(other: Member): void {
      time.after(latency_ms, () => other.hear(registerId));
    }

    const self: Member & { readonly mesh: Mesh } = {
      registerId,
      knows: new Set(),
      running: false,
      about: () => ({
        ...about(),
        registerId,
        wall_ms: ownTime.wall_ms(),
        siblings: Object.fromEntries(
          [...members.keys()].filter(linked).map((other) => [other, `${other}:1`]),
        ),
      }),
      admits: (other) => admits({ kind: 'register', name: other, fingerprint: null }),
      look,
      hear(from) {
        const them = members.get(from);
        if (!linked(from) || !them) return;
        const heard = peers.get(from)?.said(JSON.stringify(them.about()), true, latency_ms * 2);
        for (const other of Object.keys(heard?.siblings ?? {})) {
          if (other === registerId || self.knows.has(other) || !self.admits(other)) continue;
          self.knows.add(other);
          lookAll();
        }
      },
      receive(from, text) {
        if (linked(from)) peers.get(from)?.received(text);
      },
      mesh: {
        async start() {
          self.running = true;
          members.set(registerId, self);
          lookAll();
        },
        async stop() {
          self.running = false;
          members.delete(registerId);
          peers.clear();
          lookAll();
        },
        port: () => (self.running ? 1 : null),
        know(other) {
          if (other === registerId) return;
          self.knows.add(other);
          lookAll();
        },
        forget(other) {
          self.knows.delete(other);
          members.get(other)?.knows.delete(registerId);
          lookAll();
          peers.delete(other);
        },
        seek(addresses) {
          for (const address of addresses) this.know(address.replace(/:\d+$/, ''), []);
        },
        places: () => [],
        send(to, text) {
          const them = members.get(to);
          if (!self.running || !them || !linked(to) || !peers.get(to)?.isUp()) return false;
          time.after(latency_ms, () => them.receive(registerId, text));
          return true;
        },
        publish(topic, payload) {
          checkEvent(topic, payload);
          said.push([`${registerId}/events/${topic}`, payload]);
        },
        aboutChanged() {
          for (const other of members.values()) if (linked(other.registerId)) introduce(other);
        },
        recheck: lookAll,
        links: () => [...peers.values()].map((peer) => peer.view()),
      },
    };
    return self;
  }

  return {
    mesh: (options) => createMember(options).mesh,
    cut(a, b) {
      broken.add(pair(a, b));
      lookAll();
    },
    heal(a, b) {
      broken.delete(pair(a, b));
      lookAll();
    },
    events: said,
  };
}
