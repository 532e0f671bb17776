/** Base64 of so many is what the register takes at most, and at least. */
const MAX_BYTES = 49_152;
const MIN_BYTES = 12;

export type P12Fault = 'empty' | 'too-large' | 'unreadable';
export type P12File = { readonly p12: string } | { readonly fault: P12Fault };

/** A file from a USB stick as it is sent: in base64. What is in it the register says. */
export async function readP12(file: Blob): Promise<P12File> {
  if (file.size > MAX_BYTES) return { fault: 'too-large' };
  // The stick may be pulled out between the choice and the reading.
  const bytes = await file.arrayBuffer().catch(() => null);
  if (bytes === null) return { fault: 'unreadable' };
  if (bytes.byteLength < MIN_BYTES) return { fault: 'empty' };
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return { p12: btoa(text) };
}
