import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type HouseKey, houseKey } from './package.fixture.ts';
import type { UpdateResult } from './result.ts';

/** Nobody in particular, who has the register's data. */
export const OWNER = 65534;

const PROGRAM = new URL('install.ts', import.meta.url).pathname;

/** A box below a root of its own: real folders, real owners, and a dpkg that only writes down what it is told. */
export interface Box {
  readonly root: string;
  readonly data: string;
  readonly updates: string;
  /** What the box believes. */
  readonly key: HouseKey;
  ask(name: string): void;
  /** Runs the root side; `broken`: dpkg fails. `after`: what the package's own scripts tell. */
  install(how?: { broken?: boolean; after?: UpdateResult }): UpdateResult | { state: 'nothing asked' };
  /** What dpkg was called with. */
  installed(): string[];
  told(): UpdateResult | undefined;
}

export function makeBox(version = '0.1.0'): Box {
  const root = mkdtempSync(join(tmpdir(), 'kasad-box-'));
  // Whoever the data belong to comes through here.
  chmodSync(root, 0o755);
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const data = join(root, 'var/lib/kasad');
  const updates = join(data, 'updates');
  const bin = join(root, 'bin');
  const seen = join(root, 'dpkg-was-told');
  const state = join(root, 'version');
  for (const folder of [updates, bin, join(root, 'usr/lib/kasad/keys'), join(root, 'var/cache')]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const folder of [data, updates]) chownSync(folder, OWNER, OWNER);
  chmodSync(data, 0o700);
  const key = houseKey();
  writeFileSync(join(root, 'usr/lib/kasad/keys/house.pem'), key.pem);
  writeFileSync(state, version);

  const programs = {
    'dpkg-query': `cat ${state}`,
    dpkg: [
      `for file; do :; done`,
      `echo "$@" >> ${seen}`,
      `stat -c '%u %a' "$file" "$(dirname "$file")" >> ${seen}`,
      `sha256sum < "$file" >> ${seen}`,
      `if [ -e ${root}/after ]; then install -o ${OWNER} -m 600 ${root}/after ${data}/update.json; fi`,
      `if [ -e ${root}/broken ]; then echo "no good" >&2; exit 1; fi`,
      `dpkg-deb -f "$file" Version > ${state}`,
    ].join('\n'),
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  return {
    root,
    data,
    updates,
    key,
    ask(name) {
      writeFileSync(join(updates, 'request.json'), JSON.stringify({ package: name }));
      execFileSync('chown', ['-R', '-h', `${OWNER}:${OWNER}`, updates]);
    },
    install(how = {}) {
      if (how.broken) writeFileSync(join(root, 'broken'), '');
      if (how.after) writeFileSync(join(root, 'after'), JSON.stringify(how.after));
      const ran = spawnSync(process.execPath, [PROGRAM, '--root', root], {
        encoding: 'utf8',
        timeout: 20_000,
        env: { PATH: `${bin}:/usr/sbin:/usr/bin:/sbin:/bin` },
      });
      if (ran.stdout === '') throw new Error(`it died: ${ran.signal} ${ran.stderr}`);
      return JSON.parse(ran.stdout);
    },
    installed: () => (existsSync(seen) ? readFileSync(seen, 'utf8').trim().split('\n') : []),
    told() {
      const file = join(data, 'update.json');
      if (!existsSync(file) || !lstatSync(file).isFile()) return undefined;
      return JSON.parse(readFileSync(file, 'utf8'));
    },
  };
}
