import type {
  BulkRequest,
  BulkResult,
  ChangeLog,
  ItemEdit,
  ItemEdited,
  ListedItem,
  LoggedChange,
  PriceListView,
  ScheduledChangeDraft,
  Spread,
} from '../http/contract/price-list.ts';

export type Reply = readonly [status: number, body?: unknown];
export type Body = Record<string, unknown>;

const LONG = 'Grilovaná kotleta z přeštického prasete s liškovou omáčkou 1';
const CATEGORIES = ['Pivo', 'Nealko', 'Víno', 'Polévky', 'Hlavní jídla', 'Dezerty', 'Káva a čaj'];
const NAMES = [
  'Plzeňská dvanáctka 0,5 l',
  'Kofola 0,3 l',
  'Müller Thurgau 0,2 l',
  'Kulajda',
  'Svíčková na smetaně',
  'Větrník',
  'Espresso',
];
const BACKOFFICE = { kind: 'backoffice', id: 'backoffice', name: 'BackOffice' } as const;
const BAR = { kind: 'register', id: 'r1', name: 'Bar' } as const;

/** The price list of the fake shop. `null` is somebody else's route. */
export interface FakeGoods {
  list: PriceListView;
  spread: Spread;
  changes: LoggedChange[];
  /** As if it had been changed at a register: `who` there, at once. */
  elsewhere(itemId: string, change: Partial<ListedItem>, who: string): void;
  answer(method: string, path: readonly (string | undefined)[], body: Body): Reply | null;
}

export const problem = (status: number, code: string, title: string, hint: string): Reply => [
  status,
  { type: `urn:kasad:${code}`, status, code, title, titleEn: title, hint, hintEn: hint },
];

