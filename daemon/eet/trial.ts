import type { Credential, Head, Outcome, Sale } from '../../eet/index.ts';
import { whyOf } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { EetSettings, EetTestResult, Words } from '../http/contract.ts';
import type { Sender } from './sender.ts';

export interface Trial {
  readonly sender: Pick<Sender, 'authority' | 'build'>;
  readonly settings: EetSettings;
  readonly registerId: string;
  readonly world: Pick<World, 'uuid'>;
  /** RFC 3339 with offset. */
  readonly now: () => string;
}

/** Sends a message that records nothing; answers how it went, for people. */
export async function tryOut(
  trial: Trial & { readonly sender: Pick<Sender, 'credentials'> },
): Promise<EetTestResult> {
  const { environment, eic } = trial.settings;
  const credential = trial.sender.credentials.current(environment, eic);
  if (typeof credential === 'string') return failed({ state: 'blocked', code: null, reason: credential });
  return resultOf(await sendTrial(credential, trial));
}

/** Sends what a sale of one haléř made now would be, only to be checked, signed by this certificate. */
export async function sendTrial(credential: Credential, trial: Trial): Promise<Outcome> {
  const { sender, settings, registerId, world, now } = trial;
  const { environment, eic, unitId, delegatingEic, delegatedByMany } = settings;
  const sale: Sale = {
    eic,
    ...(delegatingEic !== null && { delegatingEic }),
    ...(delegatedByMany && { delegatedByMany }),
    unitId,
    registerId,
    number: 'TEST',
    soldAt: now(),
    total: '0.01',
  };
  const head: Head = { uuid: world.uuid(), sentAt: now(), first: true, verification: true };
  const message = sender.build(sale, head, credential);
  const { outcome } = await sender.authority.send(message, { environment, verification: true });
  return outcome;
}

function resultOf(outcome: Outcome): EetTestResult {
  const warnings = outcome.warnings.map(({ code, text }) => ({ code, text }));
  switch (outcome.state) {
    case 'verified-only':
      return {
        ok: true,
        what: {
          cs: 'Úřad zprávu zkontroloval a je v pořádku. Nic se neevidovalo.',
          en: 'The authority has checked the message and it is right. Nothing was registered.',
        },
        hint: { cs: '', en: '' },
        warnings,
      };
    case 'retry':
      return { ok: false, what: outcome.code === null ? UNREACHED : TROUBLED, hint: LATER, warnings };
    case 'blocked':
    case 'rejected':
      return { ...failed(outcome), warnings };
    case 'confirmed':
    case 'confirmed-unverified':
      return { ok: false, what: MISTAKEN, hint: REPORT, warnings };
  }
}

function failed(stuck: Parameters<typeof whyOf>[0]): EetTestResult {
  const why = whyOf(stuck);
  return { ok: false, what: why?.reason ?? TROUBLED, hint: why?.hint ?? REPORT, warnings: [] };
}

const UNREACHED: Words = {
  cs: 'Úřad neodpověděl: spojení se nepodařilo, nebo odpověď nedávala smysl. Nic se neevidovalo.',
  en: 'The authority did not answer: no connection, or an answer that made no sense. Nothing was registered.',
};
const TROUBLED: Words = {
  cs: 'Úřad má technickou závadu. Nic se neevidovalo.',
  en: 'The authority has a technical fault. Nothing was registered.',
};
const LATER: Words = {
  cs: 'Zkontrolujte internet a zkuste to za chvíli znovu. Tržby se zatím odkládají a odešlou se samy.',
  en: 'Check the internet and try again in a while. Sales are kept meanwhile and sent by themselves.',
};
const MISTAKEN: Words = {
  cs: 'Úřad na zkušební zprávu odpověděl, jako by tržbu zaevidoval.',
  en: 'The authority has answered the trial message as if it had registered a sale.',
};
const REPORT: Words = {
  cs: 'Nahlaste to správci pokladny.',
  en: 'Tell whoever looks after the register.',
};
