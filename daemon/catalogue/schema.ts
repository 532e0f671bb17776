/**
 * What is on offer, as rows. Columns bear the contract's field names; lists are JSON. Nothing but the id is
 * unique here: two registers apart from each other may give one PLU twice, and both rows must be storable for
 * the clash to be shown.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS item (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  shortName TEXT NOT NULL,
  price_haler INTEGER NOT NULL,
  vatClass TEXT NOT NULL,
  categoryId TEXT NOT NULL,
  unit TEXT NOT NULL,
  plu TEXT,
  eans TEXT NOT NULL,
  weighedEanPrefix TEXT,
  labels TEXT NOT NULL,
  allergens TEXT NOT NULL,
  hue INTEGER,
  route TEXT,
  soldOut INTEGER NOT NULL,
  openPrice INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  changedBy TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS category (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  hue INTEGER NOT NULL,
  position INTEGER NOT NULL,
  route TEXT,
  archived INTEGER NOT NULL,
  changedBy TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS dining_table (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  area TEXT NOT NULL,
  position INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  changedBy TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS vat_rate (
  id TEXT PRIMARY KEY,
  vatClass TEXT NOT NULL,
  name TEXT NOT NULL,
  rate_bp INTEGER NOT NULL,
  validFrom TEXT NOT NULL,
  archived INTEGER NOT NULL,
  changedBy TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS payment_type (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  currency TEXT NOT NULL,
  rate_haler INTEGER,
  registered INTEGER NOT NULL,
  active INTEGER NOT NULL,
  position INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  changedBy TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS setting (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  changedBy TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;
CREATE TABLE IF NOT EXISTS catalogue_version (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO catalogue_version VALUES (1, 0);
`;

/**
 * When and where a price was last set by hand, JSON of PriceMark and VatMark; changes planned ahead; records that a
 * sibling has changed and that are not shown here yet; the shift at whose opening they were last let in.
 */
export const scheduleStep = `
ALTER TABLE item ADD COLUMN priceMark TEXT;
ALTER TABLE item ADD COLUMN vatMark TEXT;
CREATE TABLE IF NOT EXISTS scheduled_change (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  itemId TEXT,
  categoryId TEXT,
  startsAt TEXT,
  price_haler INTEGER,
  vatClass TEXT,
  percent_bp INTEGER,
  weekdays TEXT NOT NULL,
  fromTime TEXT,
  toTime TEXT,
  setBy TEXT NOT NULL,
  setOn TEXT NOT NULL,
  archived INTEGER NOT NULL,
  changedBy TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS catalogue_waiting (
  tbl TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (tbl, id)
) STRICT, WITHOUT ROWID;
ALTER TABLE catalogue_version ADD COLUMN shift TEXT;
`;

/** Whether an item is kept in stock. */
export const stockedStep = `
ALTER TABLE item ADD COLUMN stocked INTEGER NOT NULL DEFAULT 0;
`;

/** What is paid for now and drawn from later, and what draws. */
export const prepaidStep = `
ALTER TABLE item ADD COLUMN prepaid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment_type ADD COLUMN prepaid INTEGER NOT NULL DEFAULT 0;
`;

/** What an item is made of, JSON of Recipe. */
export const recipeStep = `
ALTER TABLE item ADD COLUMN recipe TEXT;
`;
