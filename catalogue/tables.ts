import type { Table } from '../domain/index.ts';
import { Refusal } from '../wire/index.ts';

/**
 * Guests' orders are called by it: two tables of one name would get each other's food. A clash that was there `before`
 * keeps nobody from moving the table. Throws a Refusal 422.
 */
export function requireOwnName(table: Table, before: Table | undefined, all: readonly Table[]): void {
  const twin = all.find((other) => other.name === table.name && other.id !== table.id);
  if (!twin || before?.name === table.name) return;
  const message = {
    cs: `Stůl „${table.name}“ už je v oblasti „${twin.area}“. Nic se nezměnilo.`,
    en: `There is a table “${table.name}” in “${twin.area}” already. Nothing has changed.`,
  };
  const hint = { cs: 'Dejte stolu jiné jméno nebo číslo.', en: 'Give the table another name or number.' };
  throw new Refusal(422, 'table-name-taken', message, hint);
}

/** Throws a Refusal 404 when there is none. */
export function mustBeTable<T extends Table>(table: T | undefined): T {
  if (table) return table;
  const message = {
    cs: 'Tento stůl v seznamu není, nejspíš ho mezitím někdo odebral. Nic se nezměnilo.',
    en: 'This table is not on the list, somebody has probably removed it. Nothing has changed.',
  };
  const hint = {
    cs: 'Obnovte seznam stolů a vyberte znovu.',
    en: 'Refresh the list of tables and choose again.',
  };
  throw new Refusal(404, 'table-unknown', message, hint);
}
