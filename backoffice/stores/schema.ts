import type { Migration } from '../database/database.ts';

export const storeSteps: Migration[] = [
  {
    name: 'stores-1',
    sql: `
      CREATE TABLE store (
        store TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        shop TEXT,
        created_ms BIGINT NOT NULL
      );
      CREATE TABLE member (
        store TEXT NOT NULL,
        id TEXT NOT NULL,
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        added_ms BIGINT NOT NULL,
        PRIMARY KEY (store, id),
        UNIQUE (store, account)
      );
      CREATE INDEX member_account ON member (account)`,
  },
];
