import { text } from 'node:stream/consumers';
import { ROLES, type Role } from '../../domain/index.ts';
import { createLog } from '../log.ts';
import { createDoorman } from '../staff/doorman.ts';
import { openStore } from '../store/database.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from './place.ts';

export const command: Command = {
  name: 'staff',
  summary: 'Přidá člověka, který se smí přihlásit; na nové pokladně prvního vedoucího.',
  help: `
kasad staff add JMÉNO [--role waiter|manager|technician] [--json] [--config SOUBOR]

  --role            waiter obsluha, manager vedoucí (jinak), technician technik
  --json            výsledek jako JSON: {"id", "name", "role", "active"}
${PLACE_HELP}

PIN (4 až 8 číslic) se čte ze standardního vstupu, aby nezůstal v historii příkazů:
  read -rs PIN; printf %s "$PIN" | kasad staff add "Jana Nováková"
Pokladna při tom nesmí běžet; za běhu jde totéž na obrazovce v nastavení obsluhy.
`,
  async run(args, terminal) {
    const { values, positionals } = readArgs({
      args: [...args],
      options: {
        ...PLACE_OPTIONS,
        role: { type: 'string', default: 'manager' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const [what, name, ...more] = positionals;
    if (what !== 'add' || name === undefined || more.length > 0) {
      throw new UsageError('Napište add a jméno; jméno s mezerou dejte do uvozovek.');
    }
    if (!isRole(values.role)) throw new UsageError(`Roli „${values.role}“ neznáme.`);
    if (name.length > 120) throw new UsageError('Jméno je moc dlouhé.');
    const pin = (await text(terminal.stdin)).trim();
    if (!/^\d{4,8}$/.test(pin)) throw new UsageError('PIN má být 4 až 8 číslic na standardním vstupu.');
    const { data_dir: dir } = placeOf(values);
    const store = openStore({ dir, world: terminal.world, log: createLog('error', terminal.world) });
    try {
      const doorman = createDoorman({ store, world: terminal.world });
      const person = await doorman.addPerson({ name, role: values.role, pin });
      terminal.out(values.json ? JSON.stringify(person) : `${person.name} se teď může přihlásit.`);
      return 0;
    } finally {
      store.close();
    }
  },
};

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}
