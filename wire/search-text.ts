import { formatReceiptNumber, type Receipt } from '../domain/index.ts';

/** Without case and diacritics: `Černá káva` is found by `cerna KAVA`. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Everything that a receipt is found by, in one folded line: number, staff, table, buyer, items, sums. */
export function searchText(receipt: Receipt): string {
  const amounts = new Set([
    receipt.total_haler,
    receipt.toPay_haler,
    ...receipt.lines.map((l) => l.amount_haler),
  ]);
  const words = [
    formatReceiptNumber(receipt.number),
    receipt.staff.name,
    receipt.table ?? '',
    receipt.buyer?.name ?? '',
    receipt.buyer?.ico ?? '',
    ...new Set(receipt.lines.map((line) => line.name)),
    ...[...amounts].map(plainAmount),
    ...new Set(receipt.payments.map((payment) => payment.name)),
  ];
  return foldText(words.join(' '));
}

/** The words of a query, each of which must be found. `12.50` and `12,50` are one amount. */
export function searchWords(query: string): string[] {
  return foldText(query)
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'kc')
    .slice(0, 8)
    .map((word) => (/^-?\d+\.\d{1,2}$/.test(word) ? word.replace('.', ',') : word));
}

function plainAmount(haler: number): string {
  const abs = Math.abs(haler);
  return `${Math.trunc(abs / 100)},${(abs % 100).toString().padStart(2, '0')}`;
}
