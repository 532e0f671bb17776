import { Unzip, UnzipInflate } from 'fflate';

/** A price list of 20 000 items comes to some 25 MB. */
const MAX_UNPACKED_BYTES = 48 * 1024 * 1024;
const MAX_FILES = 300;
/** Fed so little at once, the unpacker never holds more than a thousand times as much. */
const STEP_BYTES = 4096;

/** `too-big`: it would become more than anybody's price list. `broken`: it is no archive, or a damaged one. */
export type Unpacked =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly fault: 'too-big' | 'broken' };

class TooBig extends Error {}

/**
 * The XML files of an archive. What it says of their sizes is not believed: it is counted what comes out, and the rest
 * is given up.
 */
export function unpackXml(archive: Uint8Array): Unpacked {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  let count = 0;
  let open = 0;
  const unzip = new Unzip((file) => {
    count++;
    if (count > MAX_FILES) throw new TooBig();
    if (!/\.(xml|rels)$/.test(file.name)) return;
    const parts: Uint8Array[] = [];
    open++;
    file.ondata = (error, part, final) => {
      if (error) throw error;
      total += part.length;
      if (total > MAX_UNPACKED_BYTES) throw new TooBig();
      parts.push(part);
      if (!final) return;
      open--;
      files.set(file.name, Buffer.concat(parts));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < archive.length; at += STEP_BYTES) {
      unzip.push(archive.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= archive.length);
    }
  } catch (error) {
    return { ok: false, fault: error instanceof TooBig ? 'too-big' : 'broken' };
  }
  return open === 0 && files.size > 0 ? { ok: true, files } : { ok: false, fault: 'broken' };
}
