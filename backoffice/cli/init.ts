import { openBackoffice } from '../backoffice.ts';
import { PASSWORD_MIN } from '../http/contract/accounts.ts';
import { createLog } from '../log.ts';
import {
  CONFIG_HELP,
  CONFIG_OPTIONS,
  type Command,
  loadConfig,
  readArgs,
  type Terminal,
  UsageError,
} from './command.ts';
import { drawPassword } from './draw-password.ts';

export const command: Command = {
  name: 'init',
  summary: 'Založí majitele a jeho obchod.',
  help: `
backoffice init --email E-MAIL --name JMÉNO --store OBCHOD [--password-stdin] [--json]

  --email E-MAIL      čím se bude majitel přihlašovat
  --name JMÉNO        jeho jméno
  --store OBCHOD      jméno obchodu
  --password-stdin    heslo se přečte ze standardního vstupu; jinak se vymyslí a vypíše,
                      a při prvním přihlášení se musí změnit
${CONFIG_HELP}

Kdo tu účet už má, dostane jen další obchod; jeho heslo se nezmění.
Když BackOffice právě běží nad SQLite, nejdřív ho zastavte.`,
  async run(args, terminal) {
    const { values } = readArgs({
      args: [...args],
      options: {
        ...CONFIG_OPTIONS,
        email: { type: 'string' },
        name: { type: 'string' },
        store: { type: 'string' },
        'password-stdin': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const { email, name, store } = values;
    if (!email?.includes('@')) throw new UsageError('Chybí --email.');
    if (!name) throw new UsageError('Chybí --name.');
    if (!store) throw new UsageError('Chybí --store.');
    const own = values['password-stdin'] ? await passwordFrom(terminal) : undefined;
    const password = own ?? drawPassword(terminal.world);
    const config = loadConfig(values, terminal);
    const { world, version } = terminal;
    const parts = await openBackoffice({ config, world, version, log: createLog(config.log, world) });
    try {
      const hash = await parts.accounts.hash(password);
      const made = await parts.database.write(async (sql) => {
        const id = await parts.accounts.ensure(sql, { email, name, hash, initial: own === undefined });
        return parts.stores.create(sql, store, { id, name });
      });
      const said = { store: made.id, name: made.name, email, password: own === undefined ? password : null };
      if (values.json) terminal.out(JSON.stringify(said));
      else {
        terminal.out(`Obchod ${store} je založený, majitel je ${name} (${email}).`);
        if (own === undefined) {
          terminal.out(`Heslo pro první přihlášení: ${password}`);
          terminal.out('Kdo tu účet už měl, přihlašuje se dál svým heslem.');
        }
      }
      return 0;
    } finally {
      await parts.close();
    }
  },
};

async function passwordFrom({ stdin }: Terminal): Promise<string> {
  let text = '';
  for await (const chunk of stdin) text += String(chunk);
  const password = text.replace(/\r?\n$/, '');
  if (password.length < PASSWORD_MIN) throw new UsageError(`Heslo má mít aspoň ${PASSWORD_MIN} znaků.`);
  return password;
}
