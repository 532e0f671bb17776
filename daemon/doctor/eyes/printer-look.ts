import {
  type Clock,
  createPrinter,
  type Dial,
  dialUrl,
  LinkFault,
  type PrinterStatus,
  profileWith,
} from '../../../drivers/index.ts';

/** What came of asking a printer how it is. */
export interface PrinterSeen {
  readonly status: PrinterStatus;
  /** Whether the line ever stood. */
  readonly connected: boolean;
  /** Why it did not, by the drivers' names. */
  readonly code: LinkFault['code'] | null;
  /** The first bytes that came, as they came. */
  readonly heard: string;
}

/** Asks as the register does when it connects; nothing of it comes out on paper. Only where no register uses it. */
export type PrinterLook = (printer: {
  readonly url: string;
  readonly profile: string;
}) => Promise<PrinterSeen>;

/** Connecting takes up to three seconds, a whole round of questions under two. */
const PATIENCE_MS = 4_500;
/** Its first answer says that it does not print, the ones behind it why. */
const SETTLED_MS = 700;
const HEARD_MAX = 64;

export function createPrinterLook(clock: Clock, dialTo = dialUrl): PrinterLook {
  return ({ url, profile }) =>
    new Promise((resolve) => {
      let connected = false;
      let code: LinkFault['code'] | null = null;
      let heard = '';
      let over = false;
      const way = dialTo(url, { clock });
      const dial: Dial = {
        url,
        async open(signal) {
          try {
            const link = await way.open(signal);
            connected = true;
            return {
              ...link,
              write: (bytes) => link.write(bytes),
              get written() {
                return link.written;
              },
              onData: (listen) =>
                link.onData((bytes) => {
                  if (heard.length < HEARD_MAX) heard += Buffer.from(bytes).toString('latin1');
                  listen(bytes);
                }),
            };
          } catch (error) {
            code = error instanceof LinkFault ? error.code : 'unreachable';
            throw error;
          }
        },
      };
      const printer = createPrinter({ dial, profile: profileWith(profile), clock });
      const cancel = clock.after(PATIENCE_MS, end);
      let settle = () => {};
      const unlisten = printer.onStatus((status) => {
        settle();
        // What could not be reached would be dialled again and again.
        if (status.link === 'down') end();
        else if (status.online !== 'unknown') settle = clock.after(SETTLED_MS, end);
      });
      function end(): void {
        if (over) return;
        over = true;
        cancel();
        settle();
        unlisten();
        const status = printer.status();
        void printer
          .stop()
          .then(() => resolve({ status, connected, code, heard: heard.slice(0, HEARD_MAX) }));
      }
      printer.start();
    });
}
