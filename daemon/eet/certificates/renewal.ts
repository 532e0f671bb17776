import type { BaseLogger } from 'pino';
import {
  type Credential,
  type Outcome,
  openP12,
  type RenewalApi,
  type RenewalFault,
} from '../../../eet/index.ts';
import type { World } from '../../../world/index.ts';
import type { EetSettings, EetView, Words } from '../../http/contract.ts';
import type { Certificates } from './certificates.ts';
import type { RenewalNotes, UnderWay } from './renewal-notes.ts';

/** The authority advises two to three weeks before the end. */
const AHEAD_MS = 21 * 86_400_000;
/** How often it is looked whether it is time. */
const LOOK_MS = 6 * 3_600_000;
/** Waits after a fault; the last one repeats. */
const AGAIN_MS = [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 6 * 3_600_000] as const;
const POLL_MS = { least: 5_000, most: 3_600_000 } as const;

/**
 * Renews the certificate before it ends: asked for, fetched, laid on the disk, its receipt confirmed to the authority,
 * proven by a message that records nothing, and only then used. Each step is noted before the next one, and each may be
 * done twice: whenever the power goes, it goes on where it was.
 */
export interface Renewal {
  start(): void;
  stop(): void;
  /** How it stands, for people; null when it is not due. */
  view(): EetView['renewal'];
  /** Another certificate or other settings: look now. */
  changed(): void;
}

export interface RenewalOptions {
  readonly certificates: Pick<Certificates, 'current' | 'find' | 'addUnproven' | 'prove' | 'discard'>;
  readonly notes: RenewalNotes;
  readonly api: RenewalApi;
  /** Signs a message that records nothing with this one, and sends it. */
  readonly tryOut: (credential: Credential) => Promise<Outcome>;
  readonly settings: () => EetSettings | null;
  readonly world: World;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  /** Called when the view may have changed. */
  readonly onChange: () => void;
}

/** What a step came to: the next one follows at once, or after a wait; `fault` is told to people. */
type Next = { readonly after_ms: number; readonly fault?: Words };
const AT_ONCE: Next = { after_ms: 0 };
const IDLE: Next = { after_ms: LOOK_MS };

