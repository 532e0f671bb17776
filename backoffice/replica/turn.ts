import { crowded } from './hearing.ts';

/** Calls that wait for one store. */
const WAITING_MAX = 200;

/** Does one thing after another, in the order of the calls. Throws a Refusal `store-busy` when too many are waiting. */
export function createTurn(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (act) => {
    if (waiting >= WAITING_MAX) throw crowded();
    waiting++;
    const done = last.then(act).finally(() => waiting--);
    last = done.catch(() => {});
    return done;
  };
}
