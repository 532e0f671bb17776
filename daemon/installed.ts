import { join } from 'node:path';
import { program } from './program.ts';

// A register on which only the built program lies: there are no sources that it could be older than.
await program(join(import.meta.dirname, '../..'));
