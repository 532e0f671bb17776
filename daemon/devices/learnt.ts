import type { Store } from '../store/store.ts';

/** What set-up found out about single devices; it wins over the configuration. */
export interface Learnt {
  get<T>(device: string, key: string): T | undefined;
  set(device: string, key: string, value: unknown): void;
}

export function createLearnt({ db, transaction }: Pick<Store, 'db' | 'transaction'>): Learnt {
  const read = db.prepare<[string, string], { value: string }>(
    'SELECT value FROM device_setting WHERE device = ? AND key = ?',
  );
  const write = db.prepare(`INSERT INTO device_setting (device, key, value) VALUES (?, ?, ?)
    ON CONFLICT (device, key) DO UPDATE SET value = excluded.value`);
  return {
    get<T>(device: string, key: string) {
      const row = read.get(device, key);
      return row && (JSON.parse(row.value) as T);
    },
    set(device, key, value) {
      transaction(() => write.run(device, key, JSON.stringify(value)));
    },
  };
}
