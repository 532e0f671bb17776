import { checkSchedule, keptChange, mustBePlanned, scheduledView } from '../../catalogue/index.ts';
import type { ScheduledChangeView } from '../http/contract.ts';
import type { Catalogue } from './catalogue.ts';
import type { CatalogueState } from './state.ts';
import { step } from './step.ts';

type ScheduleWrites = Pick<Catalogue, 'schedule' | 'unschedule'>;

export function scheduleWrites(state: CatalogueState): ScheduleWrites {
  const { shelves, world, options } = state;
  return {
    schedule(draft, author) {
      checkSchedule(draft, {
        item: (id) => state.regular(id),
        hasCategory: (id) => shelves.categories.get(id) !== undefined,
        rates: state.lists().rates,
        planned: [...shelves.scheduled.values()].length,
        zone: options.timezone,
        now_ms: world.wall_ms(),
      });
      const change = keptChange(world.uuid(), draft, author.staffId, {
        id: options.registerId,
        name: options.registerName,
      });
      state.write(author, step(shelves.scheduled, [change]));
      return scheduledView(change, options.staffName?.(author.staffId) ?? null) as ScheduledChangeView;
    },
    unschedule(id, author) {
      state.write(author, step(shelves.scheduled, [], [mustBePlanned(shelves.scheduled.get(id))]));
    },
  };
}
