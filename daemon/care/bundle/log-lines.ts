import { spawnSync } from 'node:child_process';
import { type Scrub, scrubbed, TAKEN_OUT } from './scrubber.ts';

/** Of the journal, the last days and no more than this. */
const LINES_MAX = 20_000;
const BYTES_MAX = 8 * 1024 * 1024;
const UNITS = ['kasad', 'kasad-kiosk', 'kasad-update'];

/**
 * What a line of the log may say by its own names; whatever else a line carries is left out. A field that is added to the
 * program is left out until somebody has thought of it here.
 */
const FIELDS: ReadonlySet<string> = new Set([
  ...[
    'level',
    'time',
    'msg',
    'code',
    'fault',
    'detail',
    'why',
    'state',
    'stage',
    'signal',
    'late',
    'took_ms',
  ],
  ...[
    'timeout_ms',
    'method',
    'route',
    'status',
    'id',
    'registerId',
    'origin',
    'was',
    'peer',
    'sponsor',
    'store',
  ],
  ...['address', 'port', 'host', 'url', 'path', 'dir', 'copy', 'target', 'kind', 'printer', 'device', 'job'],
  ...['dropped', 'cells', 'renamed', 'where', 'count', 'attempts', 'environment', 'version', 'uptime_s'],
]);
const ERROR_FIELDS = ['type', 'message', 'stack', 'code', 'errno', 'syscall', 'status'];

/** The journal's lines of this program, oldest first; undefined where there is no journal, or it may not be read. */
export function journalLines(): string[] | undefined {
  const args = [...UNITS.flatMap((unit) => ['-u', unit]), '-o', 'cat', '--no-pager'];
  const { status, stdout } = spawnSync('journalctl', [...args, '-n', String(LINES_MAX), '--since', '-14d'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) return undefined;
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('-- '));
  return lines.length === 0 ? undefined : lines;
}

/** The last lines that fit, without what a line should not say. */
export function shownLines(lines: readonly string[], scrub: Scrub): string {
  const shown: string[] = [];
  let bytes = 0;
  for (let i = lines.length - 1; i >= 0 && bytes < BYTES_MAX; i--) {
    const line = shownLine(lines[i] ?? '', scrub);
    bytes += line.length + 1;
    shown.push(line);
  }
  return `${shown.reverse().join('\n')}\n`;
}

function shownLine(line: string, scrub: Scrub): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Not ours: the service manager, or Node on its way down.
    return scrub(line.slice(0, 2_000));
  }
  if (typeof value !== 'object' || value === null) return TAKEN_OUT;
  const fields = Object.entries(value).map(([key, of]) => {
    if (key === 'err') return [key, errorOf(of)];
    return [key, FIELDS.has(key) && typeof of !== 'object' ? of : TAKEN_OUT];
  });
  return JSON.stringify(scrubbed(Object.fromEntries(fields), scrub));
}

function errorOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return TAKEN_OUT;
  const known = error as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    ERROR_FIELDS.flatMap((key) => {
      const of = known[key];
      return typeof of === 'string' || typeof of === 'number' ? [[key, of]] : [];
    }),
  );
}
