import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { censored, SECRET_KEYS } from '../wire/index.ts';
import type { World } from '../world/index.ts';

export type Log = Logger;
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** JSON lines on standard output. Redaction goes by the name of a key, so that no path can be forgotten. */
export function createLog(
  level: LogLevel | 'silent',
  world: Pick<World, 'wall_ms'>,
  to?: DestinationStream,
): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date(world.wall_ms()).toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => censored(fields) as Record<string, unknown>,
    },
    // What a child logger is bound to does not pass the formatter.
    redact: { paths: [...SECRET_KEYS].map((key) => `["${key}"]`), censor: '[redacted]' },
    serializers: { err: (error: Error) => censored(stdSerializers.err(error)) },
  };
  return to ? pino(options, to) : pino(options);
}
