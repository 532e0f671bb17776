/** How much of the 48 hours remains: `46 h`, `3 h 20 min`, `12 min`; null once it is over. */
export function timeLeft(deadline: string, now_ms: number): string | null {
  const minutes = Math.floor((Date.parse(deadline) - now_ms) / 60_000);
  if (minutes < 0) return null;
  const hours = Math.floor(minutes / 60);
  if (hours >= FINE_BELOW_H) return `${hours}\u00a0h`;
  return hours > 0 ? `${hours}\u00a0h ${minutes % 60}\u00a0min` : `${minutes}\u00a0min`;
}
const FINE_BELOW_H = 12;

/** How a certificate stands: from the thirtieth day before its end on it is to be renewed. */
export function certificateState(until: string, now_ms: number): 'good' | 'ends' | 'over' {
  const left_ms = Date.parse(until) - now_ms;
  if (left_ms <= 0) return 'over';
  return left_ms < RENEW_MS ? 'ends' : 'good';
}
const RENEW_MS = 30 * 24 * 3_600_000;
