/**
 * A register that sells and registers its sales until it is killed. Arguments: the data folder, the authority's
 * address, the environment that is set now, the first number it gives out, and whether it goes on selling.
 */
import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { createEetQueue } from '../../daemon/eet/queue/queue.ts';
import { attemptOf, buildPlain, draftOf, outcomes, paper } from '../../daemon/eet/queue/shop.fixture.ts';
import { sqliteEetStorage } from '../../daemon/eet/queue/sqlite-storage.ts';
import { openStore } from '../../daemon/store/database.ts';
import type { Authority, Environment, Outcome } from '../../eet/index.ts';
import { localTime } from '../../wire/index.ts';
import { realWorld as world } from '../../world/index.ts';

const [dir = '', address = '', environment = '', first = '0', sells = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const store = openStore({ dir, world, log });

const authority: Authority = {
  async send(message, to) {
    try {
      const answer = await fetch(`${address}/${to.environment}`, { method: 'POST', body: message.xml });
      return attemptOf((await answer.json()) as Outcome);
    } catch {
      return attemptOf(outcomes.retry(true));
    }
  },
  close() {},
};
const queue = createEetQueue({
  storage: sqliteEetStorage(store),
  world,
  log,
  authority,
  build(sale, head, credential) {
    const message = buildPlain(sale, head, credential);
    return { ...message, sha256: createHash('sha256').update(message.xml).digest('hex') };
  },
  credentialFor: (_sale, of) => paper(of),
  localTime: (wall_ms) => localTime(wall_ms, 'Europe/Prague'),
  registerId: 'bar',
  program: '1',
});
queue.start();
process.send?.({ kind: 'ready' });

let number = Number(first);
setInterval(() => {
  if (sells !== '') {
    const draft = draftOf(`s${number++}`, world.wall_ms(), { environment: environment as Environment });
    process.send?.({ kind: 'selling', id: draft.receiptId });
    store.transaction(() => queue.add(draft));
    process.send?.({ kind: 'sold', id: draft.receiptId, sale: JSON.stringify(draft.sale), environment });
    queue.wake();
  } else if (queue.counts(0).waiting === 0) process.send?.({ kind: 'idle' });
}, 15);
