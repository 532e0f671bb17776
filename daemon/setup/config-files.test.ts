import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../../wire/index.ts';
import { manualWorld } from '../../world/manual.fixture.ts';
import { type ConfigFiles, createConfigFiles } from './config-files.ts';
import { createConfigKeeper } from './config-keeper.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-config-'));
  file = join(folder, 'kasad.toml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name = file) => readFileSync(name, 'utf8');
const NAMED = 'data_dir = "data"\n[register]\nid = "a"\nname = "A"\nseries = "R1"\n';
const rename = { tables: { register: { id: 'a', name: 'Bar', series: 'R1' } } };

test('a new file takes the place of the former, which lies beside it; unproven it can be put back, once', () => {
  writeFileSync(file, 'first\n');
  chmodSync(file, 0o604);
  const files = createConfigFiles(file);
  files.write('second\n');
  expect([read(), read(`${file}.previous`)]).toEqual(['second\n', 'first\n']);
  expect(statSync(file).mode & 0o777).toBe(0o604);
  expect(files.putBack()).toBe(true);
  expect(read()).toBe('first\n');
  expect(files.putBack()).toBe(false);
  files.write('third\n');
  files.proven();
  expect(files.putBack()).toBe(false);
  expect(read()).toBe('third\n');
});

test('where there was none, putting back leaves none; what somebody edited since is not put back', () => {
  const files = createConfigFiles(file);
  files.write('first\n');
  expect(existsSync(`${file}.previous`)).toBe(false);
  expect(files.putBack()).toBe(true);
  expect(existsSync(file)).toBe(false);
  files.write('first\n');
  writeFileSync(file, 'by hand\n');
  expect(files.putBack()).toBe(false);
  expect(read()).toBe('by hand\n');
});

test('a folder that is gone is a refusal in words, and nothing has changed', () => {
  const files = createConfigFiles(join(folder, 'nowhere', 'kasad.toml'));
  expect(files.writable).toBe(false);
  expect(() => files.write('x')).toThrow(Refusal);
  expect(() => files.write('x')).toThrow(/neuložilo \(ENOENT\)\. Pokladna běží dál/);
});

/** Files of which the writing stops after so many steps, as a killed process leaves them. */
function killedAfter(steps: number): void {
  const parts = [
    () => writeFileSync(`${file}.previous`, NAMED),
    () => {
      const scratch = mkdtempSync(join(tmpdir(), 'kasad-config-'));
      const twin = createConfigFiles(join(scratch, 'kasad.toml'));
      twin.write(NAMED.replace('"A"', '"Bar"'));
      writeFileSync(`${file}.unproven`, read(join(scratch, 'kasad.toml.unproven')));
      rmSync(scratch, { recursive: true });
    },
    () => writeFileSync(file, NAMED.replace('"A"', '"Bar"')),
  ];
  for (const part of parts.slice(0, steps)) part();
}

test.each([0, 1, 2, 3])(
  'killed after %i steps of writing it reads the one or the other, and goes on',
  (steps) => {
    writeFileSync(file, NAMED);
    killedAfter(steps);
    const keeper = createConfigKeeper({ file, world: manualWorld(), mayLack: false });
    const config = keeper.load();
    expect(config.register.name).toBe(steps < 3 ? 'A' : 'Bar');
    // It does not start: only what was never proven is given up.
    const former = keeper.goBack(
      new Refusal(500, 'x', { cs: 'Port je obsazený.', en: '' }, { cs: '', en: '' }),
    );
    expect(former?.register.name).toBe(steps < 3 ? undefined : 'A');
    expect(read()).toBe(NAMED);
  },
);

test('a change is checked before it is written, asks once for a restart, and a second one waits', async () => {
  writeFileSync(file, NAMED);
  const keeper = createConfigKeeper({ file, world: manualWorld(), mayLack: false });
  keeper.taken(keeper.load());
  const wanted = keeper.wanted();
  const { id, state } = keeper.change(rename);
  expect(state).toBe('applying');
  expect((await wanted).config.register.name).toBe('Bar');
  expect(() => keeper.change(rename)).toThrow(/právě přebírá/);
  keeper.taken((await wanted).config);
  expect(keeper.applying).toMatchObject({ id, state: 'applied' });
  expect(existsSync(`${file}.unproven`)).toBe(false);
  expect(keeper.change(rename).state).toBe('unchanged');
  expect(() => keeper.change({ tables: { register: { id: 'a', name: 'A', series: 'r 1' } } })).toThrow(
    /má chyby/,
  );
  expect(read()).toContain('"Bar"');
});

test('one that does not start is put back, and it says why', async () => {
  writeFileSync(file, NAMED);
  const keeper = createConfigKeeper({ file, world: manualWorld(), mayLack: false });
  keeper.taken(keeper.load());
  keeper.change(rename);
  const former = keeper.goBack(
    new Refusal(500, 'x', { cs: 'Port je obsazený.', en: 'Taken.' }, { cs: 'Uvolněte ho.', en: '' }),
  );
  expect(former?.register.name).toBe('A');
  expect(read()).toBe(NAMED);
  expect(keeper.applying).toMatchObject({
    state: 'refused',
    cs: 'Port je obsazený. Pokladna se vrátila k předchozímu nastavení.',
    hintCs: 'Uvolněte ho.',
  });
});

test('a disk that takes nothing leaves the register as it is', () => {
  writeFileSync(file, NAMED);
  const real = createConfigFiles(file);
  const full: ConfigFiles = {
    ...real,
    file,
    writable: true,
    write() {
      throw new Refusal(507, 'config-not-written', { cs: 'Plno.', en: '' }, { cs: '', en: '' });
    },
  };
  const keeper = createConfigKeeper({ file, world: manualWorld(), mayLack: false, files: full });
  keeper.taken(keeper.load());
  expect(() => keeper.change(rename)).toThrow('Plno.');
  expect(keeper.applying).toBeNull();
  expect(read()).toBe(NAMED);
});
