import { type ItemDraft, type KeptItem, localTime, type SetOn, setAt_ms } from '../wire/index.ts';
import type { Priced } from './prices.ts';

/** Who sets something by hand, where and when. */
export interface Hand {
  /** An id or a name. */
  readonly by: string;
  readonly on: SetOn;
  readonly wall_ms: number;
  /** IANA name of the zone of the shop's clocks. */
  readonly zone: string;
}

/**
 * An item as it is kept when the price list is to say what `draft` says; `base` is how it is kept, `priced` what
 * changes set ahead make of it. Where the list says so already by a plan that has come into effect, nothing is set by
 * hand, and the next plan goes on from there.
 */
export function setByHand(
  base: KeptItem,
  priced: Pick<Priced, 'regular' | 'plan' | 'vatFrom_ms'> | undefined,
  draft: ItemDraft,
  hand: Hand,
): KeptItem {
  const regular = priced?.regular ?? base;
  const item: KeptItem = { ...base, ...draft, price_haler: base.price_haler, vatClass: base.vatClass };
  const { by, on } = hand;
  const price =
    draft.price_haler === regular.price_haler
      ? {}
      : {
          price_haler: draft.price_haler,
          priceMark: {
            from_haler: regular.price_haler,
            to_haler: draft.price_haler,
            at: setNow(hand, priced?.plan?.from_ms, base.priceMark),
            by,
            on,
          },
        };
  const vat =
    draft.vatClass === regular.vatClass
      ? {}
      : {
          vatClass: draft.vatClass,
          vatMark: { to: draft.vatClass, at: setNow(hand, priced?.vatFrom_ms, base.vatMark) },
        };
  return { ...item, ...price, ...vat };
}

const wrong_ms = 24 * 3_600_000;

/**
 * The time to be written beside what is set by hand: not before what it takes the place of, so that a clock which is
 * slow does not leave the older plan in effect. What was set a day ahead of now came from a wrong clock.
 */
function setNow(
  { wall_ms, zone }: Hand,
  plan_ms: number | null | undefined,
  mark: { readonly at: string } | undefined,
): string {
  const marked_ms = setAt_ms(mark) ?? 0;
  const wrong = marked_ms > wall_ms + wrong_ms;
  return localTime(Math.max(wall_ms, plan_ms ?? 0, wrong ? 0 : marked_ms), zone);
}
