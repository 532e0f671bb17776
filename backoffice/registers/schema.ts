import type { Migration } from '../database/database.ts';

export const registerSteps: Migration[] = [
  {
    name: 'registers-1',
    sql: `
      CREATE TABLE register (
        store TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        token_sha256 TEXT UNIQUE,
        paired_ms BIGINT NOT NULL,
        revoked_ms BIGINT,
        contact_ms BIGINT,
        version TEXT,
        origin TEXT,
        vv TEXT,
        vv_ms BIGINT,
        report TEXT,
        report_ms BIGINT,
        PRIMARY KEY (store, id)
      );
      CREATE TABLE pairing_code (
        store TEXT NOT NULL PRIMARY KEY,
        slot TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL,
        expires_ms BIGINT NOT NULL,
        tries_left BIGINT NOT NULL,
        register TEXT,
        used_ms BIGINT
      )`,
  },
];
