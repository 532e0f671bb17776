/**
 * `device_setting` holds what was learnt at set-up, as JSON: the printer's number of CP852, the sense of the
 * drawer's switch. `drawer_opening` is the journal of the drawer: a row is written before the pulse, so that a
 * power cut between the two leaves an opening without an outcome and not one without a trace.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS device_setting (
  device TEXT NOT NULL,
  key    TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (device, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drawer_opening (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  at      TEXT NOT NULL,
  why     TEXT NOT NULL CHECK (why IN ('sale', 'cash', 'no-sale', 'key', 'test')),
  reason  TEXT NOT NULL,
  staff   TEXT,
  outcome TEXT
) STRICT;
`;

/** What came of an opening is kept in both languages, as JSON. Only people give reasons: `why` tells the rest. */
export const outcomeWordsStep = `
UPDATE drawer_opening SET outcome = json_object('cs', outcome, 'en', 'Told in Czech: ' || outcome)
  WHERE outcome IS NOT NULL;
UPDATE drawer_opening SET reason = '' WHERE why IN ('key', 'test');
`;