export function openFakeGoods(now: string, count: number): FakeGoods {
  const day = now.slice(0, 10);
  const touch = (by: string | null, place: ListedItem['changed']['place'] = BACKOFFICE) => ({
    at: now,
    by,
    place,
  });
  const item = (index: number): ListedItem => {
    const kind = index % CATEGORIES.length;
    const round = Math.floor(index / CATEGORIES.length);
    return {
      id: `i${index}`,
      name: index === 11 ? LONG : `${NAMES[kind]}${round === 0 ? '' : ` ${round + 1}`}`,
      shortName: (NAMES[kind] ?? '').slice(0, 20),
      price_haler: index === 12 ? 9_999_999_999 : 3900 + ((index * 700) % 30_000),
      vatClass: kind === 0 || kind === 2 ? 'basic' : 'reduced',
      categoryId: `c${kind}`,
      unit: kind === 2 ? 'l' : 'ks',
      plu: index % 3 === 0 ? String(index + 1) : null,
      eans: index === 1 ? ['8594404110014'] : [],
      weighedEanPrefix: null,
      labels: index % 4 === 0 ? ['pokl1', 'zahrádka'] : index % 7 === 0 ? ['oblíbené'] : [],
      allergens: kind === 4 ? [1, 7, 9] : [],
      hue: null,
      route: kind > 2 ? 'kuchyn' : 'bar',
      soldOut: index === 3,
      openPrice: index === 6,
      stocked: kind < 3,
      prepaid: false,
      archived: false,
      happy: index === 0 ? { price_haler: 4900, until: `${day}T18:00` } : null,
      priceChange: null,
      changed: touch(index % 2 === 0 ? 'Petr Dvořák' : null, index % 2 === 0 ? BAR : BACKOFFICE),
      ingredientCount: 0,
    };
  };
  const items = Array.from({ length: count }, (_, index) => item(index));
  const fake: FakeGoods = {
    list: {
      version: 1,
      day,
      items,
      categories: CATEGORIES.map((name, index) => ({
        id: `c${index}`,
        name,
        hue: (index * 50) % 360,
        position: index,
        route: index > 2 ? 'kuchyn' : 'bar',
      })),
      tables: [],
      vatRates: [
        { vatClass: 'basic', name: 'základní', rate_bp: 2100, validFrom: '2024-01-01' },
        { vatClass: 'reduced', name: 'snížená', rate_bp: 1200, validFrom: '2024-01-01' },
      ],
      paymentTypes: [],
      labels: [
        { label: 'oblíbené', count: 3 },
        { label: 'pokl1', count: 12 },
        { label: 'zahrádka', count: 12 },
      ],
      routes: ['bar', 'kuchyn'],
      scheduled: [
        {
          kind: 'happy-hour',
          id: 's1',
          itemId: 'i0',
          categoryId: null,
          weekdays: [1, 2, 3, 4, 5],
          fromTime: '16:00',
          toTime: '18:00',
          price_haler: 4900,
          percent_bp: null,
          by: 'Jana Majitelka',
          register: 'BackOffice',
        },
        {
          kind: 'price',
          id: 's2',
          itemId: 'i11',
          from: '2027-01-01T00:00',
          price_haler: 31_900,
          by: 'Petr Dvořák',
          register: 'Bar',
        },
      ],
      mends: [{ kind: 'plu', id: 'i3', otherId: 'i9', value: '10' }],
      unreadable: [],
    },
    spread: {
      registers: [
        {
          registerId: 'r1',
          name: 'Bar',
          heardAt: now,
          takesIn: 'at-once',
          shownLabel: null,
          lacking: [],
          lackingCount: 0,
        },
        {
          registerId: 'r2',
          name: 'Zahrádka',
          heardAt: null,
          takesIn: 'at-shift',
          shownLabel: 'zahrádka',
          lacking: ['i2', 'i11'],
          lackingCount: 2,
        },
      ],
    },
    changes: [
      {
        table: 'item',
        id: 'i0',
        name: NAMES[0] ?? '',
        column: 'price_haler',
        from: 5900,
        to: 6200,
        ...touch('Petr Dvořák', BAR),
      },
      {
        table: 'item',
        id: 'i11',
        name: LONG,
        column: 'labels',
        from: [],
        to: ['zahrádka'],
        ...touch('Jana Majitelka'),
      },
      {
        table: 'item',
        id: 'i3',
        name: NAMES[3] ?? '',
        column: 'soldOut',
        from: false,
        to: true,
        ...touch(null, BAR),
      },
    ],
    elsewhere(itemId, change, who) {
      put(itemId, { ...change, changed: touch(who, BAR) });
    },
    answer(method, [noun, ...rest], body) {
      if (noun === 'price-list') return priceList(method, rest, body);
      return null;
    },
  };

  function put(itemId: string, change: Partial<ListedItem>): ListedItem | undefined {
    fake.list = {
      ...fake.list,
      version: fake.list.version + 1,
      items: fake.list.items.map((one) => (one.id === itemId ? { ...one, ...change } : one)),
    };
    return fake.list.items.find(({ id }) => id === itemId);
  }

  function edit(itemId: string, { set, was = {} }: ItemEdit): Reply {
    const before = fake.list.items.find(({ id }) => id === itemId);
    if (!before) return problem(404, 'no-item', 'Taková položka v ceníku není.', 'Načtěte ceník znovu.');
    const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
    const fields = Object.keys(set) as (keyof typeof set)[];
    const clashing = fields.filter(
      (field) => field in was && !same(was[field], before[field]) && !same(set[field], before[field]),
    );
    const written = Object.fromEntries(
      fields.filter((field) => !clashing.includes(field)).map((field) => [field, set[field]]),
    );
    const after = put(itemId, { ...written, changed: touch('Jana Majitelka') }) ?? before;
    const edited: ItemEdited = {
      item: after,
      clashes: clashing.map((field) => ({
        field,
        yours: set[field],
        theirs: before[field],
        ...before.changed,
      })),
    };
    return [200, edited];
  }

  function bulk({ ids, change, apply }: BulkRequest): Reply {
    const chosen = fake.list.items.filter(({ id }) => ids.includes(id));
    const planned = chosen.flatMap((one) => {
      const after =
        change.kind === 'price-percent'
          ? { price_haler: Math.round((one.price_haler * (10_000 + change.percent_bp)) / 1_000_000) * 100 }
          : change.kind === 'sold-out'
            ? { soldOut: change.soldOut }
            : {};
      const [field] = Object.keys(after) as ('price_haler' | 'soldOut')[];
      if (field === undefined || one[field] === (after as Partial<ListedItem>)[field]) return [];
      return [{ id: one.id, name: one.name, before: { [field]: one[field] }, after }];
    });
    const sum = `${fake.list.version}`;
    if (apply && apply.sum !== sum) {
      return problem(
        409,
        'preview-outdated',
        'Ceník se mezitím změnil, takže se nic nestalo.',
        'Podívejte se na nový náhled.',
      );
    }
    if (apply) for (const one of planned) put(one.id, one.after);
    const result: BulkResult = {
      applied: apply !== undefined,
      sum,
      changed: planned.length,
      unchanged: chosen.length - planned.length,
      items: planned.slice(0, 500),
      faults: [],
    };
    return [200, result];
  }

  function priceList(method: string, [part, id]: readonly (string | undefined)[], body: Body): Reply | null {
    switch (`${method} ${part ?? ''}`) {
      case 'GET ':
        return [200, fake.list];
      case 'GET spread':
        return [200, fake.spread];
      case 'GET changes':
        return [200, { changes: fake.changes, next: null } satisfies ChangeLog];
      case 'PATCH items':
        return edit(id ?? '', body as ItemEdit);
      case 'POST items': {
        const draft = body.draft as ListedItem;
        if (fake.list.items.some(({ plu }) => plu !== null && plu === draft.plu)) {
          return problem(
            409,
            'plu-taken',
            `PLU ${draft.plu} už má jiná položka, nic se neuložilo.`,
            'Zvolte jiné číslo.',
          );
        }
        const made = { ...item(1), ...draft, id: String(body.id), changed: touch('Jana Majitelka') };
        fake.list = { ...fake.list, items: [...fake.list.items, made] };
        return [201, made];
      }
      case 'DELETE items':
        fake.list = { ...fake.list, items: fake.list.items.filter((one) => one.id !== id) };
        return [204];
      case 'POST bulk':
        return bulk(body as BulkRequest);
      case 'POST scheduled': {
        const made = {
          ...(body as ScheduledChangeDraft),
          id: `s${fake.list.scheduled.length + 1}`,
          by: 'Jana Majitelka',
          register: 'BackOffice',
        };
        fake.list = { ...fake.list, scheduled: [...fake.list.scheduled, made] };
        return [201, made];
      }
      case 'POST file':
        return [
          200,
          {
            applied: false,
            sum: 'x',
            added: 1,
            changed: 1,
            unchanged: 150,
            items: [
              { id: 'i0', name: NAMES[0], before: { price_haler: 6200 }, after: { price_haler: 6500 } },
              {
                id: 'n',
                name: 'Utopenec',
                before: null,
                after: { name: 'Utopenec', price_haler: 8900, categoryId: 'c4' },
              },
            ],
            faults: [],
          },
        ];
      default:
        return null;
    }
  }

  return fake;
}
