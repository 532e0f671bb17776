/**
 * `eet_shop`: every sale that a register of the shop registers, and how it stands; all of it can be made anew from the
 * facts. `told_by` is the register whose outcome it is, null while there is none.
 */
export const eetShopStep = `
CREATE TABLE eet_shop (
  receipt_id  TEXT PRIMARY KEY,
  register_id TEXT NOT NULL,
  environment TEXT NOT NULL,
  number      TEXT NOT NULL,
  total       TEXT NOT NULL,
  sold_at     TEXT NOT NULL,
  sold_ms     INTEGER NOT NULL,
  state       TEXT NOT NULL,
  pok         TEXT,
  code        INTEGER,
  reason      TEXT NOT NULL,
  attempts    INTEGER NOT NULL,
  told_by     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX eet_shop_newest ON eet_shop (sold_ms, receipt_id);
CREATE INDEX eet_shop_state ON eet_shop (state, sold_ms, receipt_id);
CREATE INDEX eet_shop_register ON eet_shop (register_id, sold_ms, receipt_id);
CREATE INDEX eet_shop_open ON eet_shop (register_id, sold_ms) WHERE pok IS NULL;
`;
