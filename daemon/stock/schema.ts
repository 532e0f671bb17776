/**
 * `stock_movement`: which facts are reckoned with, in the order of their stamps; `quantity` as in the fact. `stock`:
 * what they come to, `take` being the stamp of the last stock-take. Both can be made anew from the facts.
 */
export const stockStep = `
CREATE TABLE stock_movement (
  item_id TEXT NOT NULL,
  hlc TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (item_id, hlc, origin, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_take ON stock_movement (item_id, hlc) WHERE kind = 'take';
CREATE TABLE stock (
  item_id TEXT PRIMARY KEY,
  level INTEGER NOT NULL,
  take TEXT
) STRICT, WITHOUT ROWID;
`;
