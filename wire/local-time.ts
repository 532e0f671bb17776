/**
 * Wall clock to local time of the shop. Intl knows the zones and their summer time, also for years to come, and
 * needs no network.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

// A sale asks several times within one second, and Intl takes tens of microseconds for an answer.
let last = { second_ms: Number.NaN, zone: '', text: '' };

/** RFC 3339 with offset, whole seconds: `2026-11-24T18:05:09+01:00`. `zone` is IANA's name. */
export function localTime(wall_ms: number, zone: string): string {
  const second_ms = Math.floor(wall_ms / 1000) * 1000;
  if (last.second_ms !== second_ms || last.zone !== zone) {
    last = { second_ms, zone, text: textOf(second_ms, zone) };
  }
  return last.text;
}

function textOf(second_ms: number, zone: string): string {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(second_ms)) {
    if (type !== 'literal') part[type] = Number(value);
  }
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  const offset_min = (Date.UTC(year, month - 1, day, hour, minute, second) - second_ms) / 60_000;
  const abs = Math.abs(offset_min);
  const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}`;
  return `${date}${offset_min < 0 ? '-' : '+'}${pad(Math.floor(abs / 60))}:${pad(Math.floor(abs % 60))}`;
}

/**
 * When the clocks of the zone show `local` (`2026-11-24T18:05`, without an offset): milliseconds since 1970. In autumn,
 * when they show it twice, the first time; a time that they skip in spring is as much later as they skip.
 */
export function instantOf(local: string, zone: string): number {
  const asUtc_ms = Date.parse(`${local}:00Z`);
  const before_ms = asUtc_ms - offsetAt(asUtc_ms - DAY_MS, zone);
  const after_ms = asUtc_ms - offsetAt(asUtc_ms + DAY_MS, zone);
  const matching = [before_ms, after_ms].filter((ms) => textOf(ms, zone).startsWith(local));
  return matching.length > 0 ? Math.min(...matching) : before_ms;
}

const DAY_MS = 24 * 3_600_000;

/** Milliseconds that local time is ahead of UTC. */
function offsetAt(wall_ms: number, zone: string): number {
  return Date.parse(`${textOf(wall_ms, zone).slice(0, 19)}Z`) - wall_ms;
}

/** The local day, `2026-11-24`. */
export function localDay(wall_ms: number, zone: string): string {
  return localTime(wall_ms, zone).slice(0, 10);
}

function pad(value: number, width = 2): string {
  return value.toString().padStart(width, '0');
}
