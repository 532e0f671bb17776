import type { Words } from '../words.ts';
import { brokenWrite, type Dial, type Link, LinkFault, linkOver } from './link.ts';

/** The device's end of a pair: hears what the driver writes, answers, hangs up, or is not there at all. */
export interface FarEnd {
  onData(listen: (bytes: Uint8Array) => void): void;
  onOpen(listen: () => void): void;
  send(bytes: Uint8Array): void;
  /** Cuts the line as a pulled plug does; while it is pulled, nobody can connect. */
  unplug(reason?: Words): void;
  plug(): void;
  readonly connected: boolean;
}

/** A link inside the process: the fake of every transport and the way to a virtual device. One connection at a time. */
export function linkPair(url: string): { dial: Dial; far: FarEnd } {
  let plugged = true;
  let current: { hear: (bytes: Uint8Array) => void; end: (reason: Words | undefined) => void } | undefined;
  let farHears: (bytes: Uint8Array) => void = () => {};
  let farOpens: () => void = () => {};

  const dial: Dial = {
    url,
    async open() {
      if (!plugged)
        throw new LinkFault('missing', {
          cs: 'Zařízení není připojeno.',
          en: 'The device is not connected.',
        });
      if (current)
        throw new LinkFault('busy', {
          cs: 'Zařízení už má otevřené spojení.',
          en: 'The device already has an open connection.',
        });
      let hear: (bytes: Uint8Array) => void = () => {};
      let closed: (reason: Words | undefined) => void = () => {};
      let open = true;
      let written = 0;
      const end = (reason: Words | undefined) => {
        if (!open) return;
        open = false;
        current = undefined;
        closed(reason);
      };
      current = { hear: (bytes) => open && hear(bytes), end };
      const link: Link = {
        async write(bytes) {
          if (!open) throw linkOver();
          written += bytes.length;
          farHears(bytes);
          if (!open) throw brokenWrite();
        },
        onData: (listen) => {
          hear = listen;
        },
        onClose: (listen) => {
          closed = listen;
        },
        async close() {
          end(undefined);
        },
        get written() {
          return written;
        },
      };
      farOpens();
      return link;
    },
  };

  const far: FarEnd = {
    onData: (listen) => {
      farHears = listen;
    },
    onOpen: (listen) => {
      farOpens = listen;
    },
    // Later, never within the caller's own call: a real device does not answer before write() returns.
    send: (bytes) => queueMicrotask(() => current?.hear(bytes)),
    unplug(reason = { cs: 'Zařízení bylo odpojeno.', en: 'The device was unplugged.' }) {
      plugged = false;
      current?.end(reason);
    },
    plug: () => {
      plugged = true;
    },
    get connected() {
      return current !== undefined;
    },
  };
  return { dial, far };
}
