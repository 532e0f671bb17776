import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { PairingView, StaffView } from '../../http/contract.ts';
import { type Box, newBox } from '../box.fixture.ts';
import type { Deed } from './carry-out.ts';

// Processes on a busy machine with two cores.
vi.setConfig({ testTimeout: 180_000 });

const sample = readFileSync(new URL('../../../docs/setup.toml', import.meta.url), 'utf8');
const boxes: Box[] = [];
async function startedBox(): Promise<Box> {
  const box = await newBox();
  boxes.push(box);
  await box.start();
  return box;
}
afterEach(async () => {
  for (const box of boxes.splice(0)) await box.dispose();
});

async function setup(box: Box, answers: string, stdin = '', ...more: string[]) {
  const file = join(box.folder, 'setup.toml');
  writeFileSync(file, answers);
  chmodSync(file, 0o600);
  const { code, out, err } = await box.kasad(
    ['setup', '--config', box.file, '--answers', file, '--json', ...more],
    stdin,
  );
  const said = out === '' ? {} : (JSON.parse(out) as { deeds?: Deed[]; faults?: object[] });
  return { code, err, out, ...said };
}

async function signsIn(box: Box, name: string, pin: string): Promise<number> {
  const { body } = await box.ask<StaffView[]>('GET', '/api/staff');
  const staffId = body.find((one) => one.name === name)?.id;
  return (await box.ask('POST', '/api/session', { staffId, pin })).status;
}

test('the documented sample sets up a whole register; a trial of it changes nothing, nor does a second time', async () => {
  const box = await startedBox();
  const before = box.config();
  const trial = await setup(box, sample, '', '--dry-run');
  expect(trial.code).toBe(0);
  expect(trial.deeds?.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => 'planned'));
  expect(box.config()).toBe(before);
  expect(await box.state()).toEqual({ configured: false, finished: false, open: true });

  const done = await setup(box, sample, '9182\n');
  expect(done.deeds?.filter(({ state }) => state !== 'done')).toEqual([]);
  expect(done.code).toBe(0);
  expect(await box.state()).toEqual({ configured: true, finished: true, open: false });
  expect(await signsIn(box, 'Jana Nováková', '4711')).toBe(200);
  expect(await signsIn(box, 'Petr Malý', '9182')).toBe(200);
  const check = await box.kasad(['check-config', box.file]);
  expect(check.code).toBe(0);
  const { body: catalogue } = await box.ask<{
    settings: { seller: { ico: string }; language: string };
    register: object;
  }>('GET', '/api/catalogue');
  expect(catalogue.register).toMatchObject({ id: 'pokladna-1', name: 'Pokladna u baru', series: 'R1' });
  expect(catalogue.settings).toMatchObject({ seller: { ico: '27082440' }, language: 'cs' });

  const written = box.config();
  const { starts } = box;
  const again = await setup(box, sample, '9182\n');
  expect(again.deeds?.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => 'unchanged'));
  expect(again.code).toBe(0);
  expect(box.config()).toBe(written);
  expect(box.starts).toBe(starts);
  expect(done.out + again.out).not.toMatch(/4711|9182/);
});

test('a second register joins by a code, is given a name and a series that nobody has, and the staff of the shop', async () => {
  const first = await startedBox();
  expect((await setup(first, sample, '9182\n')).code).toBe(0);
  const shown = await first.kasad(['pair', '--json', '--config', first.file]);
  const { code } = JSON.parse(shown.out) as PairingView;
  const port = /pairing_port = (\d+)/.exec(first.config())?.[1];

  const second = await startedBox();
  const { id } = (await second.view()).register;
  const answers = `[shop]\ncode = "${code}"\naddress = "127.0.0.1:${port}"\n[register]\nlabel = "bar"\n`;
  const joined = await setup(second, answers);
  expect(joined.deeds).toEqual([
    { step: 'shop', state: 'done', what: 'Pokladna je připojená k obchodu.' },
    { step: 'register', state: 'done', what: 'Pokladna „Pokladna 1“, řada R2.' },
    { step: 'finish', state: 'done', what: 'První spuštění je hotové.' },
  ]);
  expect(joined.code).toBe(0);
  const { body } = await second.ask<{ register: object; settings: { shownLabel: string } }>(
    'GET',
    '/api/catalogue',
  );
  expect(body.register).toMatchObject({ id, name: 'Pokladna 1', series: 'R2' });
  expect(body.settings.shownLabel).toBe('bar');
  expect(await signsIn(second, 'Jana Nováková', '4711')).toBe(200);
  // Used up by now, and not asked for again.
  expect((await setup(second, answers)).deeds?.map(({ state }) => state)).toEqual([
    'unchanged',
    'unchanged',
    'unchanged',
  ]);
});

test('a file with faults, PINs that are missing and a register that is off are told, and nothing is done', async () => {
  const box = await startedBox();
  const before = box.config();
  const faulty = await setup(box, sample.replace('series = "R1"', 'series = "r 1"'));
  expect(faulty.code).toBe(1);
  expect(faulty.faults).toHaveLength(1);
  const pinless = await setup(box, sample, '');
  expect([pinless.code, pinless.err]).toEqual([
    2,
    expect.stringContaining('1× PIN, na každém řádku jeden: Petr Malý'),
  ]);
  expect(box.config()).toBe(before);
  await box.kill('SIGTERM');
  const off = await setup(box, sample, '9182\n');
  expect([off.code, off.err]).toEqual([1, expect.stringContaining('neběží')]);
  const nowhere = await box.kasad(['setup', '--config', box.file]);
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('Chybí --answers')]);
});
