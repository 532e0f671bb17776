/* The settings of the shop and of each register. */
import { type Static, Type } from 'typebox';
import { ENVIRONMENTS } from './facts/eet.ts';
import { closed, Id, Name, Nullable, OneOf } from './fields.ts';

/** A setting of the whole shop; null: the shop is outside the duty, or has not begun yet. */
export const EetSettings = Type.Object(
  {
    environment: OneOf(ENVIRONMENTS),
    /** `CZ` and 8 to 10 digits. */
    eic: Type.String({ pattern: '^CZ[0-9]{8,10}$' }),
    /** Given to the premises by the tax office. */
    unitId: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }),
    delegatingEic: Nullable(Type.String({ pattern: '^CZ[0-9]{8,10}$' })),
    delegatedByMany: Type.Boolean(),
    /** How long a receipt waits for its POK before it is printed without; the law wants at least 2. */
    wait_s: Type.Integer({ minimum: 2, maximum: 30 }),
  },
  closed,
);
export type EetSettings = Static<typeof EetSettings>;

/** What a key F1–F8 on the selling screen does. */
export const FunctionKey = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 24 }),
    action: OneOf(['none', 'add-item', 'open-drawer', 'order', 'bills', 'history', 'lock', 'scale', 'sync']),
    /** With `add-item`. */
    itemId: Nullable(Id),
  },
  closed,
);
export type FunctionKey = Static<typeof FunctionKey>;

/**
 * A picture at the top of receipts: rows of dots from the top, the most significant bit on the left, 1 is black.
 * At most 384 dots wide fits every printer; a wider one is left out where it does not fit.
 */
export const Logo = Type.Object(
  {
    width: Type.Integer({ minimum: 8, maximum: 576, multipleOf: 8 }),
    height: Type.Integer({ minimum: 1, maximum: 256 }),
    /** Base64 of width × height ÷ 8 bytes. */
    bits: Type.String({ minLength: 4, maxLength: 24_576, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  },
  closed,
);
export type Logo = Static<typeof Logo>;

const settingsFields = {
  seller: Type.Object(
    {
      name: Name,
      place: Type.String({ maxLength: 120 }),
      address: Type.String({ minLength: 1, maxLength: 200 }),
      ico: Type.String({ pattern: '^[0-9]{8}$' }),
      dic: Nullable(Type.String({ pattern: '^CZ[0-9]{8,10}$' })),
    },
    closed,
  ),
  receiptHeader: Type.Array(Type.String({ maxLength: 48 }), { maxItems: 6 }),
  receiptFooter: Type.Array(Type.String({ maxLength: 48 }), { maxItems: 6 }),
  logo: Nullable(Logo),
  /** The shop's account: with it, a bill printed before paying carries a code for payment by phone. */
  iban: Nullable(Type.String({ pattern: '^CZ[0-9]{22}$' })),
  /** Whether paying prints by itself. */
  printReceipt: OneOf(['always', 'ask', 'never']),
  functionKeys: Type.Array(FunctionKey, { minItems: 8, maxItems: 8 }),
  language: OneOf(['cs', 'en']),
  theme: OneOf(['light', 'dark', 'auto']),
  /** Seconds without a touch until the kiosk locks; 0 never. */
  lockAfter_s: Type.Integer({ minimum: 0, maximum: 3600 }),
  /** Only items with this label are shown on this register; null shows all. */
  shownLabel: Nullable(Type.String({ minLength: 1, maxLength: 40 })),
  /** Whether this register takes over what its siblings change of items and categories by itself. */
  itemSync: Type.Boolean(),
  /**
   * When it does so: at once, or not before its next shift opens. What keeps a guest safe or a dish from being sold
   * (sold out, allergens, taken off the list) is taken over at once in any case.
   */
  itemChanges: OneOf(['at-once', 'at-shift']),
  /** How the shop registers its sales with the tax authority; null when it does not. */
  eet: Nullable(EetSettings),
};
export const Settings = Type.Object(settingsFields);
export type Settings = Static<typeof Settings>;
export const SettingsPatch = Type.Partial(Type.Object(settingsFields), closed);
export type SettingsPatch = Static<typeof SettingsPatch>;
