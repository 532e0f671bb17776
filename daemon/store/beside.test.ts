import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runBeside } from './beside.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-beside-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(lines: string): URL {
  const file = join(folder, 'program.ts');
  const door = join(import.meta.dirname, 'beside.ts');
  writeFileSync(file, `import { say } from ${JSON.stringify(door)};\n${lines}\n`);
  return pathToFileURL(file);
}

it('answers what the process says, with the arguments that it was given', async () => {
  const { answer } = runBeside(program('say({ given: process.argv.slice(2), many: new Map([[1, 2n]]) });'), [
    'a',
    'b',
  ]);
  expect(await answer).toEqual({ given: ['a', 'b'], many: new Map([[1, 2n]]) });
});

it('rejects when the process ends without a word', async () => {
  await expect(runBeside(program('process.exit(3);'), []).answer).rejects.toThrow('ended (3) without a word');
});

it('can be stopped', async () => {
  const { answer, stop } = runBeside(program('for (;;) {}'), []);
  stop();
  await expect(answer).rejects.toThrow('SIGTERM');
});
