import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world/index.ts';
import type { HealthPart } from './http/contract.ts';
import type { Log } from './log.ts';

/** How one file is kept from whoever has only a copy of it. */
export interface Envelope {
  /** As it is to be written. */
  close(text: string): string;
  /** What was read, opened; undefined when it is closed and there is no key for it. What never was closed is itself. */
  open(text: string): string | undefined;
  /** Whether it lies bare though it could be closed. */
  isBare(text: string): boolean;
}

/** Files beside the database that hold keys of others: their names go into the authenticated part of what is sealed. */
export type Secret = 'eet' | 'backoffice' | 'identity';

/**
 * The key of this box: 32 bytes that belong to root, handed over by systemd (LoadCredential=, systemd.exec(5)) and
 * never written where the register keeps its data. So a copy of the data, on a stick or in a repair shop, opens neither
 * the tax authority's certificate nor the backoffice nor the shop's network. Without a key, as in a demo or a start by
 * hand, files are written as they are.
 */
export interface BoxKey {
  envelope(secret: Secret): Envelope;
  /** Says which files this box cannot open, and what to do. Nothing while it can open all that it has read. */
  health(): HealthPart[];
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** `kasad-sealed 1 KEY NONCE DATA`: which key it was, shortened; nonce, and data with the tag, in base64. */
const SEALED = /^kasad-sealed 1 ([0-9a-f]{16}) ([A-Za-z0-9+/=]{16}) ([A-Za-z0-9+/=]+)\n$/;

export function createBoxKey(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly world: Pick<World, 'bytes'>;
  readonly log: Pick<Log, 'warn'>;
}): BoxKey {
  const { env, world, log } = options;
  const key = readKey(env.CREDENTIALS_DIRECTORY, log);
  const name = key && createHash('sha256').update('kasad box key').update(key).digest('hex').slice(0, 16);
  const locked = new Set<Secret>();

  return {
    envelope: (secret) => ({
      close(text) {
        locked.delete(secret);
        if (!key) return text;
        const nonce = world.bytes(NONCE_BYTES);
        const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(secret));
        const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
        return `kasad-sealed 1 ${name} ${Buffer.from(nonce).toString('base64')} ${data.toString('base64')}\n`;
      },
      open(text) {
        if (!text.startsWith('kasad-sealed ')) return text;
        const opened = key && unseal(text, secret, key);
        if (opened === undefined) {
          locked.add(secret);
          const [, sealedBy] = SEALED.exec(text) ?? [];
          log.warn(
            { secret, sealedBy: sealedBy ?? null, key: name ?? null },
            'sealed by another key than that of this box',
          );
        }
        return opened;
      },
      isBare: (text) => key !== undefined && !text.startsWith('kasad-sealed '),
    }),
    health: () => (locked.size === 0 ? [] : [lockedPart([...locked])]),
  };
}

/** For those who only look and have no key: they learn that a file is sealed. */
export const WITHOUT_KEY: Envelope = {
  close: (text) => text,
  open: (text) => (text.startsWith('kasad-sealed ') ? undefined : text),
  isBare: () => false,
};

/** Undefined without systemd, and when the box has lost its key: the unit then hands over a word that is none. */
function readKey(dir: string | undefined, log: Pick<Log, 'warn'>): Buffer | undefined {
  if (dir === undefined) return undefined;
  try {
    const key = readFileSync(join(dir, 'box-key'));
    if (key.length === KEY_BYTES) return key;
    log.warn({ bytes: key.length }, 'the key of this box is missing; what is secret is written unsealed');
  } catch (error) {
    log.warn({ code: (error as NodeJS.ErrnoException).code }, 'the key of this box cannot be read');
  }
  return undefined;
}

function unseal(text: string, secret: Secret, key: Buffer): string | undefined {
  const [, , nonce, data] = SEALED.exec(text) ?? [];
  if (nonce === undefined || data === undefined) return undefined;
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length < TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'))
      .setAAD(Buffer.from(secret))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined; // Another key, or not the bytes that were sealed: to whoever reads it is the same.
  }
}

const WHAT: Readonly<Record<Secret, { cs: string; en: string; hintCs: string; hintEn: string }>> = {
  eet: {
    cs: 'certifikát EET (tržby čekají na odeslání)',
    en: 'the EET certificate (sales wait to be sent)',
    hintCs: 'nahrajte znovu certifikát EET',
    hintEn: 'bring the EET certificate again',
  },
  backoffice: {
    cs: 'připojení k BackOffice',
    en: 'the way into the backoffice',
    hintCs: 'připojte pokladnu k BackOffice novým kódem',
    hintEn: 'join the backoffice by a new code',
  },
  identity: {
    cs: 'doklady pro sousední pokladny',
    en: 'the papers for siblings',
    hintCs: 'připojte ji k obchodu znovu kódem',
    hintEn: 'join the shop again by a code',
  },
};

function lockedPart(secrets: readonly Secret[]): HealthPart {
  const all = (word: 'cs' | 'en' | 'hintCs' | 'hintEn') => secrets.map((one) => WHAT[one][word]).join(', ');
  return {
    id: 'box-key',
    state: 'attention',
    cs: `Klíč této pokladny chybí, nebo je jiný, a nejde jím otevřít: ${all('cs')}. Prodává se dál.`,
    en: `The key of this box is missing or another one and does not open: ${all('en')}. Selling goes on.`,
    hintCs: `Vraťte ze zálohy soubor /etc/kasad/keys/box.key a pokladnu spusťte znovu. Není-li, ${all('hintCs')}.`,
    hintEn: `Put /etc/kasad/keys/box.key back and start the register again. If there is none, ${all('hintEn')}.`,
  };
}
