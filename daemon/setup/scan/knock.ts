import { connect } from 'node:net';
import type { World } from '../../../world/index.ts';

/** What stands behind an address. */
export type Knocked =
  /** It speaks as receipt printers do; maker and model as it tells them, empty when it does not. */
  | { readonly is: 'printer'; readonly maker: string; readonly model: string }
  /** Somebody listens and does not answer: an office printer, or a receipt printer that is busy with another register. */
  | { readonly is: 'silent' }
  | { readonly is: 'nobody' };

/** One address asked once. Never rejects. `signal` ends it at once. */
export type Knock = (host: string, port: number, signal: AbortSignal) => Promise<Knocked>;

const connect_ms = 400;
const answer_ms = 400;

/** DLE EOT 1, the status in real time: three bytes of which no printer of any kind makes a mark on paper. */
const STATUS = Uint8Array.of(0x10, 0x04, 0x01);
/** GS I 66 and 67: maker and model. An office printer would print them, so only who has answered is asked. */
const NAMES = Uint8Array.of(0x1d, 0x49, 66, 0x1d, 0x49, 67);

/** One connection to AppSocket (port 9100), closed by FIN so that nothing the printer says meanwhile resets it. */
export function tcpKnock(world: Pick<World, 'after'>): Knock {
  return (host, port, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve({ is: 'nobody' });
      const socket = connect({ host, port, noDelay: true });
      const heard: number[] = [];
      let open = false;
      let known: Knocked = { is: 'nobody' };
      let asked = false;
      let over = false;
      let cancel = () => {};

      const finish = (knocked: Knocked) => {
        if (over) return;
        over = true;
        cancel();
        signal.removeEventListener('abort', giveUp);
        if (open) {
          // What it still says is read and thrown away: bytes left unread would turn the FIN into a reset.
          socket.end();
          cancel = world.after(answer_ms, () => socket.destroy());
        } else socket.destroy();
        resolve(knocked);
      };
      const giveUp = () => finish({ is: 'nobody' });
      const wait = (ms: number) => {
        cancel();
        cancel = world.after(ms, () => finish(known));
      };

      signal.addEventListener('abort', giveUp, { once: true });
      wait(connect_ms);
      socket.on('connect', () => {
        open = true;
        known = { is: 'silent' };
        socket.write(STATUS);
        wait(answer_ms);
      });
      socket.on('data', (bytes: Buffer) => {
        if (over || heard.length > 512) return;
        heard.push(...bytes);
        if (!asked && heard.some(isStatus)) {
          asked = true;
          known = { is: 'printer', maker: '', model: '' };
          socket.write(NAMES);
          wait(answer_ms);
        }
        if (asked) {
          const [maker, model] = names(heard);
          known = { is: 'printer', maker: maker ?? '', model: model ?? '' };
          if (model !== undefined) finish(known);
        }
      });
      socket.on('error', () => finish(known));
      socket.on('close', () => {
        cancel();
        finish(known);
      });
    });
}

/** The answer to DLE EOT: bits 1 and 4 set, bits 0 and 7 clear. */
const isStatus = (byte: number): boolean => (byte & 0b1001_0011) === 0b0001_0010;

/** Blocks `5F … 00`, in the order asked for. */
function names(heard: readonly number[]): string[] {
  const found: string[] = [];
  for (let from = heard.indexOf(0x5f); from !== -1; from = heard.indexOf(0x5f, from)) {
    const end = heard.indexOf(0, from);
    if (end === -1) break;
    const text = String.fromCharCode(...heard.slice(from + 1, end)).replace(/[^\x20-\x7e]/g, '');
    found.push(text.trim().slice(0, 60));
    from = end;
  }
  return found;
}
