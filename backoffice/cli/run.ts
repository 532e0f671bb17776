import { Refusal } from '../../wire/index.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { command as demo } from './demo.ts';
import { command as init } from './init.ts';
import { command as password } from './password.ts';
import { command as start } from './start.ts';

const COMMANDS: readonly Command[] = [start, init, password, demo];

/** One command line; answers the exit code. Without a command the backoffice is started. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [first = ''] = argv;
  if (['--help', '-h', 'help'].includes(first)) {
    terminal.out(overview());
    return 0;
  }
  if (first === '--version') {
    terminal.out(terminal.version);
    return 0;
  }
  const named = first !== '' && !first.startsWith('-');
  const command = named ? COMMANDS.find(({ name }) => name === first) : start;
  if (!command) {
    terminal.err(`Příkaz „${first}“ neznáme. Seznam: backoffice --help`);
    return 2;
  }
  const args = named ? argv.slice(1) : argv;
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(`${command.summary}\n${command.help}`);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`${error.message}\nNápověda: backoffice ${command.name} --help`);
      return 2;
    }
    if (error instanceof Refusal) {
      terminal.err(`${error.message}\n${error.hint.cs}`);
      return 1;
    }
    throw error;
  }
}

function overview(): string {
  return [
    'backoffice: přehledy, ceník a pokladny obchodu ve webovém prohlížeči',
    '',
    ...COMMANDS.map(({ name, summary }) => `  backoffice ${name.padEnd(10)}${summary}`),
    '',
    'Bez příkazu se spustí. Každý příkaz má --help. Skončí s 0, když se povedl, s 1, když ne, a s 2, když mu nerozumíme.',
  ].join('\n');
}
