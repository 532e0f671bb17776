import type { Clock } from '../clock.ts';
import type { Words } from '../words.ts';
import type { Dial, Link } from './link.ts';

/** No device here says more than some hundreds of bytes a second; the fastest serial line carries 11 500. */
const max_bytes = 64 * 1024;
const window_ms = 1_000;

/**
 * Hangs up on a device that talks without end, a broken one or another one at its address: reading it all would
 * take the time that sales need. Whoever holds the link dials again, less and less often.
 */
export function withoutFloods(dial: Dial, clock: Clock): Dial {
  return {
    url: dial.url,
    async open(signal) {
      const link = await dial.open(signal);
      let hear: (bytes: Uint8Array) => void = () => {};
      let closed: (reason: Words | undefined) => void = () => {};
      let since_ms = clock.now();
      let heard = 0;
      let flooded = false;
      link.onData((bytes) => {
        if (flooded) return;
        if (clock.now() - since_ms >= window_ms) {
          since_ms = clock.now();
          heard = 0;
        }
        heard += bytes.length;
        if (heard <= max_bytes) return hear(bytes);
        flooded = true;
        void link.close();
      });
      link.onClose((reason) =>
        closed(
          flooded
            ? {
                cs: `${dial.url}: zařízení bez přestání posílá data, kterým nejde rozumět. Vypněte ho a zapněte, nebo zkontrolujte adresu.`,
                en: `${dial.url}: the device keeps sending data that make no sense. Switch it off and on, or check the address.`,
              }
            : reason,
        ),
      );
      const guarded: Link = {
        write: (bytes) => link.write(bytes),
        onData: (listen) => {
          hear = listen;
        },
        onClose: (listen) => {
          closed = listen;
        },
        close: () => link.close(),
        get written() {
          return link.written;
        },
      };
      return guarded;
    },
  };
}
