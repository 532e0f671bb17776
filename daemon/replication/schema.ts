/** The number of the projections with which this database was last projected whole. */
export const replicationStep = `
CREATE TABLE projected (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;
`;
