/** Strict: nothing but the alphabet, its padding and white space. Undefined when it is not, or longer than `bytes_max`. */
export function fromBase64(text: string | undefined, bytes_max: number): Buffer | undefined {
  if (text === undefined) return undefined;
  const tight = text.replace(/[\t\n\r ]+/g, '');
  if (tight.length === 0 || tight.length > Math.ceil(bytes_max / 3) * 4 || tight.length % 4 !== 0)
    return undefined;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(tight) ? Buffer.from(tight, 'base64') : undefined;
}
