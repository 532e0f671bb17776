import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { Refusal } from '../../wire/index.ts';

/** Deeds done under a key of the caller's, so that a request repeated after a lost answer is one deed. */
export interface Deeds {
  /** The result's id when this very deed is done already. Throws a Refusal 422 `key-reused` for another one. */
  find(key: string, kind: string, hash: string): string | undefined;
  /** Inside the deed's transaction. */
  add(key: string, kind: string, hash: string, resultId: string): void;
}

export function createDeeds(db: Database): Deeds {
  const read = db.prepare<[string], { kind: string; request_hash: string; result_id: string }>(
    'SELECT kind, request_hash, result_id FROM deed WHERE key = ?',
  );
  const write = db.prepare<[string, string, string, string]>(
    'INSERT INTO deed (key, kind, request_hash, result_id) VALUES (?, ?, ?, ?)',
  );
  return {
    find(key, kind, hash) {
      const done = read.get(key);
      if (!done) return undefined;
      if (done.kind === kind && done.request_hash === hash) return done.result_id;
      throw new Refusal(
        422,
        'key-reused',
        {
          cs: 'Pod tímto klíčem se už provedla jiná operace. Tato se neprovedla.',
          en: 'Something else was done under this key already. This was not done.',
        },
        {
          cs: 'Zkuste to znovu od začátku. Když se to opakuje, zavolejte technika.',
          en: 'Start again from the beginning. If it happens again, call the technician.',
        },
      );
    },
    add(key, kind, hash, resultId) {
      write.run(key, kind, hash, resultId);
    },
  };
}

/** Equal for equal requests, in whatever order their members stand. */
export function hashOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts, sorted)).digest('base64url');
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
