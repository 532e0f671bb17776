/** Where siblings were found before: hints of this box alone, so they are no cells. */
export const siblingsStep = `
CREATE TABLE sibling_address (
  register_id TEXT NOT NULL,
  address TEXT NOT NULL,
  how TEXT NOT NULL,
  found_ms INTEGER NOT NULL,
  PRIMARY KEY (register_id, address)
) STRICT, WITHOUT ROWID;
`;
