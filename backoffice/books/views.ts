import type { World } from '../../world/index.ts';
import type { Database } from '../database/database.ts';
import { type Clashes, createClashViews } from './clash-views.ts';
import { createEetSales, type EetSales } from './eet/sales.ts';
import { createPapers, type Papers } from './papers.ts';
import { createHistory, type History } from './receipts/history.ts';
import { createShifts, type Shifts } from './shifts/shifts.ts';
import { createPortal, type Portal } from './takings/portal.ts';

/** All that is read from the books. */
export interface BookViews {
  readonly portal: Portal;
  readonly history: History;
  readonly shifts: Shifts;
  readonly eet: EetSales;
  readonly papers: Papers;
  readonly clashes: Clashes;
}

export function createBookViews(parts: {
  readonly database: Pick<Database, 'read'>;
  readonly world: Pick<World, 'wall_ms'>;
}): BookViews {
  const { database: db, world } = parts;
  const shifts = createShifts(db);
  return {
    portal: createPortal(db),
    history: createHistory(db),
    shifts,
    eet: createEetSales(db),
    papers: createPapers({ db, shifts, world }),
    clashes: createClashViews(db),
  };
}
