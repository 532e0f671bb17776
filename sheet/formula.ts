/**
 * A spreadsheet runs what begins with one of these as a formula (OWASP, CSV Injection). Such a cell gets an
 * apostrophe in front; one that has apostrophes there already gets one more, so that reading is exact.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unguardCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
