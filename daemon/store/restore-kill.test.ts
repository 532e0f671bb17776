import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { realWorld as world } from '../../world/index.ts';
import { openStore } from './database.ts';
import { databaseFile, listSetAside } from './files.ts';
import { testFolder } from './folder.fixture.ts';
import { restoreCopy } from './restore.ts';

const log = pino({ level: 'silent' });
const DELAYS_MS = [0, 3, 8, 15, 25];

it('a restore that is killed at any moment is done by the next one, and nothing that was put away is lost', {
  timeout: 240_000,
}, async () => {
  using folder = testFolder();
  const { dir } = folder;
  const note = (store: ReturnType<typeof openStore>, count: number) =>
    store.transaction(() => {
      for (let i = 0; i < count; i++) store.journal.fact('cash', world.uuid(), { text: 'x'.repeat(400) });
    });
  let store = openStore({ dir, world, log });
  note(store, 3_000);
  const copy = await store.copy();
  note(store, 10);
  store.close();
  const origins = new Set<unknown>([originOf(databaseFile(dir))]);
  const module = new URL('./restore.ts', import.meta.url).href;
  const code = `const { restoreCopy } = await import(${JSON.stringify(module)});
    const { realWorld: world } = await import(${JSON.stringify(new URL('../../world/index.ts', import.meta.url).href)});
    process.stdout.write('.');
    restoreCopy({ dir: ${JSON.stringify(dir)}, from: ${JSON.stringify(copy)}, world });`;
  for (const delay of DELAYS_MS) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(child, 'exit');
    await once(child.stdout, 'data');
    const began = performance.now();
    while (performance.now() - began < delay) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await gone;
    // A start in between makes no new, empty database in the place of the one that is being restored.
    if (!existsSync(databaseFile(dir))) {
      expect(() => openStore({ dir, world, log })).toThrow(/nejsou na svém místě/);
    }
    restoreCopy({ dir, from: copy, world });
    store = openStore({ dir, world, log });
    expect(store.db.prepare('SELECT count(*) FROM fact').pluck().get()).toBe(3_000);
    const origin = originOf(databaseFile(dir));
    expect(origins.has(origin)).toBe(false);
    origins.add(origin);
    store.close();
    rmSync(`${databaseFile(dir)}.part`, { force: true });
  }
  // The database of before is among what was put away, whole.
  const counts = listSetAside(dir).map((file) => {
    const db = new Database(file, { readonly: true });
    const count = db.prepare('SELECT count(*) FROM fact').pluck().get();
    db.close();
    return count;
  });
  expect(counts).toContain(3_010);
});

function originOf(file: string): unknown {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('SELECT origin FROM replica').pluck().get();
  } finally {
    db.close();
  }
}
