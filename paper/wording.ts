import type { Unit } from '../domain/index.ts';

/** `24. 11. 2026 12:34` from RFC 3339 local time: what stands on paper is the register's own clock. */
export function paperTime(at: string): string {
  return `${paperDay(at)} ${at.slice(11, 16)}`;
}

/** `24. 11. 2026`. */
export function paperDay(at: string): string {
  return `${Number(at.slice(8, 10))}. ${Number(at.slice(5, 7))}. ${at.slice(0, 4)}`;
}

/** Tables named by a number (`5`, `Z3`) are called tables; `Bar` and `Stůl 3` say it themselves. */
export function tableLabel(table: string, word = 'Stůl'): string {
  return /^\p{L}?\d+$/u.test(table) ? `${word} ${table}` : table;
}

/** `1 účtenka`, `3 účtenky`, `5 účtenek`. */
export function counted(count: number, one: string, few: string, many: string): string {
  return `${count} ${count === 1 ? one : count >= 2 && count <= 4 ? few : many}`;
}

/** `2 porce`, `60 porcí`; abbreviations do not change. `quantity` in thousandths. */
export function unitOf(quantity: number, unit: Unit): string {
  return unit === 'porce' && quantity % 1000 === 0 && Math.abs(quantity) >= 5000 ? 'porcí' : unit;
}
