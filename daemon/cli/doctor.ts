import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { demoConfig } from '../demo/config.ts';
import { createDoctor } from '../doctor/doctor.ts';
import { reportLines } from '../doctor/report.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { DEFAULT_CONFIG } from './config-file.ts';
import { PLACE_HELP, PLACE_OPTIONS } from './place.ts';

export const command: Command = {
  name: 'doctor',
  summary: 'Zkontroluje pokladnu i počítač pod ní a u každé závady řekne, co s ní.',
  help: `
kasad doctor [--json] [--config SOUBOR]

  --json            výsledek jako JSON: {"state", "faults", "attentions", "findings": [{"id", "area", "state",
                    "cs", "en", "remedyCs", "remedyEn", "facts"}], "at", "took_ms", "version"}
${PLACE_HELP}

Funguje, ať pokladna běží, nebo ne; prodej neruší a trvá nejvýš 20 sekund. Co které hlášení znamená, je
v docs/cs/kontrola.md.

Skončí s 0, když nic nebrání provozu (i když je na co se podívat), s 1, když je tu závada, a s 2, když příkazu
nerozumíme.
`,
  async run(args, { out, world, version }) {
    const { values } = readArgs({
      args: [...args],
      options: { ...PLACE_OPTIONS, json: { type: 'boolean' } },
    });
    const { data, config } = values;
    if (data !== undefined && !existsSync(data)) throw new UsageError(`Složka ${data} neexistuje.`);
    const place =
      data === undefined
        ? { file: config ?? DEFAULT_CONFIG, config: null, version }
        : { file: null, config: demoConfig(resolve(data), 8400), version };
    const report = await createDoctor(place, world).look();
    if (values.json) out(JSON.stringify(report));
    else for (const line of reportLines(report)) out(line);
    return report.faults > 0 ? 1 : 0;
  },
};
