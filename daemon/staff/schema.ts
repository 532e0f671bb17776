/**
 * `staff` is the projection of the replicated cells of people. Sessions and wrong attempts belong to this
 * register alone. A session's token is kept as its SHA-256: a stolen copy of the database signs nobody in.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS staff (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL,
  pin TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS session (
  token_sha256 TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pin_attempt (
  subject TEXT PRIMARY KEY,
  wrong INTEGER NOT NULL,
  last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
