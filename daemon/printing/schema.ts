/**
 * `seq` is the order in which jobs were asked for. `meant_for` is set while another printer stands in. `bytes`
 * are what was sent last, with the model that they were made for (`size`, JSON), so that the very paper can be
 * shown again. `substituted` names characters that the printer does not have.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS print_job (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL CHECK (kind IN ('receipt', 'order', 'report', 'test')),
  ref         TEXT NOT NULL,
  payload     TEXT NOT NULL,
  printer     TEXT NOT NULL,
  meant_for   TEXT,
  state       TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'printed', 'failed', 'unknown', 'cancelled')),
  copy        INTEGER NOT NULL,
  parked      INTEGER NOT NULL,
  attempts    INTEGER NOT NULL,
  proof       TEXT,
  reason      TEXT,
  hint        TEXT,
  bytes       BLOB,
  size        TEXT,
  substituted TEXT,
  created_at  TEXT NOT NULL,
  created_ms  INTEGER NOT NULL,
  changed_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS print_job_by_ref ON print_job (ref, seq);
CREATE INDEX IF NOT EXISTS print_job_open ON print_job (printer, seq)
  WHERE state NOT IN ('printed', 'cancelled');
CREATE INDEX IF NOT EXISTS print_job_old ON print_job (changed_ms) WHERE state IN ('printed', 'cancelled');
`;

/** Bills are printed too. SQLite changes a CHECK only by making the table anew; jobs keep their place. */
export const billStep = `
ALTER TABLE print_job RENAME TO print_job_before;
DROP INDEX print_job_by_ref;
DROP INDEX print_job_open;
DROP INDEX print_job_old;
${schema.replace("'report', 'test')", "'report', 'test', 'bill')")}
INSERT INTO print_job SELECT * FROM print_job_before;
DROP TABLE print_job_before;
`;

/** What is told of a job is kept in both languages, as JSON. */
export const jobWordsStep = `
UPDATE print_job SET
  reason = iif(reason IS NULL, NULL, json_object('cs', reason, 'en', 'Told in Czech: ' || reason)),
  hint = iif(hint IS NULL, NULL, json_object('cs', hint, 'en', 'Told in Czech: ' || hint)),
  substituted =
    iif(substituted IS NULL, NULL, json_object('cs', substituted, 'en', 'Told in Czech: ' || substituted));
`;
