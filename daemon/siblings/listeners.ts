import { createKeyAndRequest, fingerprintOf, signGuest } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { GuestPapers } from '../http/contract.ts';
import type { Log } from '../log.ts';
import type { Membership } from './membership.ts';
import type { Roster } from './roster.ts';

/** Kitchen screens and scripts: they are given a certificate, may listen with it, and can be stopped from it. */
export interface Listeners {
  /** The key is kept nowhere. A name that was revoked can be given anew. */
  add(name: string): Promise<GuestPapers>;
  revoke(name: string): void;
}

export function createListeners(parts: {
  readonly world: Pick<World, 'bytes' | 'wall_ms'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly roster: Roster;
  readonly membership: Pick<Membership, 'identity'>;
  readonly local: (wall_ms: number) => string;
}): Listeners {
  const { world, log, roster, membership } = parts;
  return {
    async add(name) {
      const { identity } = membership;
      if (!identity) throw alone();
      const known = roster.guest(name);
      if (known && !known.revoked) throw taken(name);
      const { key, csr } = await createKeyAndRequest(name);
      const signed = await signGuest(identity, csr, name, world.bytes);
      if (!signed.ok) throw new Error(`a request made here was not signed: ${signed.fault}`);
      const since = parts.local(world.wall_ms());
      roster.putGuest(name, { fingerprint: fingerprintOf(signed.cert), revoked: false, since });
      log.info({ name }, 'a listener was given a certificate');
      return { ca: identity.caCert, cert: signed.cert, key };
    },
    revoke(name) {
      if (!roster.guest(name)) throw unknown(name);
      roster.revokeGuest(name);
      log.warn({ name }, 'a listener was revoked');
    },
  };
}

const alone = () =>
  new Refusal(
    409,
    'no-shop',
    {
      cs: 'Pokladna zatím žádné spojení s ostatními nemá, není komu naslouchat. Nic se nezměnilo.',
      en: 'The register has no links to others yet, so there is nothing to listen to. Nothing has changed.',
    },
    { cs: 'Nejdřív ukažte kód pro další pokladnu.', en: 'Show a code for another register first.' },
  );

const taken = (name: string) =>
  new Refusal(
    409,
    'guest-taken',
    {
      cs: `Posluchač „${name}“ už je. Nic se nezměnilo.`,
      en: `There is a listener “${name}” already. Nothing has changed.`,
    },
    { cs: 'Zvolte jiné jméno, nebo ho nejdřív odvolejte.', en: 'Choose another name, or revoke it first.' },
  );

const unknown = (name: string) =>
  new Refusal(
    404,
    'no-guest',
    {
      cs: `Posluchač „${name}“ tu není. Nic se nezměnilo.`,
      en: `There is no listener “${name}”. Nothing has changed.`,
    },
    { cs: 'Obnovte stránku Sousedé.', en: 'Reload the page of siblings.' },
  );
