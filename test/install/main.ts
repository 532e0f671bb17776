import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Box, createBox } from './box.ts';
import { tryOneBox } from './one-box.ts';
import { buildPackages } from './packages.ts';
import { createProtocol, documentOf, mebibytes, seconds } from './protocol.ts';
import { RELEASES, type Release, rootOf } from './roots.ts';
import { createStreet, type Street } from './street.ts';
import { tryThreeBoxes } from './three-boxes.ts';
import { whyNot } from './why-not.ts';

const HELP = `npm run -s test:install -- [--debian 12,13] [--deb FILE] [--out FILE]

  --debian  releases (otherwise 12,13; the three boxes stand on the first)
  --deb     a package of this checkout that is there already (otherwise it is made)
  --packages  folder for the packages, whose later versions are not made again when they lie there
  --out     where what was seen is written down

Roots are made once by debootstrap into KASAD_ROOTS (otherwise /var/tmp/kasad-roots) and only copied. Needs root and the
packages debootstrap and systemd-container. Exit code 0: all was seen; 1: something failed; 3: it could not be tried.`;

const { values } = parseArgs({
  options: {
    debian: { type: 'string', default: '12,13' },
    deb: { type: 'string' },
    packages: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const releases = values.debian.split(',').map((name) => {
  if (!Object.hasOwn(RELEASES, name)) throw new Error(`Debian ${name}? ${Object.keys(RELEASES).join(', ')}`);
  return name as Release;
});
const reason = whyNot();
if (reason !== undefined) {
  console.error(`The installation was NOT tried: ${reason}`);
  process.exit(3);
}

const from = performance.now();
const folder = mkdtempSync('/var/tmp/kasad-install-');
const protocol = createProtocol((line) => console.log(line));
const boxes: Box[] = [];
let street: Street | undefined;
async function boxOn(release: Release, name: string): Promise<Box> {
  const box = createBox(name, rootOf(release, process.env.KASAD_ROOTS ?? '/var/tmp/kasad-roots'), folder);
  boxes.push(box);
  await box.boot();
  return box;
}

try {
  const packages = buildPackages(
    folder,
    values.deb && resolve(values.deb),
    values.packages && resolve(values.packages),
  );
  street = await createStreet();
  for (const [index, release] of releases.entries()) {
    const box = await boxOn(release, `d${release}`);
    const on = `Debian ${release}`;
    // What has failed is written down; the other release is still tried.
    await tryOneBox({ on, box, number: 11 + index, street, packages, protocol }).catch(() => {});
    box.close();
  }
  const [release] = releases as [Release];
  const three: Box[] = [];
  for (const number of [1, 2, 3]) three.push(await boxOn(release, `p${number}`));
  const on = `tři na Debianu ${release}`;
  await tryThreeBoxes({ on, boxes: three, street, packages, protocol }).catch(() => {});

  const facts = [
    `balíček ${mebibytes(statSync(packages.plain).size)}, verze ${packages.versions.plain}`,
    `stroj: ${cpus()[0]?.model ?? '?'}, ${cpus().length} jádra, ${mebibytes(totalmem())} paměti; ${process.arch}`,
    `celá zkouška trvala ${seconds(performance.now() - from)}`,
  ];
  if (values.out !== undefined) writeFileSync(resolve(values.out), documentOf(protocol.steps, facts));
  console.log(facts.join('\n'));
  process.exitCode = protocol.steps.every(({ ok }) => ok) ? 0 : 1;
} finally {
  for (const box of boxes) box.close();
  await street?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
