/** What a refusal (`Chyba/@kod`) means for the message that it answers. */
export interface Refusal {
  readonly state: 'retry' | 'verified-only' | 'blocked' | 'rejected';
  readonly meaning: string;
}

const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [0, { state: 'verified-only', meaning: 'verified, nothing recorded' }],
  [2, { state: 'rejected', meaning: 'the XML is not well encoded' }],
  [3, { state: 'rejected', meaning: 'the XML does not keep to the schema' }],
  [4, { state: 'blocked', meaning: 'the signature is bad, or the certificate is of the other environment' }],
  [6, { state: 'blocked', meaning: 'the EIC has a wrong structure' }],
  [7, { state: 'rejected', meaning: 'the message is too large' }],
  [8, { state: 'retry', meaning: 'a technical fault, or a fault in the data' }],
]);

/** Codes that are reserved end the message too, so that somebody looks into them. */
export function refusalOf(code: number): Refusal {
  if (code < 0) return { state: 'retry', meaning: 'the authority has a temporary fault' };
  return REFUSALS.get(code) ?? { state: 'rejected', meaning: 'a code unknown here' };
}

const WARNINGS: ReadonlyMap<number, string> = new Map([
  [1, 'EIC v tržbě není stejné jako v certifikátu.'],
  [2, 'EIC pověřujícího poplatníka nemá správnou podobu.'],
  [4, 'Datum tržby je víc než dvě hodiny v budoucnosti.'],
  [5, 'Datum tržby je příliš hluboko v minulosti.'],
  [6, 'Číslo evidenční jednotky nemá správnou podobu.'],
  [7, 'EIC poplatníka a pověřujícího poplatníka jsou stejná.'],
]);

/** For people, when the authority gives a warning without words (`Varovani/@kod_varov`). */
export function warningText(code: number): string {
  return WARNINGS.get(code) ?? 'Varování, které tento program nezná.';
}
