import type { Clock } from '../clock.ts';
import type { DeviceEnd } from '../twin.ts';
import type { Dial, Link } from './link.ts';
import { linkPair } from './pair.ts';
import { ptyPair } from './socat.fixture.ts';
import { dialUrl } from './url.ts';

/** A line with a virtual device on its far end and a plug that can be pulled: one contract suite runs over both kinds. */
export interface Line {
  readonly dial: Dial;
  readonly end: DeviceEnd;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  dispose(): Promise<void>;
}

/** The kernel moves the bytes, so the port's own limits run on real time. */
const realClock: Clock = {
  now: () => performance.now(),
  after: (delay_ms, run) => {
    const timer = setTimeout(run, delay_ms);
    return () => clearTimeout(timer);
  },
};

function pairLine(): Line {
  const { dial, far } = linkPair('virtual:');
  return {
    dial,
    end: far,
    unplug: async () => far.unplug(),
    plug: async () => far.plug(),
    dispose: async () => {},
  };
}

/** The real serial link on one pseudo-terminal, the twin on the other. */
async function ptyLine(): Promise<Line> {
  const pty = await ptyPair();
  let hear: (bytes: Uint8Array) => void = () => {};
  let far: Link | undefined;
  let sent: Promise<unknown> = Promise.resolve();
  const attend = async () => {
    const link = await dialUrl(`serial:${pty.farPath}`, { clock: realClock }).open(
      AbortSignal.timeout(5_000),
    );
    link.onData((bytes) => hear(bytes));
    far = link;
  };
  await attend();
  return {
    dial: dialUrl(`serial:${pty.path}?baud=9600`, { clock: realClock }),
    end: {
      onData: (listen) => {
        hear = listen;
      },
      // A twin that talks to a pulled cable talks in vain, as a device does.
      send: (bytes) => {
        const link = far;
        sent = sent.then(() => link?.write(bytes)).catch(() => {});
      },
    },
    async unplug() {
      const gone = new Promise<void>((resolve) => far?.onClose(() => resolve()));
      await pty.unplug();
      await gone;
      far = undefined;
    },
    async plug() {
      await pty.plug();
      await attend();
    },
    async dispose() {
      await far?.close();
      await pty.dispose();
    },
  };
}

export const lines: readonly (readonly [string, () => Line | Promise<Line>])[] = [
  ['in process', pairLine],
  ['over a pseudo-terminal', ptyLine],
];

/** Waits for the fact at every turn of the event loop; the test's own limit bounds it. */
export async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setTimeout(resolve, 1));
}
