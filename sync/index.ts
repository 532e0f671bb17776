export { createJournal, type Journal, type JournalOptions } from './journal.ts';
export { schema as replicaSchema } from './schema.ts';
