import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { houseKey, makePackage } from '../../systemd/update/package.fixture.ts';
import type { Refusal } from '../../wire/index.ts';
import { testFolder } from '../store/folder.fixture.ts';
import { type BoxOptions, joinBox, startUpdateBox, type UpdateBox, until } from './boxes.fixture.ts';

// Boxes join by real keys and speak every five seconds.
vi.setConfig({ testTimeout: 180_000 });

const key = houseKey('dum');
const running = new Set<UpdateBox>();
afterEach(async () => {
  for (const box of running) await box.stop();
  running.clear();
});

async function start(id: string, options: Partial<BoxOptions> = {}): Promise<UpdateBox> {
  return here(await startUpdateBox({ id, keys: () => [key.trusted], ...options }));
}
function here(box: UpdateBox): UpdateBox {
  running.add(box);
  return box;
}
function stick(): string {
  const media = testFolder();
  onTestFinished(() => media[Symbol.dispose]());
  return media.dir;
}
const install = (box: UpdateBox, evenWithOpenShift = false) => box.updates.install({ evenWithOpenShift });
const codeOf = (done: Promise<unknown>) => done.then(() => 'done').catch((error: Refusal) => error.code);
const stateAt = async (box: UpdateBox, of: UpdateBox) =>
  (await box.view()).registers.find(({ registerId }) => registerId === of.id)?.cs;

test('a stick that is put in is looked through, and nothing is installed before somebody says so', async () => {
  const media = stick();
  const box = await start('p1', { media });
  expect((await box.view()).package).toBeNull();
  expect(await codeOf(install(box))).toBe('no-package');
  expect(await codeOf(box.updates.look(join(media, 'elsewhere')))).toBe('no-package-there');
  mkdirSync(join(media, 'SANDISK'));
  makePackage(join(media, 'SANDISK'), key, { version: '0.2.0' });
  appendFileSync(join(media, 'SANDISK', makePackage(join(media, 'SANDISK'), key, { version: '0.3.0' })), 'x');
  await until('offered', async () => (await box.view()).package !== null);
  const view = await box.view();
  expect(view.package).toMatchObject({ version: '0.2.0', key: 'dum' });
  expect(view.rejected).toMatchObject([
    { file: 'SANDISK/kasad_0.3.0_amd64.deb', cs: 'Nebere se: je delší, než má být.' },
  ]);
  expect(box.asked()).toBeUndefined();

  box.shiftOpen = true;
  await install(box);
  await until('waits', async () => (await box.view()).plan?.state === 'waits');
  expect(box.asked()).toBeUndefined();
  box.shiftOpen = false;
  await until('asked', () => box.asked() === 'kasad_0.2.0_amd64.deb');
  const next = here(await box.installed('done'));
  await until('over', async () => (await next.view()).plan?.state === 'over');
  expect(await next.view()).toMatchObject({ version: '0.2.0', last: { state: 'done' }, package: null });
  expect(next.updates.health()).toEqual([]);
});

test('an open shift is passed over only when told so, and only then', async () => {
  const media = stick();
  makePackage(media, key, { version: '0.2.0' });
  const box = await start('p1');
  box.shiftOpen = true;
  await box.updates.look(media);
  await install(box);
  await until('waits', async () => (await box.view()).plan?.state === 'waits');
  await install(box, true);
  await until('asked', () => box.asked() !== undefined);
});

test('a register without root’s side or without a key says so, and installs nothing', async () => {
  const media = stick();
  makePackage(media, key, { version: '0.2.0' });
  const box = await start('p1', { installed: false });
  await box.updates.look(media);
  expect((await box.view()).byHand?.cs).toContain('neběží z nainstalovaného balíčku');
  expect(await codeOf(install(box))).toBe('update-by-hand');
  const other = await start('p2', { keys: () => [] });
  await other.updates.look(media);
  expect((await other.view()).byHand?.hintCs).toContain('/etc/kasad/update-keys');
  expect((await other.view()).rejected[0]?.cs).toContain('koho tato pokladna nezná');
  expect(await codeOf(install(other))).toBe('update-by-hand');
});

test('what went wrong is told until it is thrown away, and can be tried once more', async () => {
  const media = stick();
  makePackage(media, key, { version: '0.2.0' });
  const box = await start('p1');
  await box.updates.look(media);
  await install(box);
  await until('asked', () => box.asked() !== undefined);
  const back = here(await box.installed('rolled-back'));
  await until('stopped', async () => (await back.view()).plan?.state === 'stopped');
  expect(back.updates.health()).toMatchObject([
    { state: 'attention', cs: expect.stringContaining('se vrátila k verzi 0.1.0') },
  ]);
  await install(back);
  await until('asked again', () => back.asked() !== undefined);
  expect(existsSync(join(back.dir, 'update.json'))).toBe(false);
  const twice = here(await back.installed('rolled-back'));
  await until('stopped', async () => (await twice.view()).plan?.state === 'stopped');
  await twice.updates.drop();
  expect(twice.updates.health()).toEqual([]);
  expect(readdirSync(join(twice.dir, 'updates'))).toEqual([]);
});

