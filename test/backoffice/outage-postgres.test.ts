import { postgresOpener } from '../../backoffice/database/both.fixture.ts';
import { outageTests } from './outage.contract.ts';
import { outage } from './outage.fixture.ts';

/** The same faults as over SQLite, and a few days of trade: what a month weighs is the same on the way. */
outageTests(outage(postgresOpener()), {
  month: { days: 4, aDay: 100 },
  least_chars: 1_000_000,
  lost: { days: 3, aDay: 100 },
  killed: { days: 10, aDay: 200 },
});
