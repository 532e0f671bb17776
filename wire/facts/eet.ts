import { type Static, Type } from 'typebox';
import type { Sale } from '../../eet/index.ts';
import { factReader } from '../fact-reader.ts';
import { OneOf, Time } from '../fields.ts';

export const ENVIRONMENTS = ['production', 'playground'] as const;
/**
 * `waiting`: it will be sent, again and again. `confirmed`: the authority gave a POK. `confirmed-unverified`: it gave
 * one, but the answer's signature cannot be believed. `blocked`: a certificate or a setting has to be put right, then
 * it goes by itself. `rejected`: the authority will not take it as it stands; somebody has to look into it.
 */
export const FISCAL_STATES = ['waiting', 'confirmed', 'confirmed-unverified', 'blocked', 'rejected'] as const;

/** The law wants a sale registered within this time (README of the interface: 48 hours when sending failed). */
export const DEADLINE_MS = 48 * 3_600_000;

/** A sale that is to be registered; its id is the receipt's. */
export const EET_SALE = 'eet-sale';
/** How it stands, as one register knows it; its id is the receipt's. */
export const EET_OUTCOME = 'eet-outcome';
/** A register sends what another one has left unsent; its id is the other one's. */
export const EET_TAKE_OVER = 'eet-take-over';

const Text = Type.String();
/** Of any shape that an answer of the authority could have had: it stands on paper. */
const Pok = Type.String({ pattern: '^[0-9A-Za-z-]{1,64}$' });

/** Limits of the values are the authority's business: whatever a register froze is what it is. */
const SaleValues = Type.Object({
  eic: Text,
  delegatingEic: Type.Optional(Text),
  delegatedByMany: Type.Optional(Type.Boolean()),
  unitId: Text,
  registerId: Text,
  number: Text,
  soldAt: Time,
  total: Text,
  prepaid: Type.Optional(Text),
  drawn: Type.Optional(Text),
});

const SaleFact = Type.Object({ registerId: Text, environment: OneOf(ENVIRONMENTS), sale: SaleValues });
export interface SaleFact extends Omit<Static<typeof SaleFact>, 'sale'> {
  readonly sale: Sale;
}

const OutcomeFact = Type.Object({
  state: OneOf(FISCAL_STATES),
  pok: Type.Union([Pok, Type.Null()]),
  /** When the authority took it; of any other state, when that came about. */
  at: Time,
  /** Who says so. */
  registerId: Text,
  environment: OneOf(ENVIRONMENTS),
  test: Type.Boolean(),
  /** The authority's; null when it gave none. */
  code: Type.Union([Type.Integer({ minimum: -999, maximum: 999 }), Type.Null()]),
  reason: Text,
  attempts: Type.Integer({ minimum: 0, maximum: 2 ** 31 }),
});
export type OutcomeFact = Readonly<Static<typeof OutcomeFact>>;

const TakeOverFact = Type.Object({ registerId: Text, at: Time, staffId: Text });
export type TakeOverFact = Readonly<Static<typeof TakeOverFact>>;

/** Facts as they come from any register, read once here; undefined is none of ours. */
export interface EetReader {
  sale(body: string): SaleFact | undefined;
  /** One that claims to be confirmed without a POK, or by the authority's other system, is not read. */
  outcome(body: string): OutcomeFact | undefined;
  takeOver(body: string): TakeOverFact | undefined;
}

export function createEetReader(): EetReader {
  const sale = factReader<SaleFact>(() => SaleFact);
  const outcome = factReader<OutcomeFact>(() => OutcomeFact);
  const takeOver = factReader<TakeOverFact>(() => TakeOverFact);
  return {
    sale(body) {
      const fact = sale(body);
      return fact && isMoment(fact.sale.soldAt) ? fact : undefined;
    },
    outcome(body) {
      const fact = outcome(body);
      if (!fact || isConfirmation(fact) !== (fact.pok !== null)) return undefined;
      const fits = fact.pok === null || fact.test === (fact.environment === 'playground');
      return fits ? fact : undefined;
    },
    takeOver(body) {
      const fact = takeOver(body);
      return fact && isMoment(fact.at) ? fact : undefined;
    },
  };
}

/** RFC 3339 knows leap seconds, which no clock here does, and years after which no two days more can be written. */
const isMoment = (time: string): boolean => Date.parse(time) < LATEST_MS;
const LATEST_MS = Date.UTC(9999, 0);

export const isConfirmation = ({ state }: Pick<OutcomeFact, 'state'>): boolean =>
  state === 'confirmed' || state === 'confirmed-unverified';
