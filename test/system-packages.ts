import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Runs before the first test: nothing is skipped because a program is missing, the run stops and says which
 * Debian package brings it. The list is the one CI installs from, `.ci/packages`.
 */
export default function requireSystemPackages(): void {
  const list = readFileSync(new URL('../.ci/packages', import.meta.url), 'utf8');
  const missing = list
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' '))
    .filter(([, command]) => !onPath(command ?? ''));
  if (missing.length === 0) return;
  const lines = missing.map(([name, command, ...why]) => `  ${command} (package ${name}): ${why.join(' ')}`);
  throw new Error(
    `The tests need programs that this machine does not have:\n${lines.join('\n')}\n` +
      `Install them:  apt-get update && apt-get install -y ${missing.map(([name]) => name).join(' ')}`,
  );
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
