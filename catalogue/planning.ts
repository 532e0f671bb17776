import { type VatRate, vatRateOn } from '../domain/index.ts';
import { instantOf, type KeptItem, Refusal, type ScheduledChangeDraft, type Words } from '../wire/index.ts';
import { itemUnknown } from './items.ts';
import type { KeptChange } from './scheduled.ts';

/** Each is looked at every minute on every register; nobody plans more. */
export const MAX_SCHEDULED = 1_000;

/** What a change set ahead is checked against. */
export interface PlanningShop {
  /** As the price list says now; undefined when it is not on it. */
  item(id: string): KeptItem | undefined;
  hasCategory(id: string): boolean;
  readonly rates: readonly VatRate[];
  /** How many changes are set ahead already. */
  readonly planned: number;
  /** IANA name of the zone of the shop's clocks. */
  readonly zone: string;
  readonly now_ms: number;
}

/** Throws a Refusal when a change cannot be set ahead. */
export function checkSchedule(draft: ScheduledChangeDraft, shop: PlanningShop): void {
  function liveItem(id: string): KeptItem {
    const item = shop.item(id);
    if (!item) throw itemUnknown(id);
    return item;
  }

  function requireLater(from: string): void {
    const day = from.slice(0, 10);
    const real = new Date(`${day}T00:00:00Z`);
    if (Number.isNaN(real.getTime()) || !real.toISOString().startsWith(day)) {
      throw refuse(
        'schedule-day',
        { cs: `Den „${day}“ v kalendáři není.`, en: `There is no day “${day}” in the calendar.` },
        { cs: 'Opravte den.', en: 'Correct the day.' },
        { field: 'from' },
      );
    }
    if (instantOf(from, shop.zone) > shop.now_ms) return;
    throw refuse(
      'schedule-past',
      { cs: 'Tato chvíle už byla.', en: 'That moment is over.' },
      {
        cs: 'Vyberte pozdější, nebo změňte položku rovnou.',
        en: 'Choose a later one, or change the item right away.',
      },
      {
        field: 'from',
      },
    );
  }

  function requireFixedPrice({ name, openPrice }: KeptItem): void {
    if (!openPrice) return;
    throw refuse(
      'schedule-open-price',
      {
        cs: `Položka „${name}“ má volnou cenu, ta se zadává při prodeji.`,
        en: `“${name}” has an open price, which is entered when selling.`,
      },
      { cs: 'Nejdřív u ní volnou cenu vypněte.', en: 'Switch its open price off first.' },
    );
  }

  function check(draft: ScheduledChangeDraft): void {
    if (draft.kind === 'happy-hour') {
      checkHappyHour(draft);
      return;
    }
    requireLater(draft.from);
    const item = liveItem(draft.itemId);
    if (draft.kind === 'price') requireFixedPrice(item);
    else if (!vatRateOn(shop.rates, draft.vatClass, draft.from.slice(0, 10))) {
      const message = {
        cs: `Třída DPH „${draft.vatClass}“ nebude v tu chvíli mít žádnou sazbu.`,
        en: `The VAT class “${draft.vatClass}” will have no rate at that moment.`,
      };
      const hint = {
        cs: 'Vyberte jinou, nebo sazbu nejdřív doplňte v nastavení.',
        en: 'Choose another, or add the rate in the settings first.',
      };
      throw refuse('vat-class-unknown', message, hint, { field: 'vatClass' });
    }
  }

  function checkHappyHour(draft: Extract<ScheduledChangeDraft, { kind: 'happy-hour' }>): void {
    const { itemId, categoryId, weekdays, price_haler, percent_bp } = draft;
    if ((itemId === null) === (categoryId === null)) {
      throw refuse(
        'schedule-target',
        {
          cs: 'Zlevnění má platit buď pro položku, nebo pro kategorii.',
          en: 'Happy hours are either for an item or for a category.',
        },
        { cs: 'Vyberte jedno z toho.', en: 'Choose one of them.' },
      );
    }
    if ((price_haler === null) === (percent_bp === null)) {
      throw refuse(
        'schedule-price',
        { cs: 'Chybí nová cena nebo sleva v procentech.', en: 'A new price or a percentage off is missing.' },
        { cs: 'Zadejte jedno z toho.', en: 'Enter one of them.' },
        {
          field: 'price_haler',
        },
      );
    }
    if (weekdays.length === 0) {
      throw refuse(
        'schedule-weekdays',
        { cs: 'Není vybraný žádný den v týdnu.', en: 'No day of the week is chosen.' },
        { cs: 'Vyberte aspoň jeden.', en: 'Choose at least one.' },
        {
          field: 'weekdays',
        },
      );
    }
    if (itemId !== null) requireFixedPrice(liveItem(itemId));
    if (categoryId !== null && !shop.hasCategory(categoryId)) {
      throw refuse(
        'category-unknown',
        { cs: 'Tato kategorie v ceníku není.', en: 'This category is not on the price list.' },
        { cs: 'Obnovte ceník a vyberte jinou.', en: 'Refresh the price list and choose another.' },
      );
    }
  }

  check(draft);
  if (shop.planned >= MAX_SCHEDULED) {
    throw refuse(
      'schedule-full',
      {
        cs: `Naplánovaných změn je už ${MAX_SCHEDULED}.`,
        en: `There are ${MAX_SCHEDULED} planned changes already.`,
      },
      { cs: 'Odeberte ty, které nepotřebujete.', en: 'Remove those that you do not need.' },
    );
  }
}

/** Throws a Refusal 404 when there is none. */
export function mustBePlanned(change: KeptChange | undefined): KeptChange {
  if (change) return change;
  throw new Refusal(
    404,
    'scheduled-unknown',
    {
      cs: 'Tato změna už naplánovaná není. Nic se nezměnilo.',
      en: 'This change is not planned any more. Nothing has changed.',
    },
    { cs: 'Obnovte ceník.', en: 'Refresh the price list.' },
  );
}

/** A change as it is kept. `by`: who sets it, an id or a name. */
export function keptChange(
  id: string,
  draft: ScheduledChangeDraft,
  by: string,
  setOn: KeptChange['setOn'],
): KeptChange {
  const blank: KeptChange = {
    id,
    kind: draft.kind,
    itemId: draft.itemId,
    categoryId: null,
    startsAt: null,
    price_haler: null,
    vatClass: null,
    percent_bp: null,
    weekdays: [],
    fromTime: null,
    toTime: null,
    setBy: by,
    setOn,
  };
  switch (draft.kind) {
    case 'price':
      return { ...blank, startsAt: draft.from, price_haler: draft.price_haler };
    case 'vat-class':
      return { ...blank, startsAt: draft.from, vatClass: draft.vatClass };
    case 'happy-hour': {
      const { categoryId, fromTime, toTime, price_haler, percent_bp } = draft;
      const weekdays = [...new Set(draft.weekdays)].sort((a, b) => a - b);
      return { ...blank, categoryId, weekdays, fromTime, toTime, price_haler, percent_bp };
    }
  }
}

function refuse(code: string, what: Words, hint: Words, extra: Record<string, unknown> = {}): Refusal {
  const title = { cs: `${what.cs} Nic se nenaplánovalo.`, en: `${what.en} Nothing was planned.` };
  return new Refusal(422, code, title, hint, extra);
}
