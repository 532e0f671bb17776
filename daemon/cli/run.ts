import { Refusal } from '../../wire/index.ts';
import { type Command, type Terminal, UsageError } from './command.ts';

/** Loaded only when asked for: checking a file must not load a printer's driver. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./start.ts'),
  shop: () => import('./shop.ts'),
  'check-config': () => import('./check-config.ts'),
  doctor: () => import('./doctor.ts'),
  setup: () => import('./setup.ts'),
  staff: () => import('./staff.ts'),
  items: () => import('./items.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  export: () => import('./export.ts'),
  'support-bundle': () => import('./support-bundle.ts'),
  reset: () => import('./reset.ts'),
  'upgrade-copy': () => import('./upgrade-copy.ts'),
  'put-back': () => import('./put-back.ts'),
  ready: () => import('./ready.ts'),
  pair: () => import('./pair.ts'),
  join: () => import('./join.ts'),
  backoffice: () => import('./backoffice.ts'),
  update: () => import('./update.ts'),
  'print-test': () => import('./print-test.ts'),
  eet: () => import('./eet.ts'),
};

/** One command line; answers the exit code. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '', ...args] = argv;
  if (name === '' || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(await overview());
    return name === '' ? 2 : 0;
  }
  if (name === '--version') {
    terminal.out(terminal.version);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    terminal.err(`Příkaz „${name}“ neznáme. Seznam: kasad --help`);
    return 2;
  }
  const { command } = await load();
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(`${command.summary}\n\n${command.help.trim()}`);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`${error.message} Nápověda: kasad ${name} --help`);
      return 2;
    }
    if (error instanceof Refusal) {
      terminal.err(`${error.message}\n${error.hint.cs}`);
      return 1;
    }
    throw error;
  }
}

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map(({ command }) => command.name.length));
  return [
    'kasad: pokladna restaurace',
    '',
    ...commands.map(({ command }) => `  kasad ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'Každý příkaz má --help. Skončí s 0, když se povedl, s 1, když ne, a s 2, když mu nerozumíme.',
  ].join('\n');
}
