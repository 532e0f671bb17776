export const FACT_STAYS = `CREATE TRIGGER IF NOT EXISTS fact_stays BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;`;

/**
 * The replica's three tables. `cell` holds the winning value of each field, `fact` what happened and never
 * changes, `vv` up to which number every effect of an origin is held; with the own origin also the last reading
 * of the hybrid clock. `replica` names the own origin, minted when a database is created or restored.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS replica (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  origin TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS vv (
  origin TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  stamp TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cell (
  tbl TEXT NOT NULL,
  id TEXT NOT NULL,
  col TEXT NOT NULL,
  val TEXT NOT NULL,
  hlc TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (tbl, id, col)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS cell_news ON cell (origin, seq);
CREATE TABLE IF NOT EXISTS fact (
  origin TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hlc TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (origin, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS fact_of ON fact (id, kind, hlc);
${FACT_STAYS}
CREATE TRIGGER IF NOT EXISTS fact_lasts BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'a fact is never deleted'); END;
`;

/**
 * For the exchange with siblings. `sponsor`: from which origin everything is to be drawn before a cell may be
 * changed, `*` when that is whichever comes first. `floor`: up to which number rows of deleted records may have been
 * thrown away. `stage`: rows of an answer that comes in parts, seen by nobody yet; of a fact `col` is null. It lies
 * in the file rather than in memory, because a new register draws years of receipts through it.
 */
export const replicaStep = `
ALTER TABLE replica ADD COLUMN sponsor TEXT;
CREATE TABLE floor (
  origin TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE stage (
  origin TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hlc TEXT NOT NULL,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  col TEXT,
  text TEXT NOT NULL,
  PRIMARY KEY (origin, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX cell_deleted ON cell (tbl, id) WHERE col = '_del';
`;
