import { spawnSync } from 'node:child_process';
import { install } from './installer.ts';

/*
 * What kasad-update.service runs, as root:
 *   /usr/lib/kasad/bin/node /usr/lib/kasad/update/install.ts
 * With `--root FOLDER` everything below another root, for tests; dpkg is found in PATH.
 */

/** The new version has to get ready meanwhile; the unit allows a little more. */
const DPKG_MS = 14 * 60_000;

const [option, root = ''] = process.argv.slice(2);
if (option !== undefined && option !== '--root') throw new Error(`unknown: ${option}`);

const result = install({
  root,
  arch: process.arch === 'arm64' ? 'arm64' : 'amd64',
  now: () => new Date().toISOString(),
  run(program, args) {
    const ran = spawnSync(program, args, {
      encoding: 'utf8',
      timeout: DPKG_MS,
      maxBuffer: 4 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    });
    const said = `${ran.stdout ?? ''}${ran.stderr ?? ''}`;
    process.stderr.write(program === 'dpkg' ? said : '');
    return { status: ran.status, output: said };
  },
});
process.stdout.write(`${JSON.stringify(result ?? { state: 'nothing asked' })}\n`);
process.exitCode = result === undefined || result.state === 'done' ? 0 : 1;
