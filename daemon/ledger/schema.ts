/**
 * What the ledger looks things up by. The bodies of bills, receipts and shifts are facts of the replica; a row
 * here says where they stand. Receipts, movements and deeds are never changed, and a shift is closed once:
 * the database itself refuses anything else.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS bill (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  table_id TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS bill_open ON bill (position) WHERE state = 'open';

CREATE TABLE IF NOT EXISTS receipt (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  issued_ms INTEGER NOT NULL,
  day TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  reverses_id TEXT,
  total_haler INTEGER NOT NULL,
  cash_haler INTEGER NOT NULL,
  search TEXT NOT NULL,
  UNIQUE (series, year, seq)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS receipt_reverses ON receipt (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS receipt_shift ON receipt (shift_id);
CREATE INDEX IF NOT EXISTS receipt_day ON receipt (day);
CREATE TRIGGER IF NOT EXISTS receipt_stays BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;
CREATE TRIGGER IF NOT EXISTS receipt_lasts BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;

CREATE TABLE IF NOT EXISTS shift (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  register_id TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  float_haler INTEGER NOT NULL,
  z_number INTEGER,
  closed TEXT,
  takings_haler INTEGER,
  difference_haler INTEGER,
  UNIQUE (register_id, z_number)
) STRICT;
CREATE TRIGGER IF NOT EXISTS shift_closes_once BEFORE UPDATE ON shift WHEN old.z_number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed shift is never changed'); END;
CREATE TRIGGER IF NOT EXISTS shift_lasts BEFORE DELETE ON shift
BEGIN SELECT RAISE(ABORT, 'a shift is never deleted'); END;

CREATE TABLE IF NOT EXISTS cash_movement (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  shift_id TEXT NOT NULL,
  at TEXT NOT NULL,
  amount_haler INTEGER NOT NULL,
  reason TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  allowed_by TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS cash_movement_shift ON cash_movement (shift_id);
CREATE TRIGGER IF NOT EXISTS cash_movement_stays BEFORE UPDATE ON cash_movement
BEGIN SELECT RAISE(ABORT, 'a cash movement is never changed'); END;
CREATE TRIGGER IF NOT EXISTS cash_movement_lasts BEFORE DELETE ON cash_movement
BEGIN SELECT RAISE(ABORT, 'a cash movement is never deleted'); END;

CREATE TABLE IF NOT EXISTS deed (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  result_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS order_number (
  day TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that a database restored from a copy must not give out again, though it does not hold their receipts.
CREATE TABLE IF NOT EXISTS number_floor (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/**
 * Books of a shop of several registers. `own` is 1 for what this database wrote itself: only that must be unique,
 * because what other registers wrote has happened, whether or not it fits together. A receipt stands in the history
 * by `hlc`, the stamp of its fact, which no wrong clock can take out of order.
 */
export const sharedStep = `
ALTER TABLE bill ADD COLUMN trouble INTEGER NOT NULL DEFAULT 0;
CREATE INDEX bill_trouble ON bill (position) WHERE trouble = 1;

DROP TRIGGER receipt_stays;
DROP TRIGGER receipt_lasts;
ALTER TABLE receipt RENAME TO receipt_before;
CREATE TABLE receipt (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  issued_ms INTEGER NOT NULL,
  day TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  reverses_id TEXT,
  total_haler INTEGER NOT NULL,
  cash_haler INTEGER NOT NULL,
  search TEXT NOT NULL,
  register_id TEXT NOT NULL,
  own INTEGER NOT NULL,
  origin TEXT NOT NULL,
  hlc TEXT NOT NULL
) STRICT;
INSERT INTO receipt
  SELECT r.*, coalesce(f.body ->> '$.registerId', ''), 1, coalesce(f.origin, ''), coalesce(f.hlc, '')
  FROM receipt_before r LEFT JOIN fact f ON f.id = r.id AND f.kind = 'receipt' ORDER BY r.position;
DROP TABLE receipt_before;
CREATE UNIQUE INDEX receipt_number ON receipt (series, year, seq, CASE own WHEN 1 THEN '' ELSE id END);
CREATE UNIQUE INDEX receipt_own_reversal ON receipt (reverses_id) WHERE own = 1 AND reverses_id IS NOT NULL;
CREATE INDEX receipt_reverses ON receipt (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX receipt_shift ON receipt (shift_id, hlc);
CREATE INDEX receipt_day ON receipt (day);
CREATE INDEX receipt_time ON receipt (hlc);
CREATE TRIGGER receipt_stays BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;
CREATE TRIGGER receipt_lasts BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;

DROP TRIGGER shift_closes_once;
DROP TRIGGER shift_lasts;
ALTER TABLE shift RENAME TO shift_before;
CREATE TABLE shift (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  register_id TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  float_haler INTEGER NOT NULL,
  z_number INTEGER,
  closed TEXT,
  takings_haler INTEGER,
  difference_haler INTEGER,
  own INTEGER NOT NULL,
  hlc TEXT NOT NULL
) STRICT;
INSERT INTO shift SELECT s.*, 1, coalesce(f.hlc, '')
  FROM shift_before s LEFT JOIN fact f ON f.id = s.id AND f.kind = 'shift-opened' ORDER BY s.position;
DROP TABLE shift_before;
CREATE UNIQUE INDEX shift_own_z ON shift (register_id, z_number) WHERE own = 1 AND z_number IS NOT NULL;
CREATE INDEX shift_z ON shift (register_id, z_number);
CREATE INDEX shift_time ON shift (hlc);
CREATE TRIGGER shift_closes_once BEFORE UPDATE ON shift WHEN old.z_number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed shift is never changed'); END;
CREATE TRIGGER shift_lasts BEFORE DELETE ON shift
BEGIN SELECT RAISE(ABORT, 'a shift is never deleted'); END;

-- Receipts and shifts that say what can be true only once: a number, a reversal. Kept, and shown until settled.
CREATE TABLE clash (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  settled INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Every name that this database has had in the shop.
CREATE TABLE own_origin (origin TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO own_origin SELECT origin FROM replica;

-- Which series stands for the configured one since the first receipt.
CREATE TABLE own_series (configured TEXT PRIMARY KEY, series TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;
