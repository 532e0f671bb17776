/**
 * What is known of a backoffice besides how to get in: closed shifts that it holds whole, and what it held when last
 * heard, with the moment at which it last held everything (milliseconds since 1970). Of stores that were left, too:
 * whoever comes back goes on from there.
 */
export const backofficeStep = `
CREATE TABLE backoffice_whole (
  store TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  PRIMARY KEY (store, shift_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE backoffice_held (
  store TEXT PRIMARY KEY,
  vv TEXT NOT NULL,
  in_step_ms INTEGER
) STRICT, WITHOUT ROWID;
`;
