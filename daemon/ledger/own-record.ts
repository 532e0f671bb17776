import { Refusal } from '../../wire/index.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { REGISTER } from './registers.ts';
import type { OwnSeries } from './series.ts';

/**
 * Tells the shop who this register is and which series it uses, when what the shop holds differs. While everything of
 * the shop is still being drawn nothing may be written; the next occasion will do.
 */
export function createOwnRecord(
  store: Store,
  self: { readonly id: string; readonly name: string; readonly unnamed?: boolean },
  ownSeries: OwnSeries,
  log: Pick<Log, 'warn'>,
): { tell(): void } {
  const { journal } = store;
  return {
    tell() {
      if (self.unnamed) return;
      const wanted = { name: self.name, series: ownSeries.current(), origin: journal.origin };
      const held = journal.record(REGISTER, self.id);
      const differing = Object.entries(wanted).filter(([column, value]) => held[column]?.value !== value);
      if (differing.length === 0) return;
      try {
        store.transaction(() => journal.cells(REGISTER, self.id, Object.fromEntries(differing)));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        log.warn({ code: error.code }, 'this register has not told the shop who it is');
      }
    },
  };
}
