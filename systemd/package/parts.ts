import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A library of somebody else that became a part of what was built. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it. */
  readonly identifier: string | null;
  readonly text: string | null;
}

/** What is built of sources, and where it lies in the program. */
const BUILDS = [
  { of: 'daemon', to: 'daemon/dist' },
  { of: 'ui-kiosk', to: 'ui-kiosk/dist' },
] as const;

const LICENCES = 'licences.json';
/** Holds times of files on the building machine; only sources are held against it. */
const MADE_OF = 'made-of.json';

/**
 * Builds program and screen of the project `root` into the folder `program`, apart from what lies built in the project.
 * Answers whose libraries are in them. Vite writes paths as seen from where it runs, so this goes into `root`.
 */
export async function buildParts(root: string, program: string): Promise<Licence[]> {
  const { build } = await import('vite');
  process.chdir(root);
  process.env.NODE_ENV = 'production';
  const licences: Licence[] = [];
  for (const { of, to } of BUILDS) {
    const outDir = join(program, to);
    await build({
      root: join(root, of),
      configFile: join(root, of, 'vite.config.ts'),
      logLevel: 'warn',
      // Libraries that lie elsewhere and are only linked to are named as if they lay here.
      resolve: { preserveSymlinks: true },
      build: { outDir, emptyOutDir: true, license: { fileName: LICENCES } },
    });
    licences.push(...(JSON.parse(readFileSync(join(outDir, LICENCES), 'utf8')) as Licence[]));
    rmSync(join(outDir, LICENCES));
    rmSync(join(outDir, MADE_OF), { force: true });
  }
  return licences;
}
