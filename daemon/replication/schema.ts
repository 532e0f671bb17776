/** The number of the projections with which this database was last projected whole. */
export const replicationStep = `
CREATE TABLE projected (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;
`;

/**
 * The last number of the own origin when the register was started for the first time since it heard a sibling. If
 * the disk turns out to have lost commits, the rows above it are those that were numbered twice.
 */
export const unheardStep = `
CREATE TABLE unheard (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL
) STRICT;
`;
