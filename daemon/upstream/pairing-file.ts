import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Envelope } from '../box-key.ts';
import { diskRefusal } from '../store/disk-fault.ts';

/** How this register gets into its backoffice. The token opens it for whoever has it: it goes nowhere else. */
export interface Pairing {
  /** As `backofficeUrl` answers it. */
  readonly url: string;
  readonly token: string;
  readonly store: { readonly id: string; readonly name: string };
  /** Of the backoffice's replica of the store. */
  readonly origin: string;
  readonly pairedAt: string;
}

/**
 * In a file that only the register's own user can read, sealed where the box has a key; beside the database and not in
 * it: copies go without.
 */
export interface PairingFile {
  /** Null when there is none; one that cannot be read is none. One that lies bare from before is sealed by the way. */
  read(): Pairing | null;
  /** Throws a Refusal 507. */
  write(pairing: Pairing): void;
  remove(): void;
}

export function createPairingFile(dir: string, envelope: Envelope): PairingFile {
  const file = path.join(dir, 'backoffice.json');
  function put(pairing: Pairing): void {
    writeFileSync(`${file}.part`, envelope.close(JSON.stringify(pairing)), { mode: 0o600, flush: true });
    renameSync(`${file}.part`, file);
  }

  /** A disk that takes nothing now is no reason to leave the backoffice: the next start tries again. */
  function sealIfItGoes(pairing: Pairing): void {
    try {
      put(pairing);
    } catch {}
  }

  return {
    read() {
      try {
        const text = readFileSync(file, 'utf8');
        const pairing = pairingOf(JSON.parse(envelope.open(text) ?? 'null'));
        if (pairing && envelope.isBare(text)) sealIfItGoes(pairing);
        return pairing;
      } catch {
        return null;
      }
    },
    write(pairing) {
      try {
        // What this box could not open may yet get its key back.
        if (existsSync(file) && envelope.open(readFileSync(file, 'utf8')) === undefined) {
          renameSync(file, `${file}.sealed`);
        }
        put(pairing);
      } catch (error) {
        throw diskRefusal(error);
      }
    },
    remove: () => rmSync(file, { force: true }),
  };
}

function pairingOf(value: unknown): Pairing | null {
  const it = value as Partial<Pairing> | null;
  const texts = [it?.url, it?.token, it?.store?.id, it?.store?.name, it?.origin, it?.pairedAt];
  return texts.every((text) => typeof text === 'string' && text !== '') ? (it as Pairing) : null;
}
