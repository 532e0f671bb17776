import { type Command, type Terminal, UsageError } from './command.ts';
import { PLACE_HELP } from './place.ts';

/** Loaded only when asked for, as the commands are. */
const PARTS: Readonly<Record<string, () => Promise<{ run: Command['run'] }>>> = {
  sign: () => import('./eet/sign.ts'),
  verify: () => import('./eet/verify.ts'),
  test: () => import('./eet/test.ts'),
  certificate: () => import('./eet/certificate.ts'),
};

export const command: Command = {
  name: 'eet',
  summary: 'Evidence tržeb: certifikát, zkouška, podpis zprávy, ověření odpovědi.',
  help: `
kasad eet certificate SOUBOR.p12 [--password-file SOUBOR] [--json] [--config SOUBOR]

  Nahraje do běžící pokladny certifikát z daňového portálu.

kasad eet test [--json] [--config SOUBOR]

  Běžící pokladna pošle úřadu zprávu, která nic neeviduje. Skončí s 0, když ji úřad vzal.

${PLACE_HELP}

kasad eet sign --p12 SOUBOR [--password-file SOUBOR]

  Přečte ze standardního vstupu {"hlavicka": {…}, "data": {…}} s úředními názvy údajů a napíše
  podepsanou zprávu. Nic neposílá a pokladnu k tomu nepotřebuje.

  Heslo k certifikátu: --password-file SOUBOR, proměnná KASAD_P12_PASSWORD, nebo --password HESLO
  (to ale vidí každý, kdo je na počítači přihlášený).

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
