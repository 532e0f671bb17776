import type { Journal } from '../../sync/index.ts';

/** A register as the books know it: by the record `register` of the replica. */
export interface KnownRegister {
  readonly id: string;
  readonly name: string;
  /** Of its receipts; null until it has said so. */
  readonly series: string | null;
  /** Of its database. */
  readonly origin: string | null;
  /** Out of the shop for good: it issues nothing any more. */
  readonly gone: boolean;
}

/**
 * Who else sells in the shop, and how each is called. Read anew each time: the records are few, and they are written by
 * other parts of this register as well as by siblings.
 */
export interface Registers {
  /** An unknown id is its own name. */
  name(registerId: string): string;
  /** All but this one, those that are gone as well. */
  others(): readonly KnownRegister[];
  /** Whether another register may be selling too. */
  hasSiblings(): boolean;
}

export const REGISTER = 'register';

export function createRegisters(
  journal: Journal,
  self: { readonly id: string; readonly name: string },
): Registers {
  function read(id: string): KnownRegister {
    const record = journal.record(REGISTER, id);
    const text = (column: string): string | null => {
      const value = record[column]?.value;
      return typeof value === 'string' && value !== '' ? value : null;
    };
    return {
      id,
      name: text('name') ?? id,
      series: text('series'),
      origin: text('origin'),
      gone: record.revoked?.value === true,
    };
  }

  const others = () =>
    journal
      .ids(REGISTER)
      .filter((id) => id !== self.id)
      .map(read);

  return {
    name: (registerId) => (registerId === self.id ? self.name : read(registerId).name),
    others,
    hasSiblings: () => others().some(({ gone }) => !gone),
  };
}
