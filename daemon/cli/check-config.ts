import { type Command, readArgs, UsageError } from './command.ts';
import { checkConfigFile, DEFAULT_CONFIG, faultLines } from './config-file.ts';

export const command: Command = {
  name: 'check-config',
  summary: 'Zkontroluje soubor s nastavením a vypíše všechny chyby najednou.',
  help: `
kasad check-config [SOUBOR] [--json]
kasad check-config --config SOUBOR [--json]

  SOUBOR   soubor s nastavením (jinak ${DEFAULT_CONFIG})
  --json   chyby jako JSON: {"file", "faults": [{"line", "what", "remedy"}]}

Skončí s 0, když je soubor v pořádku, s 1, když v něm jsou chyby.
`,
  async run(args, { out }) {
    const { values, positionals } = readArgs({
      args: [...args],
      // The other commands take the file so; whoever is used to it need not think.
      options: { json: { type: 'boolean' }, config: { type: 'string' } },
      allowPositionals: true,
    });
    const [file = DEFAULT_CONFIG, more] = [
      ...positionals,
      ...(values.config === undefined ? [] : [values.config]),
    ];
    if (more !== undefined) throw new UsageError(`„${more}“ je tu navíc.`);
    const { faults } = checkConfigFile(file);
    if (values.json) out(JSON.stringify({ file, faults }));
    else if (faults.length === 0) out(`${file}: v pořádku.`);
    else for (const line of faultLines(file, faults)) out(line);
    return faults.length === 0 ? 0 : 1;
  },
};
