import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createJobs } from './jobs.ts';
import { billStep, jobWordsStep, schema } from './schema.ts';

test('a register that printed before bills could be printed keeps its jobs, their bytes and their order', () => {
  const db = new Database(':memory:');
  db.exec(schema);
  const draft = { ref: 'r', payload: { what: 'receipt' }, printer: 'bar', copy: false, createdAt: 'now' };
  const size = { language: 'esc-pos', columns: 48, codePages: [] } as const;
  const before = createJobs({ db }, () => 1);
  before.keepBytes(
    before.add({ ...draft, id: 'a', kind: 'receipt' }),
    { bytes: Uint8Array.of(1, 2), size },
    null,
  );
  before.add({ ...draft, id: 'b', kind: 'order' });
  const kept = before.unfinished();
  expect(() => before.add({ ...draft, id: 'x', kind: 'bill' })).toThrow(/CHECK/);

  db.exec(billStep);
  const after = createJobs({ db }, () => 2);
  expect(after.unfinished()).toEqual(kept);
  expect(db.prepare("SELECT hex(bytes) FROM print_job WHERE id = 'a'").pluck().get()).toBe('0102');
  after.add({ ...draft, id: 'c', kind: 'bill' });
  expect(after.waiting('bar').map(({ id, seq }) => [id, seq])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  expect(() => after.add({ ...draft, id: 'y', kind: 'letter' as 'bill' })).toThrow(/CHECK/);
  const shape = 'SELECT name FROM sqlite_schema ORDER BY name';
  const fresh = new Database(':memory:');
  fresh.exec(schema);
  expect(db.prepare(shape).pluck().all()).toEqual(fresh.prepare(shape).pluck().all());
});

test('what was told of a job in Czech alone is told still, and in English as such', () => {
  const db = new Database(':memory:');
  db.exec(schema);
  db.exec(`INSERT INTO print_job
    (id, kind, ref, payload, printer, state, copy, parked, attempts, reason, hint, created_at, created_ms, changed_ms)
    VALUES ('a', 'receipt', 'r', '{}', 'bar', 'failed', 0, 0, 1, 'Došel "papír".', 'Vložte roli.', 'now', 1, 1),
           ('b', 'receipt', 'r', '{}', 'bar', 'queued', 0, 0, 0, NULL, NULL, 'now', 1, 1)`);
  db.exec(jobWordsStep);
  expect(createJobs({ db }, () => 2).waiting('bar')).toMatchObject([
    {
      reason: { cs: 'Došel "papír".', en: 'Told in Czech: Došel "papír".' },
      hint: { cs: 'Vložte roli.', en: 'Told in Czech: Vložte roli.' },
      substituted: null,
    },
    { reason: null, hint: null, substituted: null },
  ]);
});
