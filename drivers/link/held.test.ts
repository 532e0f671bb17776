import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import type { Words } from '../words.ts';
import { type HeldStatus, holdLink } from './held.ts';
import { type Dial, type Link, LinkFault } from './link.ts';
import { linkPair } from './pair.ts';

function rig() {
  const clock = manualClock();
  const { dial, far } = linkPair('virtual:display');
  const dials_ms: number[] = [];
  const counted: Dial = {
    url: dial.url,
    open: (signal) => {
      dials_ms.push(clock.now());
      return dial.open(signal);
    },
  };
  const statuses: HeldStatus[] = [];
  const heard: number[] = [];
  far.onData((bytes) => heard.push(...bytes));
  const held = holdLink({ dial: counted, clock, onStatus: (status) => statuses.push(status) });
  return { clock, far, held, statuses, heard, dials_ms };
}

const cable: Words = { cs: 'Kabel.', en: 'The cable.' };
const silent: Words = { cs: 'Neodpovídá.', en: 'No answer.' };

/** A link whose every write waits until it is let go. */
function slowDial() {
  const taken: number[] = [];
  let release: (() => void) | undefined;
  let closed: (reason: Words | undefined) => void = () => {};
  const link: Link = {
    write: (bytes) =>
      new Promise((resolve) => {
        release = () => {
          taken.push(...bytes);
          resolve();
        };
      }),
    onData: () => {},
    onClose: (listen) => {
      closed = listen;
    },
    close: async () => closed(undefined),
    written: 0,
  };
  const dial: Dial = { url: 'slow:', open: async () => link };
  return { dial, taken, release: () => release?.(), fall: (why: Words) => closed(why) };
}

describe('a held link', () => {
  it('dials at once and then after 1, 2, 5, 10, 30 and 30 s, telling of it once', async () => {
    const { clock, far, held, statuses, dials_ms } = rig();
    far.unplug();
    held.start();
    await clock.advance(80_000);
    expect(dials_ms).toEqual([0, 1_000, 3_000, 8_000, 18_000, 48_000, 78_000]);
    expect(statuses).toEqual([
      {
        state: 'down',
        reason: {
          cs: expect.stringContaining('není připojeno'),
          en: expect.stringContaining('not connected'),
        },
      },
    ]);
  });

  it('comes back after the plug, starting from the shortest wait after a healthy while', async () => {
    const { clock, far, held, statuses } = rig();
    held.start();
    await clock.advance(60_000);
    far.unplug(cable);
    await clock.advance(900);
    far.plug();
    expect(held.status).toEqual({ state: 'down', reason: cable });
    await clock.advance(100);
    expect(statuses).toEqual([{ state: 'up' }, { state: 'down', reason: cable }, { state: 'up' }]);
  });

  it('does not hammer a device that hangs up at once', async () => {
    const { clock, far, held, dials_ms } = rig();
    far.onOpen(() => {
      setImmediate(() => {
        far.unplug();
        far.plug();
      });
    });
    held.start();
    // Moved in small steps: each time the hang-up comes between two of them.
    for (let i = 0; i < 200; i++) await clock.advance(100);
    expect(dials_ms).toEqual([0, 1_000, 3_000, 8_000, 18_000]);
  });

  it('refuses a write while there is no link, and never sends it later', async () => {
    const { clock, far, held, heard } = rig();
    far.unplug();
    held.start();
    await clock.advance(0);
    await expect(held.write(Uint8Array.of(7))).rejects.toBeInstanceOf(LinkFault);
    far.plug();
    await clock.advance(10_000);
    expect(held.status.state).toBe('up');
    expect(heard).toEqual([]);
    await held.write(Uint8Array.of(8));
    expect(heard).toEqual([8]);
  });

  it('writes waiting their turn when the link falls are refused, not moved to the next link', async () => {
    const clock = manualClock();
    const { dial, taken, release, fall } = slowDial();
    const held = holdLink({ dial, clock });
    held.start();
    await clock.advance(0);
    const first = held.write(Uint8Array.of(1));
    const second = held.write(Uint8Array.of(2));
    const refused = expect(second).rejects.toMatchObject({ code: 'closed' });
    await clock.advance(0);
    fall(cable);
    await clock.advance(1_000);
    expect(held.status.state).toBe('up');
    release();
    await first;
    await refused;
    expect(taken).toEqual([1]);
  });

  it('stops while dialling: the link that comes too late is closed', async () => {
    const clock = manualClock();
    let arrive: (link: Link) => void = () => {};
    let closes = 0;
    const held = holdLink({
      clock,
      dial: {
        url: 'late:',
        open: () =>
          new Promise((resolve) => {
            arrive = resolve;
          }),
      },
    });
    held.start();
    await held.stop();
    arrive({
      write: async () => {},
      onData: () => {},
      onClose: () => {},
      close: async () => {
        closes += 1;
      },
      written: 0,
    });
    await clock.advance(60_000);
    expect(closes).toBe(1);
    expect(held.status.state).toBe('down');
  });

  it('stops for good', async () => {
    const { clock, far, held, dials_ms } = rig();
    held.start();
    await clock.advance(10);
    await held.stop();
    expect(far.connected).toBe(false);
    await clock.advance(120_000);
    expect(dials_ms).toEqual([0]);
  });

  it('gives up an attempt that hangs, and tries again', async () => {
    const clock = manualClock();
    let dials = 0;
    const held = holdLink({
      clock,
      dial: {
        url: 'hang:',
        open: (signal) =>
          new Promise((_, reject) => {
            dials += 1;
            signal.addEventListener('abort', () => reject(new LinkFault('unreachable', silent)));
          }),
      },
    });
    held.start();
    await clock.advance(5_000);
    expect(held.status).toEqual({ state: 'down', reason: silent });
    await clock.advance(1_000);
    expect(dials).toBe(2);
    await held.stop();
  });
});
