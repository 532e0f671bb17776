import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { MIGRATIONS, migrate } from '../store/migrations.ts';
import { sharedStep } from './schema.ts';

/** A database as one register alone left it, before it knew of siblings. */
function before(): Database.Database {
  const db = new Database(':memory:');
  migrate(db, MIGRATIONS.slice(0, MIGRATIONS.indexOf(sharedStep)));
  db.exec(`
    INSERT INTO replica (one, origin) VALUES (1, 'mine');
    INSERT INTO fact (origin, seq, hlc, kind, id, body) VALUES
      ('mine', 1, '1795000000000.0000.mine', 'shift-opened', 's1', '{"registerId":"r1"}'),
      ('mine', 2, '1795000000001.0000.mine', 'receipt', 'a', '{"registerId":"r1"}'),
      ('mine', 3, '1795000000002.0000.mine', 'receipt', 'b', '{"registerId":"r1"}');
    INSERT INTO shift (id, register_id, opened_at, opened_by, float_haler, z_number) VALUES ('s1', 'r1', 'x', 'jana', 0, 1);
    INSERT INTO bill (id, state, table_id, version) VALUES ('b1', 'open', NULL, 1);
  `);
  const receipt = db.prepare(
    `INSERT INTO receipt (id, series, year, seq, issued_ms, day, shift_id, reverses_id, total_haler, cash_haler, search)
     VALUES (?, 'R1', 2026, ?, 0, '2026-11-24', 's1', ?, 100, 100, '')`,
  );
  receipt.run('a', 1, null);
  receipt.run('b', 2, 'a');
  return db;
}

const other = `
  INSERT INTO receipt (id, series, year, seq, issued_ms, day, shift_id, reverses_id, total_haler, cash_haler, search,
    register_id, own, origin, hlc)
  VALUES (:id, 'R1', 2026, :seq, 0, '2026-11-24', 's1', :reverses, 100, 100, '', 'r1', :own, 'x', 'z')`;

it('what a register alone had is its own, in the order of its stamps, and as safe as before', () => {
  const db = before();
  migrate(db, MIGRATIONS);
  expect(db.prepare('SELECT id, seq, register_id, own, origin, hlc FROM receipt ORDER BY hlc').all()).toEqual(
    [
      { id: 'a', seq: 1, register_id: 'r1', own: 1, origin: 'mine', hlc: '1795000000001.0000.mine' },
      { id: 'b', seq: 2, register_id: 'r1', own: 1, origin: 'mine', hlc: '1795000000002.0000.mine' },
    ],
  );
  expect(db.prepare('SELECT id, z_number, own, hlc FROM shift').all()).toEqual([
    { id: 's1', z_number: 1, own: 1, hlc: '1795000000000.0000.mine' },
  ]);
  expect(db.prepare('SELECT origin FROM own_origin').pluck().all()).toEqual(['mine']);
  expect(() => db.exec("UPDATE receipt SET total_haler = 1 WHERE id = 'a'")).toThrow('never changed');
  expect(() => db.exec("DELETE FROM receipt WHERE id = 'a'")).toThrow('never deleted');
  expect(() => db.exec("UPDATE shift SET z_number = 2 WHERE id = 's1'")).toThrow('never changed');
  expect(() => db.exec('DELETE FROM shift')).toThrow('never deleted');
});

it('uniqueness binds what this register writes, not what others wrote', () => {
  const db = before();
  migrate(db, MIGRATIONS);
  const add = db.prepare(other);
  expect(() => add.run({ id: 'c', seq: 2, reverses: null, own: 1 })).toThrow('UNIQUE');
  expect(() => add.run({ id: 'c', seq: 3, reverses: 'a', own: 1 })).toThrow('UNIQUE');
  add.run({ id: 'c', seq: 2, reverses: 'a', own: 0 });
  add.run({ id: 'd', seq: 2, reverses: 'a', own: 0 });
  expect(() => add.run({ id: 'd', seq: 9, reverses: null, own: 0 })).toThrow('UNIQUE');
  const shift = db.prepare(
    `INSERT INTO shift (id, register_id, opened_at, opened_by, float_haler, z_number, own, hlc)
     VALUES (?, 'r1', 'x', 'jana', 0, 1, ?, 'z')`,
  );
  expect(() => shift.run('s2', 1)).toThrow('UNIQUE');
  shift.run('s2', 0);
});
