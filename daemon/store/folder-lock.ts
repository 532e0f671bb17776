import path from 'node:path';
import Database from 'better-sqlite3';
import { Refusal } from '../../wire/index.ts';

/**
 * Makes sure that one data folder has one daemon. The lock is a transaction held open on a file of its own: the
 * kernel lets go of it when the process dies, however it dies, so nothing stale is ever left behind.
 */
export function lockFolder(dir: string): () => void {
  const lock = new Database(path.join(dir, 'kasad.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error;
    throw new Refusal(
      409,
      'already-running',
      {
        cs: `Nad složkou ${dir} už běží jiná pokladna. Tato se nespustila, ta první prodává dál.`,
        en: `Another register is running on the folder ${dir} already. This one did not start; the first one goes on selling.`,
      },
      {
        cs: 'Ukončete běžící pokladnu (systemctl stop kasad), nebo v konfiguraci nastavte jinou složku dat.',
        en: 'Stop the running register (systemctl stop kasad), or set another data folder in the configuration.',
      },
      { dir },
    );
  }
  return () => lock.close();
}
