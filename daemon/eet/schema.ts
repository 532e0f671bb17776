/**
 * `eet_sale`: every receipt that is to be registered; `sale` (JSON) is frozen when it is paid. `since_ms` and `due_ms`
 * are readings of the running clock (`eet_clock`), which only grows and counts the time the register was on.
 * `eet_attempt`: every message that was about to leave; one without an end is under way, or was when the register
 * went down. `program` is the version of the program that ran last.
 */
export const eetStep = `
CREATE TABLE eet_sale (
  receipt_id    TEXT PRIMARY KEY,
  register_id   TEXT NOT NULL,
  environment   TEXT NOT NULL CHECK (environment IN ('production', 'playground')),
  sale          TEXT NOT NULL,
  identity      TEXT NOT NULL,
  sold_ms       INTEGER NOT NULL,
  since_ms      INTEGER NOT NULL,
  own           INTEGER NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'blocked', 'rejected', 'confirmed', 'confirmed-unverified')),
  may_have_left INTEGER NOT NULL,
  attempts      INTEGER NOT NULL,
  step          INTEGER NOT NULL,
  faults        INTEGER NOT NULL,
  due_ms        INTEGER,
  code          INTEGER,
  reason        TEXT NOT NULL,
  pok           TEXT,
  confirmed_at  TEXT,
  confirmed_ms  INTEGER,
  confirmed_by  TEXT,
  test          INTEGER NOT NULL,
  CHECK ((pok IS NULL) = (state IN ('waiting', 'blocked', 'rejected')))
) STRICT;
CREATE INDEX eet_sale_open ON eet_sale (state, sold_ms) WHERE pok IS NULL;
CREATE INDEX eet_sale_unverified ON eet_sale (sold_ms) WHERE state = 'confirmed-unverified';
CREATE INDEX eet_sale_confirmed ON eet_sale (confirmed_ms) WHERE state = 'confirmed';
CREATE TRIGGER eet_sale_frozen BEFORE UPDATE OF receipt_id, register_id, environment, sale, identity, sold_ms ON eet_sale
  BEGIN SELECT RAISE(ABORT, 'what is registered is never changed'); END;
CREATE TRIGGER eet_sale_confirmed_stays BEFORE UPDATE ON eet_sale WHEN OLD.pok IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a confirmed sale is never changed'); END;
CREATE TRIGGER eet_sale_stays BEFORE DELETE ON eet_sale
  BEGIN SELECT RAISE(ABORT, 'a sale to be registered is never deleted'); END;

CREATE TABLE eet_attempt (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid           TEXT NOT NULL UNIQUE,
  receipt_id     TEXT NOT NULL REFERENCES eet_sale,
  sha256         TEXT NOT NULL,
  first          INTEGER NOT NULL,
  started_at     TEXT NOT NULL,
  ended_at       TEXT,
  state          TEXT,
  code           INTEGER,
  http_status    INTEGER,
  transaction_id TEXT,
  pok            TEXT,
  warnings       TEXT NOT NULL,
  answer         TEXT,
  reason         TEXT NOT NULL
) STRICT;
CREATE INDEX eet_attempt_of ON eet_attempt (receipt_id, seq);
CREATE INDEX eet_attempt_open ON eet_attempt (seq) WHERE state IS NULL;
CREATE INDEX eet_attempt_ended ON eet_attempt (seq) WHERE ended_at IS NOT NULL;

CREATE TABLE eet_clock (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  running_ms INTEGER NOT NULL,
  program    TEXT NOT NULL
) STRICT;
INSERT INTO eet_clock VALUES (1, 0, '');
`;

/** A copy that takes the place of a lost database does not know what was sent after it was made. */
export const restoredSales = `UPDATE eet_sale SET may_have_left = 1 WHERE pok IS NULL`;
