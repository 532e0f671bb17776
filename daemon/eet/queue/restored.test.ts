import { pino } from 'pino';
import { expect, it } from 'vitest';
import { manualWorld } from '../../../world/manual.fixture.ts';
import { openStore } from '../../store/database.ts';
import { testFolder } from '../../store/folder.fixture.ts';
import { restoreCopy } from '../../store/restore.ts';
import { FRESH } from './row.ts';
import { draftOf } from './shop.fixture.ts';
import { sqliteEetStorage } from './sqlite-storage.ts';

it('a restored copy believes of no sale that it has not been sent: it may have been since', async () => {
  using folder = testFolder();
  const world = manualWorld();
  const open = () => openStore({ dir: folder.dir, world, log: pino({ level: 'silent' }) });
  const store = open();
  const storage = sqliteEetStorage(store);
  storage.transaction(() => storage.add({ ...FRESH, ...draftOf('a', 0), since_ms: 0, own: true }));
  await store.copy();
  store.close();
  restoreCopy({ dir: folder.dir, world });
  const restored = open();
  expect(sqliteEetStorage(restored).get('a')?.left).toBe(true);
  restored.close();
});
