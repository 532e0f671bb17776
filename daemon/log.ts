import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import type { World } from '../world/index.ts';
import type { Config } from './config/schema.ts';

export type Log = Logger;

/** Keys whose values never reach the log, at any depth and in any case. */
const SECRET = new Set([
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
]);
const max_depth = 8;

/**
 * JSON lines on standard output, which the journal keeps. Redaction goes by the name of a key and not by a list
 * of paths: a path that nobody thought of must not let a PIN through.
 */
export function createLog(
  level: Config['log']['level'] | 'silent',
  world: Pick<World, 'wall_ms'>,
  to?: DestinationStream,
): Log {
  const options = {
    level,
    base: null,
    // What happens on a register is told in its journal by time of day; pino's milliseconds are for programs.
    timestamp: () => `,"time":"${new Date(world.wall_ms()).toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => censored(fields, 0) as Record<string, unknown>,
    },
    // What a child logger is bound to does not pass the formatter.
    redact: { paths: [...SECRET].map((key) => `["${key}"]`), censor: '[redacted]' },
    serializers: { err: (error: Error) => censored(stdSerializers.err(error), 0) },
  };
  return to ? pino(options, to) : pino(options);
}

function censored(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // An error becomes data in its serializer, which comes back here.
  if (value instanceof Error) return value;
  if (depth >= max_depth) return '[deep]';
  if (Array.isArray(value)) return value.map((one) => censored(one, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      SECRET.has(key.toLowerCase()) ? '[redacted]' : censored(one, depth + 1),
    ]),
  );
}
