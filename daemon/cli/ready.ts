import { findConsole } from '../console.ts';
import type { Health } from '../http/contract.ts';
import { type Command, readArgs } from './command.ts';
import { dataDirOf, PLACE_HELP, PLACE_OPTIONS } from './place.ts';

const patience_ms = 5_000;

export const command: Command = {
  name: 'ready',
  summary: 'Zeptá se běžící pokladny, zda odpovídá. Pro skripty.',
  help: `
kasad ready [--version VERZE] [--config SOUBOR]

  --version VERZE   odpovídat musí právě tato verze programu
${PLACE_HELP}

Skončí s 0, když pokladna odpovídá (i kdyby hlásila závadu), jinak s 1.
`,
  async run(args, { out, err }) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, version: { type: 'string' } },
    });
    const health = await ask(dataDirOf(values));
    if (health === undefined) {
      err('Pokladna neodpovídá.');
      return 1;
    }
    out(`Pokladna odpovídá, verze ${health.version}. ${health.cs}`);
    return values.version === undefined || values.version === health.version ? 0 : 1;
  },
};

async function ask(dir: string): Promise<Health | undefined> {
  const door = findConsole(dir);
  if (door === undefined) return undefined;
  try {
    const answer = await fetch(`${door.url}/health`, { signal: AbortSignal.timeout(patience_ms) });
    return (await answer.json()) as Health;
  } catch {
    return undefined;
  }
}
