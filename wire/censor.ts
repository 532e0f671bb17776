/** Keys whose values never reach a log, at any depth and in any case. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  'pin',
  'password',
  'pw',
  'cookie',
  'set-cookie',
  'authorization',
  'x-approval',
  'approval',
  'token',
  'secret',
  'csrf',
  'x-csrf-token',
]);
const max_depth = 8;

/** What may be logged of it. Goes by the name of a key and not by a list of paths: one that nobody thought of is safe too. */
export function censored(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // An error becomes data in its serializer, which comes back here.
  if (value instanceof Error) return value;
  if (depth >= max_depth) return '[deep]';
  if (Array.isArray(value)) return value.map((one) => censored(one, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      SECRET_KEYS.has(key.toLowerCase()) ? '[redacted]' : censored(one, depth + 1),
    ]),
  );
}
