import type { Migration } from '../database/database.ts';

/**
 * `listed` holds the records of the shop as documents, made anew from the cells whenever one changes: `doc` is the last
 * one that could be read, NULL while fields without which there is nothing to show are still on their way; `said` is
 * what the cells say, by column, as JSON; `unreadable` the column that cannot be read. Of the newest cell `hlc`, `origin`
 * and `author`. Hashes of PINs are in neither.
 *
 * `listed_change` is every value that a cell was seen to take, as JSON. It is not made anew: the cells know only the
 * last one.
 */
export const priceListSteps: readonly Migration[] = [
  {
    name: 'price-list',
    sql: `
CREATE TABLE listed (
  store TEXT NOT NULL,
  tbl TEXT NOT NULL,
  id TEXT NOT NULL,
  doc TEXT,
  said TEXT NOT NULL,
  archived BIGINT NOT NULL,
  unreadable TEXT,
  hlc TEXT NOT NULL,
  origin TEXT NOT NULL,
  author TEXT,
  PRIMARY KEY (store, tbl, id)
);
CREATE TABLE listed_change (
  store TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq BIGINT NOT NULL,
  hlc TEXT NOT NULL,
  tbl TEXT NOT NULL,
  id TEXT NOT NULL,
  col TEXT NOT NULL,
  was TEXT,
  val TEXT,
  author TEXT,
  PRIMARY KEY (store, origin, seq)
);
CREATE INDEX listed_change_newest ON listed_change (store, hlc, seq);
CREATE INDEX listed_change_of ON listed_change (store, tbl, id, hlc, seq);
CREATE TABLE listed_version (
  store TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
)`,
  },
];
