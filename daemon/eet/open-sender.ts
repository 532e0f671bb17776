import path from 'node:path';
import { buildMessage, builtInTrust, createAuthority, ENDPOINTS } from '../../eet/index.ts';
import type { EetSettings } from '../http/contract.ts';
import type { Log } from '../log.ts';
import type { World } from '../world.ts';
import { byEnvironment } from './by-environment.ts';
import { type Certificates, createCertificates } from './certificates/certificates.ts';
import { createVault } from './certificates/vault.ts';
import type { Sender } from './sender.ts';
import type { StandIn } from './stand-in.ts';

/** Certificates of this box, and the tax authority over HTTPS. */
export async function openSender(options: {
  /** The register's data. */
  readonly dir: string;
  readonly world: World;
  readonly log: Log;
  readonly settings: () => EetSettings | null;
  readonly standIn?: (() => Promise<StandIn>) | undefined;
}): Promise<Sender> {
  const { dir, world, log, settings } = options;
  const certificates = createCertificates({
    vault: createVault(path.join(dir, 'eet')),
    world,
    log,
    settings,
  });
  const standIn = await options.standIn?.();
  const real = createAuthority({ time: world, trust: builtInTrust });
  certificates.start();
  const set = settings();
  if (standIn && set?.environment === 'playground') await renewed(certificates, standIn, set.eic);
  return {
    authority: standIn ? byEnvironment({ production: real, playground: playground(standIn, world) }) : real,
    build: buildMessage,
    credentials: certificates,
    renewal: () => null,
    start() {},
    async stop() {
      await standIn?.stop();
    },
  };
}

function playground({ url, ca, trust }: StandIn, time: World) {
  return createAuthority({ time, trust, ca, endpoints: { ...ENDPOINTS, playground: url } });
}

/** A stand-in knows only what it has issued itself in this run. */
async function renewed(certificates: Certificates, standIn: StandIn, eic: string): Promise<void> {
  for (const old of certificates.views()) {
    if (old.environment === 'playground') certificates.discard(old.fingerprint);
  }
  const { p12, password } = await standIn.issue(eic);
  certificates.import(p12, password);
}
