/**
 * What this box alone knows of its siblings, so none of it is replicated: where they were found before, and the
 * register that let this one in, until the list of all registers has come from it.
 */
export const siblingsStep = `
CREATE TABLE sibling_address (
  register_id TEXT NOT NULL,
  address TEXT NOT NULL,
  how TEXT NOT NULL,
  found_ms INTEGER NOT NULL,
  PRIMARY KEY (register_id, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE shop_sponsor (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  register_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL
) STRICT;
`;
