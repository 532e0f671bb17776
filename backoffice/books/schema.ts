import type { Migration } from '../database/database.ts';

/*
 * All of it can be made anew from the facts, and is when `version` of its projection grows. Times without an offset are
 * those of the shop's own clocks; `hlc` is the stamp of the fact.
 */

/** What receipts are found by; the rest of one is read from its fact, which `origin` and `seq` name. */
const receipts: Migration = {
  name: 'books-receipts',
  sql: `
CREATE TABLE receipt (
  store        TEXT NOT NULL,
  id           TEXT NOT NULL,
  origin       TEXT NOT NULL,
  seq          BIGINT NOT NULL,
  hlc          TEXT NOT NULL,
  number       TEXT NOT NULL,
  issued_at    TEXT NOT NULL,
  register_id  TEXT NOT NULL,
  shift_id     TEXT NOT NULL,
  reverses_id  TEXT,
  staff_id     TEXT NOT NULL,
  dining_table TEXT,
  payments     TEXT NOT NULL,
  total_haler  BIGINT NOT NULL,
  cash_haler   BIGINT NOT NULL,
  search       TEXT NOT NULL,
  PRIMARY KEY (store, id)
);
CREATE INDEX receipt_newest ON receipt (store, issued_at, id);
CREATE INDEX receipt_shift ON receipt (store, shift_id, hlc);
CREATE INDEX receipt_number ON receipt (store, number);
CREATE INDEX receipt_reverses ON receipt (store, reverses_id)`,
};

/** The cube: what each day brought, by one thing at a time (books/takings/parts.ts). */
const takings: Migration = {
  name: 'books-takings',
  sql: `
CREATE TABLE taking (
  store                TEXT NOT NULL,
  day                  TEXT NOT NULL,
  dimension            TEXT NOT NULL,
  key                  TEXT NOT NULL,
  count                BIGINT NOT NULL,
  amount_haler         BIGINT NOT NULL,
  quantity_thousandths BIGINT NOT NULL,
  base_haler           BIGINT NOT NULL,
  vat_haler            BIGINT NOT NULL,
  PRIMARY KEY (store, day, dimension, key)
)`,
};

/** What receipts call things by: the name on the receipt with the highest stamp. `detail`: a unit, a kind of payment. */
const names: Migration = {
  name: 'books-names',
  sql: `
CREATE TABLE receipt_name (
  store     TEXT NOT NULL,
  dimension TEXT NOT NULL,
  key       TEXT NOT NULL,
  name      TEXT NOT NULL,
  detail    TEXT NOT NULL,
  hlc       TEXT NOT NULL,
  PRIMARY KEY (store, dimension, key)
)`,
};

/**
 * `z_number` and what follows it are of the close, null while the shift is open; `held_` is what the receipts here come
 * to. `state` is open, whole or incomplete, and what an incomplete one lacks stands in the last three columns.
 */
const shifts: Migration = {
  name: 'books-shifts',
  sql: `
CREATE TABLE shift (
  store               TEXT NOT NULL,
  id                  TEXT NOT NULL,
  register_id         TEXT NOT NULL,
  opened_at           TEXT NOT NULL,
  opened_local        TEXT NOT NULL,
  opened_by           TEXT NOT NULL,
  float_haler         BIGINT NOT NULL,
  z_number            BIGINT,
  closed_at           TEXT,
  closed_by           TEXT,
  counted_haler       BIGINT,
  reported_count      BIGINT,
  reported_haler      BIGINT,
  reported_cash_haler BIGINT,
  held_count          BIGINT NOT NULL,
  held_haler          BIGINT NOT NULL,
  held_cash_haler     BIGINT NOT NULL,
  state               TEXT NOT NULL,
  lacks_receipts      BIGINT NOT NULL,
  lacks_movements     BIGINT NOT NULL,
  differs             BIGINT NOT NULL,
  PRIMARY KEY (store, id)
);
CREATE INDEX shift_newest ON shift (store, opened_local, id);
CREATE INDEX shift_number ON shift (store, register_id, z_number);
CREATE INDEX shift_state ON shift (store, state, opened_local, id);
CREATE TABLE cash_movement (
  store        TEXT NOT NULL,
  id           TEXT NOT NULL,
  shift_id     TEXT NOT NULL,
  at           TEXT NOT NULL,
  amount_haler BIGINT NOT NULL,
  reason       TEXT NOT NULL,
  staff_id     TEXT NOT NULL,
  allowed_by   TEXT NOT NULL,
  hlc          TEXT NOT NULL,
  PRIMARY KEY (store, id)
);
CREATE INDEX cash_movement_shift ON cash_movement (store, shift_id, hlc)`,
};

/** `told_by` is the register whose outcome it is, null while there is none. `open`: 1 while it has no POK. */
const eet: Migration = {
  name: 'books-eet',
  sql: `
CREATE TABLE eet_sale (
  store       TEXT NOT NULL,
  receipt_id  TEXT NOT NULL,
  register_id TEXT NOT NULL,
  environment TEXT NOT NULL,
  number      TEXT NOT NULL,
  total       TEXT NOT NULL,
  sold_at     TEXT NOT NULL,
  sold_local  TEXT NOT NULL,
  sold_ms     BIGINT NOT NULL,
  state       TEXT NOT NULL,
  open        BIGINT NOT NULL,
  pok         TEXT,
  code        BIGINT,
  reason      TEXT NOT NULL,
  attempts    BIGINT NOT NULL,
  told_by     TEXT,
  PRIMARY KEY (store, receipt_id)
);
CREATE INDEX eet_sale_newest ON eet_sale (store, sold_ms, receipt_id);
CREATE INDEX eet_sale_open ON eet_sale (store, open, sold_ms, receipt_id);
CREATE INDEX eet_sale_state ON eet_sale (store, state, sold_ms, receipt_id);
CREATE INDEX eet_sale_register ON eet_sale (store, register_id, environment, state, sold_ms);
CREATE TABLE eet_take_over (
  store       TEXT NOT NULL,
  register_id TEXT NOT NULL,
  taken_by    TEXT NOT NULL,
  at          TEXT NOT NULL,
  PRIMARY KEY (store, register_id, taken_by)
)`,
};

/** What can be true only once and was written twice, until somebody has seen to it. */
const clashes: Migration = {
  name: 'books-clashes',
  sql: `
CREATE TABLE clash (
  store   TEXT NOT NULL,
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  settled BIGINT NOT NULL,
  PRIMARY KEY (store, kind, id)
)`,
};

/** Which bill a receipt is for; null at the counter. */
const bills: Migration = {
  name: 'books-receipt-bills',
  sql: `
ALTER TABLE receipt ADD COLUMN bill_id TEXT;
CREATE INDEX receipt_bill ON receipt (store, bill_id)`,
};

export const booksSteps: readonly Migration[] = [receipts, takings, names, shifts, eet, clashes, bills];