test('killed after it has said that it installs and before root was asked, it asks later', async () => {
  const media = stick();
  makePackage(media, key, { version: '0.2.0' });
  const box = await start('p1');
  await box.updates.look(media);
  // Root's folder cannot be written into: as good as a kill.
  mkdirSync(join(box.dir, 'updates/request.json.part'));
  await install(box);
  await until('installing', async () => (await stateAt(box, box))?.includes('právě se aktualizuje') === true);
  const next = await box.again();
  running.add(next);
  rmSync(join(next.dir, 'updates/request.json.part'), { recursive: true });
  await until('asked', () => next.asked() !== undefined);
});

test('three registers, one stick: one after another, the package by the shop’s own links; one goes back, and all stop', async () => {
  const media = stick();
  makePackage(media, key, { version: '0.2.0', bytes: 300_000 });
  let [one, two, three] = [await start('p1'), await start('p2'), await start('p3')];
  await joinBox(two, one);
  await joinBox(three, one);
  await until('all linked', () =>
    [one, two, three].every(({ siblings }) => siblings.spokenTo().length === 2),
  );
  // The stick is in the last one; the first in the order is tried first all the same.
  await three.updates.look(media);
  await install(three);
  await until('the first asks', () => one.asked() !== undefined);
  expect([two.asked(), three.asked()]).toEqual([undefined, undefined]);
  await until('seen', async () => (await stateAt(three, one))?.includes('právě se aktualizuje') === true);
  one = here(await one.installed('done'));
  await until('the second asks', () => two.asked() !== undefined);
  expect(await stateAt(two, one)).toBe('má novou verzi');
  expect([one.asked(), three.asked()]).toEqual([undefined, undefined]);

  two = here(await two.installed('rolled-back'));
  await until('all know', async () => {
    const views = await Promise.all([one, two, three].map((box) => box.view()));
    return views.every(({ plan }) => plan?.state === 'stopped');
  });
  expect(three.asked()).toBeUndefined();
  expect((await three.view()).plan?.cs).toContain('Pokladna p2 se s novou verzí nerozběhla');
  expect(one.updates.health()).toMatchObject([{ id: 'update', state: 'attention' }]);

  // Tried once more from another register, it goes through; one that was off follows when it is back.
  await three.stop();
  await until('noticed', () => !two.siblings.spokenTo().includes(three.id));
  await install(one);
  await until('the second asks', () => two.asked() !== undefined);
  two = here(await two.installed('done'));
  await until('over for those that are on', async () => (await one.view()).plan?.state === 'over');
  three = here(await three.again());
  await until('the third asks', () => three.asked() !== undefined);
  three = here(await three.installed('done'));
  await until('all have it', async () =>
    (await one.view()).registers.every(({ version }) => version === '0.2.0'),
  );
});

test('a price change does not wait for a package that is on its way', async () => {
  const media = stick();
  const [one, two] = [await start('p1', { haste: 1 }), await start('p2', { haste: 1 })];
  await joinBox(two, one);
  await until('all linked', () => [one, two].every(({ siblings }) => siblings.spokenTo().length === 1));
  const idle = await delays(one, two, 300);
  makePackage(media, key, { version: '0.2.0', bytes: 24 * 1024 * 1024 });
  await one.updates.look(media);
  await install(one);
  // Its own turn is over once it has asked; the other fetches all the while.
  await until('under way', async () => ((await two.view()).fetching?.percent ?? 0) > 2);
  const busy = await delays(one, two, 300);
  const { percent } = (await two.view()).fetching ?? { percent: 100 };
  expect(percent).toBeLessThan(100);
  expect(busy.p50_ms).toBeLessThan(idle.p50_ms * 5 + 20);
});

/** How long a change takes from one box to the other's disk, milliseconds. */
async function delays(from: UpdateBox, to: UpdateBox, count: number): Promise<{ readonly p50_ms: number }> {
  const taken: number[] = [];
  for (let i = 1; i <= count; i++) {
    const began = performance.now();
    from.store.transaction(() => from.store.journal.cells('setting', 'shop', { price: `${began}` }));
    for (;;) {
      if (to.store.journal.record('setting', 'shop').price?.value === `${began}`) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    taken.push(performance.now() - began);
  }
  taken.sort((a, b) => a - b);
  return { p50_ms: taken[Math.floor(count / 2)] ?? 0 };
}
