import { compareVersions, type UpdateResult } from '../../systemd/index.ts';

/*
 * How the registers of a shop are updated one after another: every register decides for itself, by the same rule, from
 * what all of them know. Pure: what is so now -> what this register says of itself and does next.
 *
 * A register whose turn it is claims it and says so. It begins only when every register that it is linked to has seen
 * the claim and told nothing to the contrary; of two that claim at once the one with the lower id stays. All others
 * wait until it is back on the new version. When it goes back to the old one, the plan stops for everybody.
 */

/** Somebody wants the shop to run a version. The newest plan counts; it stands until there is another. */
export interface Plan {
  /** UUID: the same version tried once more is another plan. */
  readonly id: string;
  readonly version: string;
  /** The register at which it was said, and when, RFC 3339. */
  readonly by: string;
  readonly at: string;
}

/** Nobody begins with that plan any more. */
export interface Stop {
  readonly plan: string;
  readonly by: string;
  readonly reason: 'person' | 'rolled-back' | 'failed';
  readonly detail: string | null;
}

/**
 * How far a register is.
 * - `by-hand`: not installed from a package, or no key is believed: a technician updates it.
 * - `no-source`, `no-room`: the package is nowhere, or its disk has no room for it. `fetching`: it is on its way.
 * - `shift`: waits for its shift to be closed. `ready`: waits for its turn.
 * - `claiming`: says that it is its turn. `installing`: from before root is asked until it is known what became of it.
 */
export const STATES = [
  'by-hand',
  'no-source',
  'no-room',
  'fetching',
  'shift',
  'ready',
  'claiming',
  'installing',
  'done',
  'rolled-back',
  'failed',
  'stopped',
] as const;
export type State = (typeof STATES)[number];

export interface Attempt {
  readonly plan: string;
  readonly state: State;
  /** Why it failed, in a word or a line. */
  readonly detail: string | null;
}

export interface Other {
  readonly id: string;
  readonly attempt: Attempt | null;
  /** It hears us and we hear it. */
  readonly linked: boolean;
  /** Away for so long that nobody waits for it any more. */
  readonly lost: boolean;
}

export interface Facts {
  readonly self: string;
  readonly running: string;
  readonly plan: Plan | null;
  readonly stop: Stop | null;
  /** What this register said last, perhaps of another plan. */
  readonly attempt: Attempt | null;
  readonly others: readonly Other[];
  /** Every linked register holds what this one said last, and this one holds what they had said by then. */
  readonly agreed: boolean;
  readonly package: 'here' | 'elsewhere' | 'nowhere';
  readonly room: boolean;
  readonly shiftOpen: boolean;
  /** Somebody has said here that an open shift does not matter. */
  readonly hurry: boolean;
  readonly byHand: boolean;
  /** Root has been asked, and has not taken the request up yet. */
  readonly requested: boolean;
  /** Of the last request; null when there was none since it was thrown away. */
  readonly result: UpdateResult | null;
  /** It has been installing for longer than it can take. */
  readonly overdue: boolean;
}

export interface Decision {
  /** Null: there is nothing to be said. */
  readonly attempt: Attempt | null;
  /** Ends the plan for everybody. */
  readonly stop: Pick<Stop, 'reason' | 'detail'> | null;
  /** To be done once the attempt is on the disk. `request`: throw the last result away and ask root. */
  readonly deed: 'none' | 'fetch' | 'request';
}

export function decide(facts: Facts): Decision {
  const { plan, running, attempt } = facts;
  if (attempt?.state === 'installing' && underWay(facts)) return stay(attempt);
  if (plan === null) return stay(null);
  const say = (state: State, detail: string | null = null, deed: Decision['deed'] = 'none'): Decision => ({
    attempt: { plan: plan.id, state, detail },
    stop: null,
    deed,
  });
  const own = attempt?.plan === plan.id ? attempt : null;
  const ended = own && endOf(own, facts);
  if (ended === null && compareVersions(running, plan.version) >= 0) return say('done');
  if (ended) return { ...say(ended.reason, ended.detail), stop: facts.stop === null ? ended : null };
  if (facts.stop) return say('stopped');
  if (facts.byHand) return say('by-hand');
  if (facts.package === 'nowhere') return say('no-source');
  if (facts.package === 'elsewhere') return facts.room ? say('fetching', null, 'fetch') : say('no-room');
  if (facts.shiftOpen && !facts.hurry) return say('shift');
  return takeTurn(facts, plan, own?.state === 'claiming', say);
}

const stay = (attempt: Attempt | null): Decision => ({ attempt, stop: null, deed: 'none' });

/**
 * Root has the request, or is about to take it up, or is through with it and the new version not yet up. A version that
 * runs already may still be taken back.
 */
function underWay({ requested, result, overdue, plan, running }: Facts): boolean {
  if (overdue) return false;
  if (requested || result?.state === 'installing') return true;
  const old = plan !== null && compareVersions(running, plan.version) < 0;
  return result?.state === 'done' && old;
}

/** How the own attempt has ended badly; null when it has not. */
function endOf(
  own: Attempt,
  { result, requested, overdue, plan, running }: Facts,
): { readonly reason: 'rolled-back' | 'failed'; readonly detail: string | null } | null {
  const about = result && result.to === plan?.version ? result : null;
  const has = plan !== null && compareVersions(running, plan.version) >= 0;
  switch (own.state) {
    case 'rolled-back':
    case 'failed':
      // Put right by hand since; unless it runs only because it could not be taken back.
      if (has && own.detail !== 'kept') return null;
      return { reason: own.state, detail: own.detail };
    case 'installing':
      if (result?.state === 'rolled-back' || result?.state === 'failed') {
        return { reason: result.state, detail: result.reason ?? null };
      }
      if (!overdue || has) return null;
      if (result?.state === 'done') return { reason: 'failed', detail: 'not-running' };
      return requested || result ? { reason: 'failed', detail: 'no-answer' } : null;
    case 'done':
      if (has) return null;
      // The old version runs again after it was said that the new one does: nobody may begin all over.
      if (about?.state === 'rolled-back') return { reason: 'rolled-back', detail: about.reason ?? null };
      return { reason: 'failed', detail: 'taken-back' };
    default:
      return null;
  }
}

function takeTurn(
  { self, others, agreed }: Facts,
  plan: Plan,
  claiming: boolean,
  say: (state: State, detail?: string | null, deed?: Decision['deed']) => Decision,
): Decision {
  const competing = others.filter(
    ({ linked, attempt }) =>
      linked && attempt?.plan === plan.id && (attempt.state === 'ready' || attempt.state === 'claiming'),
  );
  if (others.some((other) => keepsWaiting(other, plan)) || competing.some(({ id }) => id < self)) {
    return say('ready');
  }
  if (!claiming) return say('claiming');
  const contested = others.some(({ linked, attempt }) => linked && attempt?.state === 'claiming');
  return agreed && !contested ? say('installing', null, 'request') : say('claiming');
}

/**
 * It is in the middle of its update, or has the new version and has not come back with it. One that claimed its turn
 * and went away has perhaps begun.
 */
function keepsWaiting({ attempt, linked, lost }: Other, plan: Plan): boolean {
  if (attempt === null || lost) return false;
  if (attempt.state === 'installing') return true;
  if (linked) return false;
  return attempt.state === 'claiming' || (attempt.state === 'done' && attempt.plan === plan.id);
}
