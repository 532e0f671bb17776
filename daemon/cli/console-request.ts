import { Refusal } from '../../wire/index.ts';
import { findConsole } from '../console.ts';
import type { Problem } from '../http/contract.ts';

/** Making keys and drawing a first answer takes a slow box some seconds. */
const patience_ms = 60_000;

/** Asks the register that runs on this data folder. Throws its Refusal, or `not-running`. */
export async function askRegister<T>(
  dir: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const door = findConsole(dir);
  if (door === undefined) throw notRunning(dir);
  let answer: Response;
  try {
    answer = await fetch(`${door.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${door.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience_ms),
    });
  } catch {
    throw notRunning(dir);
  }
  const value: unknown = await answer.json();
  if (answer.ok) return value as T;
  const { status, code, title, titleEn, hint, hintEn } = value as Problem;
  throw new Refusal(status, code, { cs: title, en: titleEn }, { cs: hint, en: hintEn });
}

function notRunning(dir: string): Refusal {
  return new Refusal(
    503,
    'not-running',
    {
      cs: `Pokladna s daty ve složce ${dir} neběží.`,
      en: `The register with the data in ${dir} is not running.`,
    },
    {
      cs: 'Spusťte ji (systemctl start kasad, nebo kasad start) a příkaz zopakujte.',
      en: 'Start it (systemctl start kasad, or kasad start) and repeat the command.',
    },
  );
}
