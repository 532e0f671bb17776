import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type Credential, credentialFromPem, credentialPem } from '../../../eet/index.ts';
import type { Envelope } from '../../box-key.ts';
import { syncPath } from '../../store/files.ts';

/** A certificate that lies on this box. */
export interface Kept {
  readonly credential: Credential;
  /**
   * Whether it may sign sales. One that came by renewal first has to prove itself to the authority; one that a person
   * brought is believed.
   */
  readonly proven: boolean;
}

/**
 * Certificates with their keys, in a folder that only the register's own user can look into, one file each. A file is
 * there whole or not at all, whenever the power goes, and sealed where the box has a key. The password that they came
 * with is not kept.
 */
export interface Vault {
  /**
   * What lies there, and the names of files that cannot be read as a certificate, for want of a key too. What lies bare
   * from before the box had one is sealed by the way.
   */
  read(): { readonly kept: readonly Kept[]; readonly unreadable: readonly string[] };
  /** On the disk when it returns. Throws what the file system says. */
  put(kept: Kept): void;
  /** It has proven itself. */
  prove(fingerprint: string): void;
  /** Nothing there is well too. */
  remove(fingerprint: string): void;
}

const FILE = /^([0-9a-f]{64})(\.unproven)?\.pem$/;

export function createVault(dir: string, envelope: Envelope): Vault {
  const fileOf = (fingerprint: string, proven: boolean) =>
    path.join(dir, `${fingerprint}${proven ? '' : '.unproven'}.pem`);

  function write({ credential, proven }: Kept): void {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    chmodSync(dir, 0o700);
    const file = fileOf(credential.fingerprint, proven);
    const fresh = `${file}.part`;
    // What a power cut may have left keeps its old rights: opened anew.
    rmSync(fresh, { force: true });
    const fd = openSync(fresh, 'wx', 0o600);
    try {
      writeSync(fd, envelope.close(credentialPem(credential)));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(fresh, file);
    syncPath(dir);
    syncPath(path.dirname(dir));
  }

  /** Certificates that this box cannot open stay, out of the way of the new one: their key may yet be found. */
  function setLockedAside(): void {
    if (!existsSync(dir)) return;
    for (const name of readdirSync(dir)) {
      const file = path.join(dir, name);
      if (FILE.test(name) && envelope.open(readFileSync(file, 'utf8')) === undefined) {
        renameSync(file, `${file}.sealed`);
      }
    }
  }

  return {
    read() {
      if (!existsSync(dir)) return { kept: [], unreadable: [] };
      const kept: Kept[] = [];
      const unreadable: string[] = [];
      for (const name of readdirSync(dir).sort()) {
        const [, fingerprint, mark] = FILE.exec(name) ?? [];
        if (fingerprint === undefined) continue;
        const { credential, isBare } = readCredential(path.join(dir, name), envelope);
        if (credential?.fingerprint !== fingerprint) {
          unreadable.push(name);
          continue;
        }
        const one = { credential, proven: mark === undefined };
        kept.push(one);
        if (isBare) sealIfItGoes(() => write(one));
      }
      return { kept, unreadable };
    },
    put(kept) {
      setLockedAside();
      write(kept);
    },
    prove(fingerprint) {
      renameSync(fileOf(fingerprint, false), fileOf(fingerprint, true));
      syncPath(dir);
    },
    remove(fingerprint) {
      for (const proven of [true, false]) rmSync(fileOf(fingerprint, proven), { force: true });
      if (existsSync(dir)) syncPath(dir);
    },
  };
}

function readCredential(file: string, envelope: Envelope): { credential?: Credential; isBare: boolean } {
  try {
    const text = readFileSync(file, 'utf8');
    const isBare = envelope.isBare(text);
    const opened = envelope.open(text);
    const read = opened === undefined ? undefined : credentialFromPem(opened);
    return read === undefined || 'fault' in read ? { isBare } : { credential: read, isBare };
  } catch {
    return { isBare: false }; // The system's words would quote the path of a key; who reads the log learns the name alone.
  }
}

/** A disk that takes nothing now is no reason to do without the certificate: the next start tries again. */
function sealIfItGoes(write: () => void): void {
  try {
    write();
  } catch {}
}
