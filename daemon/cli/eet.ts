import { type Command, type Terminal, UsageError } from './command.ts';

/** Loaded only when asked for, as the commands are. */
const PARTS: Readonly<Record<string, () => Promise<{ run: Command['run'] }>>> = {
  verify: () => import('./eet/verify.ts'),
};

export const command: Command = {
  name: 'eet',
  summary: 'Evidence tržeb: ověří odpověď úřadu.',
  help: `
kasad eet verify [--now ČAS] [--uuid UUID] [--environment production|playground]

  Přečte odpověď úřadu ze standardního vstupu a napíše, co znamená pro tržbu, jako JSON:
  {"state", "pok", "test", "warnings", "signature", "reason"}. Skončí s 0, když je tržba potvrzená
  (confirmed), nebo zpráva jen ověřená (verified-only); jinak s 1.
  --now          kdy má platit certifikát toho, kdo odpověď podepsal, třeba 2026-12-01T12:00:00Z (jinak teď)
  --uuid         na kterou zprávu má odpovídat (jinak na kteroukoli)
  --environment  production ostré prostředí, playground zkušební (jinak podle odpovědi)
`,
  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    const [name = '', ...rest] = args;
    const load = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (load === undefined)
      throw new UsageError(`Napište, co s evidencí tržeb: ${Object.keys(PARTS).join(', ')}.`);
    return (await load()).run(rest, terminal);
  },
};
