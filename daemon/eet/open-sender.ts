import path from 'node:path';
import {
  buildMessage,
  builtInTrust,
  createAuthority,
  createRenewalApi,
  ENDPOINTS,
  RENEWAL_ENDPOINTS,
} from '../../eet/index.ts';
import { localTime } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Envelope } from '../box-key.ts';
import type { EetSettings } from '../http/contract.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { byEnvironment } from './by-environment.ts';
import { type Certificates, createCertificates } from './certificates/certificates.ts';
import { createRenewal } from './certificates/renewal.ts';
import { createRenewalNotes } from './certificates/renewal-notes.ts';
import { createVault } from './certificates/vault.ts';
import type { Sender } from './sender.ts';
import type { StandIn } from './stand-in.ts';
import { sendTrial } from './trial.ts';

export interface SenderOptions {
  /** The register's data. */
  readonly dir: string;
  readonly envelope: Envelope;
  readonly store: Store;
  readonly world: World;
  readonly log: Log;
  readonly register: { readonly id: string; readonly timezone: string };
  readonly settings: () => EetSettings | null;
  readonly standIn?: (() => Promise<StandIn>) | undefined;
  /** Called when the renewal has come further. */
  readonly onChange: () => void;
}

/** Certificates of this box and their renewal, and the tax authority over HTTPS. */
export async function openSender(options: SenderOptions): Promise<Sender> {
  const { dir, store, world, log, register, settings, onChange } = options;
  const certificates = createCertificates({
    vault: createVault(path.join(dir, 'eet'), options.envelope),
    world,
    log,
    settings,
  });
  const standIn = await options.standIn?.();
  const real = createAuthority({ time: world, trust: builtInTrust });
  const authority = standIn
    ? byEnvironment({ production: real, playground: playground(standIn, world) })
    : real;
  const api = createRenewalApi(standIn ? standInRenewal(standIn, world) : { time: world });
  const renewal = createRenewal({
    certificates,
    notes: createRenewalNotes(store),
    api,
    async tryOut(credential) {
      const set = settings();
      if (!set) throw new Error('EET was switched off while a certificate was being renewed');
      const now = () => localTime(world.wall_ms(), register.timezone);
      const sender = { authority, build: buildMessage };
      return sendTrial(credential, { sender, settings: set, registerId: register.id, world, now });
    },
    settings,
    world,
    log,
    onChange,
  });
  certificates.start();
  const set = settings();
  if (standIn && set?.environment === 'playground') await renewed(certificates, standIn, set.eic);
  return {
    authority,
    build: buildMessage,
    credentials: certificates,
    renewal: renewal.view,
    start() {
      renewal.start();
      certificates.onChange(renewal.changed);
    },
    async stop() {
      renewal.stop();
      api.close();
      await standIn?.stop();
    },
  };
}

function playground({ url, ca, trust }: StandIn, time: World) {
  return createAuthority({ time, trust, ca, endpoints: { ...ENDPOINTS, playground: url } });
}

/** The stand-in's own TLS certificate is believed alone, so the real authority is not reached by the way. */
function standInRenewal({ renewalUrl, ca }: StandIn, time: World) {
  return { time, ca, endpoints: { ...RENEWAL_ENDPOINTS, playground: renewalUrl } };
}

/** A stand-in knows only what it has issued itself in this run. */
async function renewed(certificates: Certificates, standIn: StandIn, eic: string): Promise<void> {
  for (const old of certificates.views()) {
    if (old.environment === 'playground') certificates.discard(old.fingerprint);
  }
  const { p12, password } = await standIn.issue(eic);
  certificates.import(p12, password);
}
