/** Takes secrets and people out of text. */
export type Scrub = (text: string) => string;

export const TAKEN_OUT = '[odstraněno]';

/** Shorter words are found everywhere. */
const WORD_MIN = 4;
/** A number of a house or a table says nothing. */
const DIGITS_MIN = 6;

/** Each with what stands in its place. The order matters: a key is not to be read as a row of words. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g, TAKEN_OUT],
  // As JSON writes the same.
  [/scrypt\$[^\s"',]+/g, TAKEN_OUT],
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, `$1 ${TAKEN_OUT}`],
  // User and password of an address, and what a query carries.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${TAKEN_OUT}@`],
  [/([?&](?:token|key|pw|password|pass|heslo|pin|code|secret|auth)=)[^&\s"'#]+/gi, `$1${TAKEN_OUT}`],
  [/((?:password|passwd|heslo|token|secret|pin)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, `$1${TAKEN_OUT}`],
  // A code that joins a register, as it is shown.
  [/\b[A-Z0-9]{4}[- ][A-Z0-9]{4}[- ][A-Z0-9]{4}\b/g, TAKEN_OUT],
  [/[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu, TAKEN_OUT],
];

/** Looked for in what is left when keys are out. */
const NUMBERS: readonly RegExp[] = [
  // Telephone numbers as they are written here.
  /(?<![\p{L}\d.:-])(?:\+\d{1,3}[ -]?)?\d{3}[ -]?\d{3}[ -]?\d{3}(?![\p{L}\d.:-])/gu,
  // Numbers of cards, whole or with stars.
  /(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)/g,
  /(?<!\d)[\d]{0,6}[ -]?(?:[*xX•]{2,12}[ -]?){1,3}\d{4}(?!\d)/g,
];

/** Each text within, by itself: a document stays one. Keys of objects are names that programs gave. */
export function scrubbed(value: unknown, scrub: Scrub): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, scrub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, scrubbed(one, scrub)]));
}

/** Keys, hashes, certificates: a long run without a gap, in hexadecimal or base64. Ids with dashes of a UUID are not. */
const RUN = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * `secrets` are taken out wherever they stand, also in base64 and hexadecimal. `people`: texts that people have typed, of
 * which every longer word is taken out.
 */
export function createScrubber(secrets: Iterable<string>, people: Iterable<string>): Scrub {
  const exact = [...new Set([...secrets].flatMap(forms))]
    .filter((one) => one.length >= WORD_MIN)
    .sort((a, b) => b.length - a.length);
  const words = new Set<string>();
  for (const text of people) for (const word of wordsOf(text)) words.add(word);

  return (text) => {
    let out = text;
    for (const secret of exact) out = out.replaceAll(secret, TAKEN_OUT);
    for (const [pattern, instead] of PATTERNS) out = out.replace(pattern, instead);
    out = out.replace(RUN, (run) => (isPlain(run) ? run : TAKEN_OUT));
    for (const pattern of NUMBERS) out = out.replace(pattern, TAKEN_OUT);
    if (words.size === 0) return out;
    return out.replace(WORD, (word) => (words.has(word.toLowerCase()) ? TAKEN_OUT : word));
  };
}

const WORD = /[\p{L}\p{N}]+/gu;

function wordsOf(text: string): string[] {
  return (text.match(WORD) ?? [])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= (/^\d+$/.test(word) ? DIGITS_MIN : WORD_MIN));
}

/** Paths and names: mostly words, with dashes or slashes between them. A key is seldom broken, and then not into words. */
function isPlain(run: string): boolean {
  if (UUID.test(run)) return true;
  const parts = run.split(/[/_-]/);
  const odd = parts.filter((part) => !WORD_LIKE.test(part));
  if (odd.some((part) => part.length > ODD_MAX)) return false;
  return odd.reduce((sum, part) => sum + part.length, 0) * 3 <= run.length;
}

/** `eet`, `Refusal`, `createReplica`, `SQLITE`, `v12`, `2026`. */
const WORD_LIKE =
  /^(?:[a-z]{0,18}|[A-Z][a-z]{1,18}|[a-z]{1,12}(?:[A-Z][a-z]{1,12}){1,3}|[A-Z]{1,12})\d{0,4}$/;
/** As the names of built files have behind them. */
const ODD_MAX = 8;

function forms(secret: string): string[] {
  if (secret.length < WORD_MIN) return [];
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(secret),
  ];
}
