import { openBackoffice } from '../backoffice.ts';
import { createLog } from '../log.ts';
import { CONFIG_HELP, CONFIG_OPTIONS, type Command, loadConfig, readArgs, UsageError } from './command.ts';
import { drawPassword } from './draw-password.ts';

export const command: Command = {
  name: 'password',
  summary: 'Dá někomu, kdo zapomněl heslo, nové na první přihlášení.',
  help: `
backoffice password E-MAIL [přepínače]
${CONFIG_HELP}

Všechna jeho přihlášení skončí a při prvním dalším si musí zvolit vlastní heslo.
Když BackOffice právě běží nad SQLite, nejdřív ho zastavte.`,
  async run(args, terminal) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: CONFIG_OPTIONS,
      allowPositionals: true,
    });
    const [email, ...more] = positionals;
    if (email === undefined || more.length > 0) throw new UsageError('Napište jeden e-mail.');
    const config = loadConfig(values, terminal);
    const { world, version } = terminal;
    const parts = await openBackoffice({ config, world, version, log: createLog(config.log, world) });
    try {
      const password = drawPassword(world);
      if (!(await parts.accounts.resetPassword(email, password))) {
        terminal.err(`E-mail ${email} tu nikdo nemá. Nic se nezměnilo.`);
        return 1;
      }
      terminal.out(`Heslo pro první přihlášení: ${password}`);
      return 0;
    } finally {
      await parts.close();
    }
  },
};
