import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino';
import { censored, SECRET_KEYS } from '../wire/index.ts';
import type { World } from '../world/index.ts';
import type { Config } from './config/schema.ts';
import { ownTail } from './log-tail.ts';

export type Log = Logger;

/**
 * JSON lines on standard output, which the journal keeps; the last ones are kept here as well. Redaction goes by the name of a key and not by a list
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
      log: (fields: object) => censored(fields) as Record<string, unknown>,
    },
    // What a child logger is bound to does not pass the formatter.
    redact: { paths: [...SECRET_KEYS].map((key) => `["${key}"]`), censor: '[redacted]' },
    serializers: { err: (error: Error) => censored(stdSerializers.err(error)) },
  };
  return pino(options, to ?? ownTail.through(destination(1)));
}
