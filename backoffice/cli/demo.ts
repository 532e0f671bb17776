import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Backoffice } from '../backoffice.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { serve } from './serve.ts';

const OWNER = { email: 'majitel@example.cz', name: 'Jana Majitelová', password: 'kasad-ukazka' } as const;
const STORE = 'Ukázková restaurace';

export const command: Command = {
  name: 'demo',
  summary: 'Spustí ukázkový BackOffice s majitelem, obchodem a kódem pro pokladnu.',
  help: `
backoffice demo --data SLOŽKA [--port PORT] [--json]

  --data SLOŽKA   kde leží databáze ukázky; co v ní už je, zůstane
  --port PORT     port na 127.0.0.1 (jinak kterýkoli volný)
  --json          adresa, přihlášení a kód jako jeden řádek JSON

Jen na zkoušku: heslo zná každý, proto poslouchá jen na tomto počítači. Zastaví ho SIGTERM nebo SIGINT.`,
  async run(args, terminal) {
    const { values } = readArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.data === undefined) throw new UsageError('Chybí --data.');
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('Port je číslo do 65535.');
    const folder = resolve(values.data);
    mkdirSync(folder, { recursive: true });
    const config = {
      ...{ host: '127.0.0.1', port, public_url: null, hosts: [], proxies: [], tls: null },
      database: `sqlite:${join(folder, 'kasad-backoffice.db')}`,
      log: 'warn',
    } as const;
    return serve(config, terminal, async (running) => {
      const store = await demoStore(running);
      const { code } = await running.codes.open(store);
      const { email, password } = OWNER;
      const said = { url: running.url, email, password, store, code };
      if (values.json) terminal.out(JSON.stringify(said));
      else {
        terminal.out(`BackOffice: ${running.url}`);
        terminal.out(`Přihlášení: ${email}, heslo ${password}`);
        terminal.out(`Kód pro pokladnu: ${code}`);
      }
    });
  },
};

/** The demo's store; made, with its owner, when it is not there yet. */
async function demoStore({ accounts, stores, database }: Backoffice): Promise<string> {
  const [there] = await stores.all();
  if (there) return there.id;
  const hash = await accounts.hash(OWNER.password);
  const made = await database.write(async (sql) => {
    const id = await accounts.ensure(sql, { email: OWNER.email, name: OWNER.name, hash, initial: false });
    return stores.create(sql, STORE, { id, name: OWNER.name });
  });
  return made.id;
}
