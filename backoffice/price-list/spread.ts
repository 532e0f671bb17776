import { held, join, type Vector } from '../../sync/index.ts';
import { localTime, type RegisterReport } from '../../wire/index.ts';
import type { Spread } from '../http/contract/price-list.ts';
import type { Shop } from './shop.ts';

/** What of the effects of one database an item consists of: up to which number one must hold them to have it. */
export interface ItemEffects {
  readonly id: string;
  readonly origin: string;
  readonly seq: number;
}

/** What a register is known to hold; `vv` null: it has never said so. */
export interface Witness {
  readonly registerId: string;
  readonly name: string;
  readonly vv: Vector | null;
  readonly heard_ms: number | null;
}

/** A register as `backoffice/registers/` has it, as far as it says what is held. */
export interface SpeakingRegister {
  readonly id: string;
  readonly name: string;
  readonly revoked_ms: number | null;
  readonly origin: string | null;
  readonly vv: Vector | null;
  readonly vv_ms: number | null;
  readonly report: Pick<RegisterReport, 'siblings'> | null;
  readonly report_ms: number | null;
}

/**
 * What all registers of a store are known to hold: by their own word, by what their databases said in the last
 * exchange, and by their siblings'. What a database was once said to hold it holds, whoever says so.
 */
export function witnessesOf(
  registers: readonly SpeakingRegister[],
  exchanged: Readonly<Record<string, Vector>>,
  now_ms: number,
): Witness[] {
  const found = new Map<
    string,
    { name: string; origin: string | null; vv: Vector | null; heard_ms: number | null }
  >();
  const hear = (
    registerId: string,
    name: string,
    origin: string | null,
    vv: Vector | null,
    at: number | null,
  ) => {
    const known = found.get(registerId);
    // Of another database than the register has now it says nothing.
    const counts = vv !== null && (known?.origin == null || known.origin === origin);
    found.set(registerId, {
      name: known?.name ?? name,
      origin: known?.origin ?? origin,
      vv: counts ? join(known?.vv ?? {}, vv) : (known?.vv ?? null),
      heard_ms: counts && at !== null ? Math.max(known?.heard_ms ?? 0, at) : (known?.heard_ms ?? null),
    });
  };
  for (const { id, name, origin, vv, vv_ms, revoked_ms } of registers) {
    if (revoked_ms !== null) continue;
    hear(id, name, origin, vv, vv_ms);
    const said = origin !== null && Object.hasOwn(exchanged, origin) ? exchanged[origin] : undefined;
    if (said) hear(id, name, origin, said, now_ms);
  }
  const cutOff = new Set(registers.filter(({ revoked_ms }) => revoked_ms !== null).map(({ id }) => id));
  for (const { report, report_ms } of registers) {
    for (const { registerId, name, origin, vv } of report?.siblings ?? []) {
      if (!cutOff.has(registerId)) hear(registerId, name, origin, vv, report_ms);
    }
  }
  return [...found].map(([registerId, { name, vv, heard_ms }]) => ({ registerId, name, vv, heard_ms }));
}

/** As many items as are named of one register. */
const NAMED = 1000;

export function spreadOf(
  shop: Shop,
  effects: readonly ItemEffects[],
  witnesses: readonly Witness[],
  zone: string,
): Spread {
  return {
    registers: witnesses.map(({ registerId, name, vv, heard_ms }) => {
      const lacking = new Set<string>();
      for (const { id, origin, seq } of effects) if (held(vv ?? {}, origin) < seq) lacking.add(id);
      const atShift = shop.setting('itemChanges', registerId) === 'at-shift';
      return {
        registerId,
        name,
        heardAt: heard_ms === null ? null : localTime(heard_ms, zone),
        takesIn: !shop.setting('itemSync', registerId) ? 'off' : atShift ? 'at-shift' : 'at-once',
        shownLabel: shop.setting('shownLabel', registerId),
        lacking: [...lacking].slice(0, NAMED),
        lackingCount: lacking.size,
      };
    }),
  };
}
