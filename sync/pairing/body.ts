import type { Readable } from 'node:stream';

/** Everything a stream says, as text; undefined when it is longer than `bytes_max` or ends before its end. */
export async function readBody(stream: Readable, bytes_max: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > bytes_max) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined; // The other side went away.
  }
  return Buffer.concat(parts).toString('utf8');
}