export function createRenewal(options: RenewalOptions): Renewal {
  const { certificates, notes, api, tryOut, settings, world, log, onChange } = options;
  let running = false;
  let busy = false;
  let lookAgain = false;
  let failures = 0;
  let fault: Words | null = null;
  let cancel = () => {};

  async function look(): Promise<void> {
    cancel();
    if (busy) {
      lookAgain = true;
      return;
    }
    busy = true;
    let next: Next;
    do {
      lookAgain = false;
      next = await step().catch(stumbled);
      fault = next.fault ?? null;
      failures = next.fault ? failures + 1 : 0;
      onChange();
    } while (running && (lookAgain || next === AT_ONCE));
    busy = false;
    if (running) cancel = world.after(next.after_ms, () => void look());
  }

  /** A disk that is full, or a defect of our own: told, and tried again. */
  function stumbled(error: unknown): Next {
    log.error({ err: error }, 'the renewal of the certificate stumbled');
    return later({
      cs: 'Obnova certifikátu narazila na chybu v pokladně.',
      en: 'The renewal of the certificate met a fault of the register.',
    });
  }

  const later = (what: Words): Next => ({
    after_ms: AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)] ?? LOOK_MS,
    fault: what,
  });

  async function step(): Promise<Next> {
    const set = settings();
    if (set === null) return IDLE;
    const current = certificates.current(set.environment, set.eic);
    const underWay = notes.read();
    if (underWay?.next != null) return proveStep(underWay, underWay.next, current);
    // Only a valid one can be renewed; what is to be done without one, the certificate's own health says.
    if (typeof current === 'string') return IDLE;
    if (underWay && underWay.renews !== current.fingerprint) {
      // Somebody has brought in another one meanwhile.
      notes.clear();
      return AT_ONCE;
    }
    if (underWay) return fetchStep(underWay, current);
    if (current.notAfter_ms - world.wall_ms() > AHEAD_MS) return IDLE;
    return askStep(current);
  }

  /** A request whose number was lost by a power cut is found again before another one is made. */
  async function askStep(current: Credential): Promise<Next> {
    const open = await api.notFinished(current);
    if (!open.ok) return refused(open.fault);
    const [found] = open.requestIds;
    if (found !== undefined) {
      notes.write({ renews: current.fingerprint, requestId: found, next: null });
      return AT_ONCE;
    }
    const asked = await api.request(current);
    if (!asked.ok) return refused(asked.fault);
    notes.write({ renews: current.fingerprint, requestId: asked.requestId, next: null });
    log.info({ requestId: asked.requestId }, 'a new certificate was asked for');
    return AT_ONCE;
  }

  async function fetchStep(underWay: UnderWay, current: Credential): Promise<Next> {
    const { requestId } = underWay;
    const status = await api.status(current, requestId);
    if (!status.ok) return lostOr(status.fault);
    switch (status.state) {
      case 'in-process':
        return {
          after_ms: Math.min(POLL_MS.most, Math.max(POLL_MS.least, (status.pollAfter_s ?? 60) * 1000)),
        };
      case 'rejected':
        log.warn({ requestId, reason: status.reason }, 'the certificate authority has refused to renew');
        notes.clear();
        return { ...later(REJECTED), after_ms: 24 * 3_600_000 };
      case 'finished':
        // Fetched by somebody else with this same certificate, another register for instance.
        notes.clear();
        return { after_ms: LOOK_MS };
      default:
        return claimStep(underWay, current);
    }
  }

  async function claimStep(underWay: UnderWay, current: Credential): Promise<Next> {
    const claimed = await api.claim(current, underWay.requestId);
    if (!claimed.ok) return lostOr(claimed.fault);
    const opened = openP12(claimed.p12, claimed.password);
    if ('fault' in opened) {
      log.warn({ fault: opened.fault }, 'the renewed certificate cannot be opened');
      return later(UNUSABLE);
    }
    const { eic, environment, notAfter_ms } = opened;
    if (eic !== current.eic || environment !== current.environment || notAfter_ms <= current.notAfter_ms) {
      log.warn(
        { eic, environment, notAfter_ms },
        'the renewed certificate is none that the old one could give way to',
      );
      return later(UNUSABLE);
    }
    // On the disk before the authority is told that it may forget it.
    if (!certificates.find(opened.fingerprint)) certificates.addUnproven(opened);
    notes.write({ ...underWay, next: opened.fingerprint });
    return AT_ONCE;
  }

  async function proveStep(underWay: UnderWay, next: string, current: Credential | string): Promise<Next> {
    const kept = certificates.find(next);
    if (!kept || kept.proven) {
      // Gone, or brought in by hand meanwhile, or proven just before the power went.
      notes.clear();
      return AT_ONCE;
    }
    const { credential } = kept;
    // Confirmed with the one being renewed, while it is valid; told twice, the authority says that it knows.
    if (typeof current !== 'string') {
      const told = await api.acknowledge(current, underWay.requestId);
      if (!told.ok && told.fault !== 'conflict' && told.fault !== 'not-found') return refused(told.fault);
    }
    const outcome = await tryOut(credential);
    if (outcome.state === 'retry') return later(UNPROVEN_YET);
    if (outcome.state !== 'verified-only') {
      log.warn({ state: outcome.state, reason: outcome.reason }, 'the renewed certificate was not taken');
      return later(UNPROVEN);
    }
    certificates.prove(next);
    notes.clear();
    log.info({ fingerprint: next }, 'the renewed certificate is used from now on');
    // Not at once: should it still be due, the authority must not be asked again and again.
    return IDLE;
  }

  function lostOr(what: RenewalFault): Next {
    if (what !== 'not-found' && what !== 'conflict') return refused(what);
    notes.clear();
    return later(LOST);
  }

  const refused = (what: RenewalFault): Next => {
    log.warn({ fault: what }, 'the certificate authority did not help');
    return later(what === 'unauthorized' ? UNAUTHORIZED : UNREACHABLE);
  };

  return {
    start() {
      running = true;
      void look();
    },
    stop() {
      running = false;
      cancel();
    },
    changed() {
      if (running) void look();
    },
    view() {
      const underWay = notes.read();
      if (fault) return { state: 'failed', what: fault, hint: BY_HAND };
      if (!underWay) return null;
      const state = underWay.next === null ? 'requested' : 'issued';
      return { state, what: state === 'requested' ? REQUESTED : ISSUED, hint: NOTHING };
    },
  };
}

const REQUESTED: Words = {
  cs: 'Pokladna si řekla o nový certifikát a čeká, až ho úřad vystaví.',
  en: 'The register has asked for a new certificate and waits until it is issued.',
};
const ISSUED: Words = {
  cs: 'Nový certifikát je tady, pokladna ho ještě zkouší.',
  en: 'The new certificate is here; the register is still trying it out.',
};
const REJECTED: Words = {
  cs: 'Úřad nový certifikát nevystavil.',
  en: 'The authority did not issue a new certificate.',
};
const UNUSABLE: Words = {
  cs: 'Nový certifikát od úřadu se nedá použít.',
  en: 'The new certificate from the authority cannot be used.',
};
const UNPROVEN_YET: Words = {
  cs: 'Nový certifikát je tady, ale zatím se nepodařilo ho vyzkoušet.',
  en: 'The new certificate is here but could not be tried out yet.',
};
const UNPROVEN: Words = {
  cs: 'Nový certifikát úřad při zkoušce nepřijal, dál se používá dosavadní.',
  en: 'The authority did not take the new certificate on trial; the present one stays in use.',
};
const LOST: Words = {
  cs: 'Žádost o nový certifikát úřad už nezná, pokladna podá novou.',
  en: 'The authority no longer knows the request; the register will make another one.',
};
const UNAUTHORIZED: Words = {
  cs: 'Úřad dosavadní certifikát k obnově nepřijal.',
  en: 'The authority did not take the present certificate for a renewal.',
};
const UNREACHABLE: Words = {
  cs: 'O nový certifikát se zatím nepodařilo požádat.',
  en: 'A new certificate could not be asked for yet.',
};
const BY_HAND: Words = {
  cs: 'Pokladna to zkouší dál. Kdyby zbývalo málo dní, vystavte certifikát v daňovém portálu a nahrajte ho tady.',
  en: 'The register goes on trying. If few days are left, have one issued in the tax portal and bring it in here.',
};
const NOTHING: Words = { cs: 'Není potřeba nic dělat.', en: 'Nothing is to be done.' };
