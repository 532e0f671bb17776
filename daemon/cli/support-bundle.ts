import path from 'node:path';
import { type BundleTask, makeBundle } from '../care/bundle/bundle.ts';
import { notMade } from '../care/made-files.ts';
import { writeWhole } from '../care/whole-file.ts';
import { findConsole } from '../console.ts';
import { type Command, readArgs, type Terminal } from './command.ts';
import { askRegister } from './console-request.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'support-bundle',
  summary: 'Uloží do jednoho souboru, co potřebuje podpora: bez účtenek, jmen, PINů, hesel a klíčů.',
  help: `
kasad support-bundle [--to SOUBOR] [--json] [--config SOUBOR]

  --to SOUBOR       kam (jinak kasad-podpora-…zip v této složce)
  --json            výsledek jako JSON: {"file", "bytes"}
${PLACE_HELP}

Pokladna při tom může i nemusí běžet. Když běží, je v balíku i její stav a kontrola (doctor).
`,
  async run(args, terminal) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, to: { type: 'string' }, json: { type: 'boolean' } },
    });
    const { world, version, out } = terminal;
    const config = placeOf(values);
    const stamp = new Date(world.wall_ms()).toISOString().slice(0, 16).replaceAll(':', '');
    const file = path.resolve(values.to ?? `kasad-podpora-${config.register.id}-${stamp}.zip`);
    const task: BundleTask = {
      dir: config.data_dir,
      version,
      wall_ms: world.wall_ms(),
      config,
      views: await viewsOf(config.data_dir, terminal),
      lines: [],
    };
    const bytes = makeBundle(task);
    try {
      writeWhole(file, bytes);
    } catch (error) {
      throw notMade((error as NodeJS.ErrnoException).code ?? '', file);
    }
    if (values.json) out(JSON.stringify({ file, bytes: bytes.length }));
    else out(`Balík pro podporu je v ${file} (${Math.ceil(bytes.length / 1024)} kB).`);
    return 0;
  },
};

/** What the running register says of itself; a part that it does not answer is left out, and told. */
async function viewsOf(dir: string, { err }: Terminal): Promise<Record<string, unknown>> {
  if (findConsole(dir) === undefined) return {};
  const views: Record<string, unknown> = {};
  for (const [name, method, at] of [
    ['health', 'GET', '/health'],
    ['siblings', 'GET', '/api/siblings'],
    ['backoffice', 'GET', '/api/backoffice'],
    ['devices', 'GET', '/api/devices'],
    ['doctor', 'POST', '/api/doctor'],
  ] as const) {
    try {
      views[name] = await askRegister(dir, method, at);
    } catch (error) {
      err(`V balíku nebude ${name}: ${(error as Error).message}`);
    }
  }
  return views;
}
