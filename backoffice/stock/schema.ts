import type { Migration } from '../database/database.ts';

/**
 * `stock_movement`: which facts are reckoned with, in the order of their stamps; `at` is the local time in them without
 * its offset. `stock`: what they come to, `take` being the stamp of the last stock-take. Both can be made anew from the
 * facts. `stock_deed`: what was done here under which key, so that asking again moves nothing.
 */
export const stockSteps: readonly Migration[] = [
  {
    name: 'stock',
    sql: `
CREATE TABLE stock_movement (
  store TEXT NOT NULL,
  item_id TEXT NOT NULL,
  hlc TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  at TEXT NOT NULL,
  register_id TEXT NOT NULL,
  PRIMARY KEY (store, item_id, hlc, origin, seq)
);
CREATE INDEX stock_newest ON stock_movement (store, hlc, seq);
CREATE INDEX stock_take ON stock_movement (store, item_id, hlc) WHERE kind = 'take';
CREATE TABLE stock (
  store TEXT NOT NULL,
  item_id TEXT NOT NULL,
  level BIGINT NOT NULL,
  take TEXT,
  last TEXT NOT NULL,
  PRIMARY KEY (store, item_id)
);
CREATE TABLE stock_deed (
  store TEXT NOT NULL,
  deed TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (store, deed)
)`,
  },
];
