import type { Migration } from '../database/database.ts';

/* People belong to no store; what they may do in one is the store's `member`. */
export const accountSteps: Migration[] = [
  {
    name: 'accounts-1',
    sql: `
      CREATE TABLE account (
        id TEXT NOT NULL PRIMARY KEY,
        email TEXT NOT NULL,
        email_key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        password TEXT NOT NULL,
        initial BIGINT NOT NULL,
        created_ms BIGINT NOT NULL,
        seen_ms BIGINT
      );
      CREATE TABLE session (
        token_sha256 TEXT NOT NULL PRIMARY KEY,
        account TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        seen_ms BIGINT NOT NULL
      );
      CREATE INDEX session_account ON session (account);
      CREATE TABLE attempt (
        subject TEXT NOT NULL PRIMARY KEY,
        wrong BIGINT NOT NULL,
        last_ms BIGINT NOT NULL
      );
      CREATE INDEX attempt_last ON attempt (last_ms)`,
  },
];
