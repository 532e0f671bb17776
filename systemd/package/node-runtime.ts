import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const ARCHES = ['amd64', 'arm64'] as const;
/** As Debian names them. */
export type Arch = (typeof ARCHES)[number];

/** One release of Node for one architecture, as the npm registry keeps it; digests in the form of npm's `integrity`. */
interface Pinned {
  readonly package: string;
  readonly tarball: string;
  /** Of `package/bin/node` in it. */
  readonly node: string;
}

interface Runtime extends Readonly<Record<Arch, Pinned>> {
  readonly version: string;
}

const pinned = JSON.parse(readFileSync(join(import.meta.dirname, 'node-runtime.json'), 'utf8')) as Runtime;

/**
 * The path of Node's program for `arch`, byte for byte as it was released: of the installed packages when it is that
 * very file, otherwise from npm, kept below node_modules/.cache. `root` is the project with its node_modules, whose
 * package.json must ask for the version that is pinned here.
 */
export function nodeFor(arch: Arch, root: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (dependencies.node !== pinned.version) {
    throw new Error(
      `package.json asks for Node ${dependencies.node}, node-runtime.json pins ${pinned.version}`,
    );
  }
  const { package: name, tarball, node } = pinned[arch];
  const installed = join(root, 'node_modules/node/bin/node');
  if (existsSync(installed) && isOf(installed, node)) return installed;

  const cache = join(root, 'node_modules/.cache/kasad-package');
  const kept = join(cache, `${name}-${pinned.version}`);
  if (existsSync(kept) && isOf(kept, node)) return kept;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    const spec = `${name}@${pinned.version}`;
    execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const fetched = join(folder, `${name}-${pinned.version}.tgz`);
    if (!isOf(fetched, tarball)) throw new Error(`${spec} from npm is not the file that was pinned`);
    execFileSync('tar', ['-xzf', fetched, '-C', folder, 'package/bin/node']);
    const unpacked = join(folder, 'package/bin/node');
    if (!isOf(unpacked, node)) throw new Error(`bin/node of ${spec} is not the file that was pinned`);
    renameSync(unpacked, kept);
    return kept;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isOf(file: string, integrity: string): boolean {
  return `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}` === integrity;
}
