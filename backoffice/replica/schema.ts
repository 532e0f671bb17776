import type { Migration } from '../database/database.ts';

/**
 * A replica for each store, with the tables of sync/. `cell` holds the winning value of each field, `fact` what
 * happened and never changes, `vv` up to which number every effect of an origin is held, `floor` up to which number
 * deleted records may have been thrown away by a register. `stage` holds the parts of an answer until the last one is
 * there; of a fact `col` is NULL. `replica` names the store's own database here, and keeps its clock; `unheard` is the
 * last own number of an earlier run, until a register was heard that holds no other rows under later ones.
 */
export const replicaSteps: readonly Migration[] = [
  {
    name: 'replica',
    sql: `
CREATE TABLE replica (
  store TEXT NOT NULL PRIMARY KEY,
  origin TEXT NOT NULL,
  clock TEXT,
  unheard BIGINT
);
CREATE TABLE vv (
  store TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (store, origin)
);
CREATE TABLE floor (
  store TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (store, origin)
);
CREATE TABLE cell (
  store TEXT NOT NULL,
  tbl TEXT NOT NULL,
  id TEXT NOT NULL,
  col TEXT NOT NULL,
  val TEXT NOT NULL,
  hlc TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (store, tbl, id, col)
);
CREATE INDEX cell_news ON cell (store, origin, seq);
CREATE TABLE fact (
  store TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq BIGINT NOT NULL,
  hlc TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (store, origin, seq)
);
CREATE INDEX fact_of ON fact (store, id, kind, hlc);
CREATE TABLE stage (
  store TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq BIGINT NOT NULL,
  hlc TEXT NOT NULL,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  col TEXT,
  text TEXT NOT NULL,
  PRIMARY KEY (store, origin, seq)
);
CREATE TABLE parked (
  store TEXT NOT NULL,
  what TEXT NOT NULL,
  place TEXT NOT NULL,
  origin TEXT,
  seq BIGINT,
  kind TEXT,
  id TEXT,
  why TEXT NOT NULL,
  text TEXT,
  register TEXT,
  at TEXT NOT NULL,
  PRIMARY KEY (store, what, place)
);
CREATE TABLE projection (
  store TEXT NOT NULL,
  name TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (store, name)
)`,
  },
];
