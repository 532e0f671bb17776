import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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

/** In a file that only the register's own user can read, beside the database and not in it: copies go without. */
export interface PairingFile {
  /** Null when there is none; one that cannot be read is none. */
  read(): Pairing | null;
  /** Throws a Refusal 507. */
  write(pairing: Pairing): void;
  remove(): void;
}

export function createPairingFile(dir: string): PairingFile {
  const file = path.join(dir, 'backoffice.json');
  return {
    read() {
      try {
        return pairingOf(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        return null;
      }
    },
    write(pairing) {
      try {
        writeFileSync(`${file}.part`, JSON.stringify(pairing), { mode: 0o600, flush: true });
        renameSync(`${file}.part`, file);
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
