/**
 * Where else copies of the database go, and how that went last; of this box alone, so none of it is replicated. `id` is
 * the mark that the place bears. `source`: the daily copy that was put down last; `copies`: what lies there, as JSON.
 */
export const careStep = `
CREATE TABLE backup_target (
  id       TEXT PRIMARY KEY,
  kind     TEXT NOT NULL CHECK (kind IN ('folder', 'stick')),
  name     TEXT NOT NULL,
  place    TEXT NOT NULL,
  added_ms INTEGER NOT NULL,
  ok_ms    INTEGER,
  source   TEXT NOT NULL,
  copies   TEXT NOT NULL,
  tried_ms INTEGER,
  fault    TEXT,
  missing_bytes INTEGER
) STRICT, WITHOUT ROWID;
`;
