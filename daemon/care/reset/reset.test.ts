import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readResetMark, writeResetMark } from './mark.ts';
import { lacksOf, type Standing } from './proof.ts';
import { finishReset, SET_ASIDE } from './wipe.ts';

let folder: string;
let dir: string;
let configFile: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kasad-reset-'));
  dir = path.join(folder, 'data');
  configFile = path.join(folder, 'kasad.toml');
  fill();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fill(): void {
  mkdirSync(path.join(dir, 'identity'), { recursive: true });
  mkdirSync(path.join(dir, 'copies'), { recursive: true });
  for (const name of ['kasad.db', 'kasad.db-wal', 'kasad.clean', 'backoffice.json', 'identity/key.pem']) {
    writeFileSync(path.join(dir, name), `secret of ${name}`.repeat(1_000));
  }
  for (let day = 1; day <= 7; day++)
    writeFileSync(path.join(dir, 'copies', `kasad-2026-11-0${day}.db`), 'x'.repeat(1_000_000));
  for (const beside of ['', '.previous', '.unproven']) writeFileSync(configFile + beside, '[register]\n');
}
const mark = (keep = false) =>
  writeResetMark(dir, { registerId: 'bar', at: '2026-11-24T20:00:00.000Z', keep, configFile });
const left = () => readdirSync(dir).filter((name) => name !== 'kasad.lock');

describe('emptying a box', () => {
  it('leaves nothing of what it was, and the configuration goes too', () => {
    mark();
    expect(finishReset(dir)).toEqual({ setAside: null });
    expect(left()).toEqual([]);
    expect(readdirSync(folder)).toEqual(['data']);
    expect(finishReset(dir)).toBeUndefined();
  });

  it('begins only with its mark', () => {
    expect(finishReset(dir)).toBeUndefined();
    expect(left().length).toBeGreaterThan(5);
    writeFileSync(path.join(dir, 'reset.json'), '{"half');
    expect(finishReset(dir)).toBeUndefined();
    expect(existsSync(path.join(dir, 'kasad.db'))).toBe(true);
  });

  it('puts the database aside where receipts are nowhere else', () => {
    mark(true);
    const wiped = finishReset(dir);
    expect(wiped?.setAside).toBe(path.join(dir, SET_ASIDE, 'kasad-bar-2026-11-24T20-00-00Z.db'));
    expect(readFileSync(wiped?.setAside ?? '', 'utf8')).toContain('secret of kasad.db');
    expect(readFileSync(`${wiped?.setAside}-wal`, 'utf8')).toContain('secret of kasad.db-wal');
    expect(left()).toEqual([SET_ASIDE]);
  });

  it('leaves alone a configuration that was written since', () => {
    mark();
    writeFileSync(configFile, '[register]\nid = "novy"\n');
    finishReset(dir);
    expect(existsSync(configFile)).toBe(true);
  });

  it('killed at any moment goes on at the next start, and ends the same', { timeout: 240_000 }, async () => {
    const wipe = new URL('./wipe.ts', import.meta.url).href;
    const code = `const { finishReset } = await import(${JSON.stringify(wipe)}); process.stdout.write('.'); finishReset(${JSON.stringify(dir)});`;
    let cut = 0;
    for (const keep of [false, true]) {
      for (const delay of [0, 4, 12]) {
        rmSync(dir, { recursive: true, force: true });
        fill();
        mark(keep);
        const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const gone = once(child, 'exit');
        await once(child.stdout, 'data');
        const began = performance.now();
        while (performance.now() - began < delay) await new Promise((resolve) => setImmediate(resolve));
        child.kill('SIGKILL');
        await gone;
        if (readResetMark(dir)) cut++;
        finishReset(dir);
        expect(left()).toEqual(keep ? [SET_ASIDE] : []);
        expect(existsSync(configFile)).toBe(false);
        if (keep) expect(readdirSync(path.join(dir, SET_ASIDE))).toHaveLength(2);
      }
    }
    // Some were really cut in the middle.
    expect(cut).toBeGreaterThan(0);
  });
});

describe('what speaks against it', () => {
  const good: Standing = {
    ...{ shiftOpen: false, openBills: 0, unregistered: 0, receipts: 100 },
    ...{ heldBy: ['Bar'], heldByBackoffice: false, copied: false },
  };
  const codes = (patch: Partial<Standing>) => lacksOf({ ...good, ...patch }).map(({ code }) => code);

  it('is nothing where somebody holds everything', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ heldBy: [], heldByBackoffice: true })).toEqual([]);
    expect(codes({ heldBy: [], copied: true })).toEqual([]);
    expect(codes({ heldBy: [], receipts: 0 })).toEqual([]);
    expect(codes({ openBills: 3 })).toEqual([]);
  });

  it('is said all at once', () => {
    expect(codes({ heldBy: [], shiftOpen: true, openBills: 2, unregistered: 5 })).toEqual([
      ...['open-shift', 'open-bills', 'unregistered', 'receipts-here-only'],
    ]);
  });

  it('is never silent over receipts that only this box has', () => {
    const standing = fc.record<Standing>({
      shiftOpen: fc.boolean(),
      openBills: fc.nat(9),
      unregistered: fc.nat(9),
      receipts: fc.nat(999),
      heldBy: fc.array(fc.constant('Bar'), { maxLength: 2 }),
      heldByBackoffice: fc.boolean(),
      copied: fc.boolean(),
    });
    fc.assert(
      fc.property(standing, (one) => {
        const elsewhere = one.heldBy.length > 0 || one.heldByBackoffice || one.copied;
        const clear = lacksOf(one).length === 0;
        if (clear) {
          expect(one.receipts === 0 || elsewhere).toBe(true);
          expect(one.unregistered).toBe(0);
          expect(one.shiftOpen).toBe(false);
        }
      }),
    );
  });
});
