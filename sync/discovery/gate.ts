import { SERVICE } from './announcement.ts';

// A busy network brings some hundreds of packets a second, nearly all of them chatter of phones and televisions. In a
// shop of twenty registers some fifty a second speak of registers.
export const FLOOD_PER_S = 2_000;
const READ_PER_S = 200;
const READ_BYTES_PER_S = 64 * 1024;
const READ_PER_HOST_PER_S = 40;
const SAID_PER_S = 20;
/**
 * One Ethernet frame; a register's answer has 300 bytes. RFC 6762, 17 allows 9 000, but what decoding costs grows with
 * the square: 3.4 ms for a crafted packet of that size, 0.1 ms for one of this.
 */
const PACKET_MAX = 1_472;
/** A question that needs more is asked in several packets. Each question costs an answer. */
const QUESTIONS_MAX = 16;
const PORT = 5353;

/**
 * What may cost time, second by second. Reading a packet is dear, so only what speaks of registers
 * is read, and of that only so much; counting the rest is cheap, and when even that
 * becomes too much the one who asks is told that this is a flood.
 */
export interface Gate {
  /** `pass` is left alone, `read` is decoded, `flood` shuts the ears. */
  judge(
    packet: Uint8Array,
    from: { readonly address: string; readonly port: number },
  ): 'pass' | 'read' | 'flood';
  /** Whether one more packet may be sent in this second; nobody can make a register shout. */
  maySay(): boolean;
}

/** `label`: under which name this register speaks, if it does. */
export function createGate(now: () => number, label: string | undefined): Gate {
  const names = [`_${SERVICE}`, '_dns-sd', ...(label === undefined ? [] : [label])].map((name) =>
    Buffer.from(name),
  );
  let second = Number.NEGATIVE_INFINITY;
  let arrived = 0;
  let read = 0;
  let readBytes = 0;
  let said = 0;
  const byHost = new Map<string, number>();

  function turn(): void {
    const at = now();
    if (at - second < 1_000) return;
    second = at;
    arrived = read = readBytes = said = 0;
    byHost.clear();
  }

  return {
    judge(packet, { address, port }) {
      turn();
      if (++arrived > FLOOD_PER_S) return 'flood';
      if (packet.length < 12 || packet.length > PACKET_MAX) return 'pass';
      const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
      const isAnswer = bytes.readUInt8(2) >= 0x80;
      // RFC 6762, 6: an answer from any other port is to be ignored.
      if (isAnswer && port !== PORT) return 'pass';
      if (bytes.readUInt16BE(4) > QUESTIONS_MAX) return 'pass';
      if (read >= READ_PER_S || readBytes + bytes.length > READ_BYTES_PER_S) return 'pass';
      const ofHost = byHost.get(address) ?? 0;
      if (ofHost >= READ_PER_HOST_PER_S) return 'pass';
      if (!names.some((name) => bytes.includes(name))) return 'pass';
      read += 1;
      readBytes += bytes.length;
      byHost.set(address, ofHost + 1);
      return 'read';
    },
    maySay() {
      turn();
      return ++said <= SAID_PER_S;
    },
  };
}
