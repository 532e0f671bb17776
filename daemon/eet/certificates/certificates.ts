import type { BaseLogger } from 'pino';
import { type Credential, type Environment, openP12 } from '../../../eet/index.ts';
import type { World } from '../../../world/index.ts';
import type { EetCertificateView, EetSettings, HealthPart } from '../../http/contract.ts';
import { diskRefusal } from '../../store/disk-fault.ts';
import { certificateHealth } from './certificate-health.ts';
import type { Kept, Vault } from './vault.ts';
import { importRefusal, otherEic, overRefusal } from './words.ts';

/** Why nothing can be signed for a sale. */
export type NoCredential = 'none' | 'other-eic' | 'other-environment' | 'not-yet' | 'over';

/** The certificates of this box: which one signs now, until when, and new ones brought in. */
export interface Certificates {
  /** Reads what lies on the disk. */
  start(): void;
  /** Signs now for this EIC in this environment; else why nothing does. */
  current(environment: Environment, eic: string): Credential | NoCredential;
  /** The newest first. */
  views(): EetCertificateView[];
  /**
   * The .p12 as the authority gave it, of the shop's EIC or of one under which sales still wait (`owed`). The password
   * opens it and is forgotten. Throws a Refusal.
   */
  import(p12: Uint8Array, password: string, owed?: readonly string[]): EetCertificateView;
  /** One that came by renewal; it signs nothing before `prove`. */
  addUnproven(credential: Credential): void;
  prove(fingerprint: string): void;
  discard(fingerprint: string): void;
  find(fingerprint: string): Kept | undefined;
  /** `run` is called whenever another one may sign. */
  onChange(run: () => void): void;
  health(): HealthPart[];
}

export function createCertificates(options: {
  readonly vault: Vault;
  readonly world: Pick<World, 'wall_ms'>;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
  readonly settings: () => EetSettings | null;
}): Certificates {
  const { vault, world, log, settings } = options;
  let kept: readonly Kept[] = [];
  let unreadable: readonly string[] = [];
  const listeners: (() => void)[] = [];

  function reread(): void {
    const read = vault.read();
    // The newest first: of two that are valid it is the one to be used.
    kept = [...read.kept].sort((a, b) => b.credential.notBefore_ms - a.credential.notBefore_ms);
    unreadable = read.unreadable;
    if (unreadable.length > 0) log.warn({ files: unreadable }, 'certificates that cannot be read');
  }

  /** A change on the disk, then in memory, then told. */
  function change(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw diskRefusal(error);
    } finally {
      reread();
    }
    for (const run of listeners) run();
  }

  function current(environment: Environment, eic: string): Credential | NoCredential {
    const proven = kept.filter((one) => one.proven).map(({ credential }) => credential);
    if (proven.length === 0) return 'none';
    const own = proven.filter((one) => one.eic === eic);
    if (own.length === 0) return 'other-eic';
    const here = own.filter((one) => one.environment === environment);
    const now = world.wall_ms();
    const valid = here.find((one) => one.notBefore_ms <= now && now <= one.notAfter_ms);
    if (valid) return valid;
    if (here.length === 0) return 'other-environment';
    return here.some((one) => now < one.notBefore_ms) ? 'not-yet' : 'over';
  }

  function view(credential: Credential): EetCertificateView {
    const set = settings();
    const signing = set && current(set.environment, set.eic);
    return {
      eic: credential.eic,
      environment: credential.environment,
      notBefore: iso(credential.notBefore_ms),
      notAfter: iso(credential.notAfter_ms),
      daysLeft: Math.floor((credential.notAfter_ms - world.wall_ms()) / day_ms),
      fingerprint: credential.fingerprint,
      active: signing === credential,
    };
  }

  return {
    start: reread,
    current,
    views: () => kept.filter(({ proven }) => proven).map(({ credential }) => view(credential)),
    import(p12, password, owed = []) {
      const opened = openP12(p12, password);
      if ('fault' in opened) throw importRefusal(opened.fault);
      if (opened.environment === null) throw importRefusal('other-authority');
      if (opened.notAfter_ms < world.wall_ms()) throw overRefusal(iso(opened.notAfter_ms).slice(0, 10));
      const wanted = settings()?.eic;
      const isOwed = owed.includes(opened.eic);
      if (wanted !== undefined && wanted !== opened.eic && !isOwed) throw otherEic(opened.eic, wanted);
      change(() => {
        vault.put({ credential: opened, proven: true });
      });
      log.info(
        { eic: opened.eic, environment: opened.environment, fingerprint: opened.fingerprint },
        'certificate imported',
      );
      return view(
        (
          kept.find(({ credential }) => credential.fingerprint === opened.fingerprint) ?? {
            credential: opened,
          }
        ).credential,
      );
    },
    addUnproven: (credential) => change(() => vault.put({ credential, proven: false })),
    prove: (fingerprint) => change(() => vault.prove(fingerprint)),
    discard: (fingerprint) => change(() => vault.remove(fingerprint)),
    find: (fingerprint) => kept.find(({ credential }) => credential.fingerprint === fingerprint),
    onChange: (run) => void listeners.push(run),
    health() {
      const set = settings();
      if (set === null) return [];
      return [certificateHealth(current(set.environment, set.eic), world.wall_ms(), unreadable.length)];
    },
  };
}

const day_ms = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
