import type { Database } from 'better-sqlite3';
import { replicaSchema, replicaStep } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import { careStep } from '../care/schema.ts';
import {
  schema as catalogueSchema,
  prepaidStep,
  recipeStep,
  scheduleStep,
  stockedStep,
} from '../catalogue/schema.ts';
import { schema as devicesSchema, outcomeWordsStep } from '../devices/schema.ts';
import { renewalStep } from '../eet/certificates/schema.ts';
import { eetStep } from '../eet/schema.ts';
import { eetShopStep } from '../eet/shop-schema.ts';
import { schema as ledgerSchema, sharedStep } from '../ledger/schema.ts';
import { billStep, jobWordsStep, schema as printingSchema } from '../printing/schema.ts';
import { replicationStep, unheardStep } from '../replication/schema.ts';
import { siblingsStep } from '../siblings/schema.ts';
import { schema as staffSchema } from '../staff/schema.ts';
import { stockStep } from '../stock/schema.ts';
import { backofficeStep } from '../upstream/schema.ts';

/** One step of the database's shape; its number is its place in the list, from 1. Never edited once released. */
export type Migration = string;

export const MIGRATIONS: readonly Migration[] = [
  [replicaSchema, catalogueSchema, staffSchema, ledgerSchema, printingSchema, devicesSchema].join('\n'),
  billStep,
  replicaStep + replicationStep,
  scheduleStep,
  jobWordsStep,
  outcomeWordsStep,
  siblingsStep,
  sharedStep,
  unheardStep,
  stockedStep + stockStep,
  prepaidStep,
  eetStep,
  eetShopStep,
  renewalStep,
  recipeStep,
  backofficeStep,
  careStep,
];

/** The step that the database stands at: PRAGMA user_version. */
export function versionOf(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Takes the database to the last step, each one whole or not at all. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const version = versionOf(db);
  if (version > migrations.length) {
    throw new Refusal(
      500,
      'database-newer',
      {
        cs: `Data pokladny zapsala novější verze programu (${version}), než je tato (${migrations.length}). Pokladna se nespustila, data jsou v pořádku.`,
        en: `The data were written by a newer version of the program (${version}) than this one (${migrations.length}). The register did not start; the data are in order.`,
      },
      {
        cs: 'Nainstalujte zpět novější verzi programu kasad.',
        en: 'Install the newer version of kasad again.',
      },
    );
  }
  for (let step = version; step < migrations.length; step++) {
    db.transaction(() => {
      db.exec(migrations[step] as Migration);
      db.pragma(`user_version = ${step + 1}`);
    }).immediate();
  }
}
