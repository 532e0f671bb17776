/** `1 tržba`, `3 tržby`, `12 tržeb`. */
export const salesCs = (count: number): string => counted(count, 'tržba');

/** In the accusative: `1 tržbu`, `3 tržby`, `12 tržeb`. */
export const givenSalesCs = (count: number): string => counted(count, 'tržbu');

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : count >= 2 && count <= 4 ? 'tržby' : 'tržeb'}`;
}

export function salesEn(count: number): string {
  return `${count} ${count === 1 ? 'sale' : 'sales'}`;
}

const MINUTE_MS = 60_000;

/** In both languages `35 h`, and below ten hours to the minute: `3 h 20 min`. Never more than there is. */
export function timeOf(left_ms: number): string {
  const minutes = Math.max(0, Math.floor(left_ms / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours >= 10) return `${hours} h`;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
