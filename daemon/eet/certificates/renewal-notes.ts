import type { Store } from '../../store/store.ts';

/** A renewal that has begun. Nothing in it is secret. */
export interface UnderWay {
  /** Fingerprint of the certificate that is being renewed. */
  readonly renews: string;
  readonly requestId: string;
  /** Fingerprint of the new one, once it lies on the disk. */
  readonly next: string | null;
}

/** How far the one renewal has come; it outlives the power. */
export interface RenewalNotes {
  read(): UnderWay | null;
  write(underWay: UnderWay): void;
  clear(): void;
}

export function createRenewalNotes(store: Pick<Store, 'db' | 'transaction'>): RenewalNotes {
  const read = store.db.prepare<[], UnderWay>(
    'SELECT renews, request_id AS requestId, next FROM eet_renewal',
  );
  const write = store.db.prepare<UnderWay>(
    `INSERT INTO eet_renewal (one, renews, request_id, next) VALUES (1, @renews, @requestId, @next)
     ON CONFLICT DO UPDATE SET renews = excluded.renews, request_id = excluded.request_id, next = excluded.next`,
  );
  const clear = store.db.prepare<[]>('DELETE FROM eet_renewal');
  return {
    read: () => read.get() ?? null,
    write: (underWay) => void store.transaction(() => write.run(underWay)),
    clear: () => void store.transaction(() => clear.run()),
  };
}
