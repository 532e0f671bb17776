import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { addDebian, packDeb } from './debian.ts';
import { librariesBeside, manifest } from './libraries.ts';
import { licenceOf } from './licence.ts';
import { ARCHES, type Arch } from './node-runtime.ts';
import { buildParts } from './parts.ts';
import { layTree, PROGRAM } from './tree.ts';

const HELP = `npm run -s package -- [--arch amd64|arm64] [--out FOLDER] [--root TREE] [--keys FOLDER] [--fast]

  --arch    only this one (otherwise both)
  --out     where the .deb goes (otherwise dist)
  --root    another checkout, with node_modules in it
  --keys    public keys (.pem) whose packages the registers believe (otherwise KASAD_UPDATE_KEYS; none: by hand only)
  --fast    packed loosely: larger and sooner, for trying out

Prints the path of each package. The time in it is SOURCE_DATE_EPOCH, or that of the last commit.`;

const here = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    arch: { type: 'string' },
    out: { type: 'string', default: join(here, 'dist') },
    root: { type: 'string', default: here },
    keys: { type: 'string', default: process.env.KASAD_UPDATE_KEYS ?? '' },
    fast: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const isArch = (name: string): name is Arch => (ARCHES as readonly string[]).includes(name);
if (values.arch !== undefined && !isArch(values.arch))
  throw new Error(`--arch ${values.arch}? ${ARCHES.join(' or ')}`);
const arches = values.arch === undefined ? ARCHES : [values.arch];
const root = resolve(values.root);
const out = resolve(values.out);
const { version } = manifest(root);
const epoch_s = epochOf(root);

const work = mkdtempSync(join(tmpdir(), 'kasad-package-'));
try {
  const built = join(work, 'built');
  const inParts = await buildParts(root, built);
  const libraries = librariesBeside(root);
  const licences = [...inParts, ...libraries.map((library) => licenceOf(library, root))];
  for (const arch of arches) {
    const stage = join(work, arch);
    cpSync(built, join(stage, PROGRAM), { recursive: true });
    layTree({ root, stage, arch, libraries, keys: values.keys || undefined });
    addDebian({ root, stage, arch, version, epoch_s, licences });
    const file = join(out, `kasad_${version}_${arch}.deb`);
    packDeb(stage, file, epoch_s, values.fast ? 0 : 6);
    console.log(`${file} ${(statSync(file).size / 2 ** 20).toFixed(1)} MiB`);
    rmSync(stage, { recursive: true });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The same sources are the same package, so the time is theirs and not that of the build. */
function epochOf(root: string): number {
  const told = process.env.SOURCE_DATE_EPOCH;
  const text = told ?? execFileSync('git', ['-C', root, 'log', '-1', '--format=%ct'], { encoding: 'utf8' });
  const epoch_s = Number(text.trim());
  if (!Number.isSafeInteger(epoch_s) || epoch_s <= 0) throw new Error(`SOURCE_DATE_EPOCH=${told} is no time`);
  return epoch_s;
}
