import { join } from 'node:path';
import { builtProgram } from './built.ts';

const root = join(import.meta.dirname, '..');

// The same program in fewer files starts in half the time. KASAD_SOURCES=1 runs the files as they stand.
const built = process.env.KASAD_SOURCES === '1' ? undefined : builtProgram(root);
const { program } = (await import(built ?? './program.ts')) as typeof import('./program.ts');

await program(root);
