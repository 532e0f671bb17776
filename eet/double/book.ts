import type { Received } from './received.ts';

/** A sale as the authority knows it: by its six values, however often it came. */
export interface RecordedSale {
  readonly identity: string;
  /** One of each accepted message; a resend gets another one. */
  readonly poks: readonly string[];
}

export interface ReceivedMessage {
  readonly uuid: string;
  readonly identity: string;
  readonly first: boolean;
  readonly verification: boolean;
  readonly sentAt: string;
  /** CN of the certificate it was signed with. */
  readonly signedBy: string;
  readonly receivedAt_ms: number;
  /** Given to it; null when nothing was recorded. */
  readonly pok: string | null;
}

/**
 * `uuid-again`: a message bears the uuid of an earlier one. `first-again`: it says that its sale was never sent, and it
 * was. `number-again`: a receipt's number with another time or sum, as of a sale that was not frozen. `attack`: what the
 * authority does not answer at all. `http`: not the request that the WSDL describes. `refused`: a message that is not
 * as the law has it.
 */
export interface Offence {
  readonly what: 'uuid-again' | 'first-again' | 'number-again' | 'attack' | 'http' | 'refused';
  /** English: which message, or what was wrong with it. */
  readonly about: string;
}

/** So much is remembered of each, the oldest is forgotten first: a demo may run for months. */
const REMEMBERED = 50_000;

/** What the double remembers. */
export interface Book {
  /** Notes a message; with a POK its sale is recorded. */
  note(received: Received, receivedAt_ms: number, pok: string | null): void;
  blame(what: Offence['what'], about: string): void;
  sales(): RecordedSale[];
  messages(): ReceivedMessage[];
  offences(): Offence[];
}

export function createBook(): Book {
  const sales = new Map<string, string[]>();
  const identities = new Map<string, string>();
  const messages = new Map<number, ReceivedMessage>();
  const uuids = new Map<string, true>();
  const offences = new Map<number, Offence>();
  let count = 0;

  const blame = (what: Offence['what'], about: string) => keep(offences, count++, { what, about });

  return {
    blame,
    note({ sale, head, identity, signedBy }, receivedAt_ms, pok) {
      const { uuid, first, verification, sentAt } = head;
      const key = uuid.toLowerCase();
      if (uuids.has(key)) blame('uuid-again', uuid);
      keep(uuids, key, true);
      keep(messages, count++, { uuid, identity, first, verification, sentAt, signedBy, receivedAt_ms, pok });
      if (verification) return;
      // A sale that was refused has come to the authority all the same.
      const known = sales.get(identity);
      if (known && first) blame('first-again', uuid);
      const number = [sale.eic, sale.unitId, sale.registerId, sale.number].join('|');
      if ((identities.get(number) ?? identity) !== identity) blame('number-again', identity);
      keep(identities, number, identity);
      keep(sales, identity, [...(known ?? []), ...(pok === null ? [] : [pok])]);
    },
    sales: () =>
      [...sales].filter(([, poks]) => poks.length > 0).map(([identity, poks]) => ({ identity, poks })),
    messages: () => [...messages.values()],
    offences: () => [...offences.values()],
  };
}

function keep<K, V>(in_: Map<K, V>, key: K, value: V): void {
  in_.set(key, value);
  const oldest = in_.keys().next();
  if (in_.size > REMEMBERED && !oldest.done) in_.delete(oldest.value);
}
