import { Refusal } from '../../wire/index.ts';

/** Where a list in the order of stamps goes on. */
export const writeCursor = ({ hlc, seq }: { readonly hlc: string; readonly seq: number }): string =>
  `${hlc}_${seq}`;

/** Throws a Refusal 400 when nobody has written it. */
export function readCursor(text: string): [hlc: string, seq: number] {
  const [, hlc, seq] = /^([^_]{1,80})_(\d{1,15})$/.exec(text) ?? [];
  if (hlc !== undefined && seq !== undefined) return [hlc, Number(seq)];
  throw new Refusal(
    400,
    'cursor-invalid',
    { cs: 'Od tohoto místa seznam pokračovat neumí.', en: 'The list cannot go on from there.' },
    { cs: 'Načtěte ho znovu od začátku.', en: 'Load it again from the beginning.' },
  );
}
