/** The one renewal of a certificate that is under way on this register. */
export const renewalStep = `
CREATE TABLE eet_renewal (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  renews TEXT NOT NULL,
  request_id TEXT NOT NULL,
  next TEXT
) STRICT;
`;
