import { useEffect, useMemo, useState } from 'preact/hooks';

const HOUR_S = 3_600;
/** The law's 48 hours less 12: from then on the register is uneasy, and so is the screen. */
const UNEASY_BELOW_S = 36 * HOUR_S;

/** `35 h 12 min`, below an hour `4 min 05 s`; the sign is for the words around it. Both languages write it so. */
export function spanWords(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const hours = Math.floor(whole / HOUR_S);
  const minutes = Math.floor((whole % HOUR_S) / 60);
  if (hours > 0) return `${hours}\u00a0h ${String(minutes).padStart(2, '0')}\u00a0min`;
  return `${minutes}\u00a0min ${String(whole % 60).padStart(2, '0')}\u00a0s`;
}

export const isUneasy = (left_s: number): boolean => left_s < UNEASY_BELOW_S;

/** Goes on counting down from what the register said, by a clock that nobody sets. */
export function useLeft(oldest: { readonly left_s: number } | null): number | null {
  const said = useMemo(() => oldest && { left_s: oldest.left_s, at_ms: performance.now() }, [oldest]);
  const [, tick] = useState(0);
  const counting = said !== null;
  useEffect(() => {
    if (!counting) return;
    const timer = setInterval(() => tick((turn) => turn + 1), 1_000);
    return () => clearInterval(timer);
  }, [counting]);
  return said && said.left_s - (performance.now() - said.at_ms) / 1_000;
}
