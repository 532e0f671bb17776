import type { Database, Sql } from './database.ts';

export class Died extends Error {}

export interface Dying extends Database {
  /** Dies at the so manieth await from now on: at a statement, or between a commit and its answer. */
  dieAfter(awaits: number): void;
  readonly dead: boolean;
}

/** A database as a process sees it that is killed: from then on it does nothing any more. */
export function dying(database: Database): Dying {
  let left = Number.POSITIVE_INFINITY;
  const pulse = () => {
    if (--left <= 0) throw new Died('killed');
  };
  const mortal = (sql: Sql): Sql =>
    new Proxy(sql, {
      get: (target, name) => {
        pulse();
        return Reflect.get(target, name);
      },
    });
  return {
    kind: database.kind,
    dieAfter(awaits) {
      left = awaits;
    },
    get dead() {
      return left <= 0;
    },
    async read(run) {
      pulse();
      const result = await database.read((sql) => run(mortal(sql)));
      pulse();
      return result;
    },
    async write(run, about) {
      pulse();
      const result = await database.write((sql) => run(mortal(sql)), about);
      pulse();
      return result;
    },
    migrate: (steps) => database.migrate(steps),
    close: () => database.close(),
  };
}
