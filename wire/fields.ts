/* What schemas of the kiosk API are made of. */
import { type Static, type TSchema, Type } from 'typebox';
import { MAX_AMOUNT_HALER, MAX_QUANTITY } from '../domain/index.ts';

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
// Type.Enum alone would widen a readonly tuple's values to string.
export const OneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
/** Domain objects are described to programs as objects; their shape is the domain's type. */
export const Domain = <T>(description: string) =>
  Type.Unsafe<T>({ type: 'object', additionalProperties: true, description });

/** What people read, in both languages of the screen. Names of people, items and devices stand in both as they are. */
export const Words = Type.Object({ cs: Type.String(), en: Type.String() });
export type Words = Readonly<Static<typeof Words>>;

export const closed = { additionalProperties: false } as const;
export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_.:-]+$' });
export const Name = Type.String({ minLength: 1, maxLength: 120 });
export const ShortText = Type.String({ maxLength: 200 });
export const Amount = Type.Integer({ minimum: -MAX_AMOUNT_HALER, maximum: MAX_AMOUNT_HALER });
export const Price = Type.Integer({ minimum: 0, maximum: MAX_AMOUNT_HALER });
export const Quantity = Type.Integer({ minimum: 1, maximum: MAX_QUANTITY });
export const Time = Type.String({ format: 'date-time' });
export const Reason = Type.String({ minLength: 2, maxLength: 200 });
export const Pin = Type.String({ pattern: '^[0-9]{4,8}$' });
