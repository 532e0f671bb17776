import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Packages that the modules of a command pull in before anything is asked of it. */
function packagesOf(module: string): string[] {
  const code = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({
      load(url, context, next) {
        const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
        if (name) loaded.add(name);
        return next(url, context);
      },
    });
    await import('./${module}');
    console.log(JSON.stringify([...loaded]));`;
  const options = { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], options));
}

test('a register loads what only some have, or seldom use, when it is needed', () => {
  const packages = packagesOf('daemon/cli/start.ts');
  expect(packages).toContain('fastify');
  expect(packages).toContain('better-sqlite3');
  // 17 and 8 MB, in a budget of 120, and what registers sales with the tax authority.
  for (const seldom of ['serialport', 'csv-parse', 'csv-stringify', 'saxes'])
    expect(packages).not.toContain(seldom);
});
