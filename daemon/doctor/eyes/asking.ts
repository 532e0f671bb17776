import { findConsole } from '../../console.ts';

/**
 * How the register on a data folder was met. `stopped`: nobody runs on it. `silent`: its address takes a connection and
 * then says nothing sensible, so it hangs or is somebody else.
 */
export type Met =
  | { readonly is: 'running'; readonly url: string }
  | { readonly is: 'stopped' }
  | { readonly is: 'silent'; readonly url: string };

/** The running register, asked by the way in that it leaves for the command line. */
export interface Asking {
  meet(): Promise<Met>;
  /** What GET `path` answers; undefined when it does not run, or will not say. */
  ask<T>(path: string): Promise<T | undefined>;
}

const PATIENCE_MS = 3_000;

export function createAsking(dir: string): Asking {
  const door = findConsole(dir);
  const get = (path: string) =>
    fetch(`${door?.url}${path}`, {
      headers: { authorization: `Bearer ${door?.key}` },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  let met: Promise<Met> | undefined;

  async function meet(): Promise<Met> {
    if (door === undefined) return { is: 'stopped' };
    const { url } = door;
    try {
      const answer = await get('/health');
      const health = (await answer.json()) as { parts?: unknown } | null;
      return Array.isArray(health?.parts) ? { is: 'running', url } : { is: 'silent', url };
    } catch (error) {
      // A register that was killed leaves its address behind, where nobody listens.
      const cause = (error as { cause?: { code?: string } }).cause?.code;
      return cause === 'ECONNREFUSED' ? { is: 'stopped' } : { is: 'silent', url };
    }
  }

  const meetOnce = () => {
    met ??= meet();
    return met;
  };
  return {
    meet: meetOnce,
    async ask<T>(path: string) {
      if ((await meetOnce()).is !== 'running') return undefined;
      try {
        const answer = await get(path);
        // The register answers 503 when it cannot sell, with the same document.
        return answer.ok || path === '/health' ? ((await answer.json()) as T) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
