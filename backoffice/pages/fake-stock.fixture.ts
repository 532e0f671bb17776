import type { ListedItem } from '../http/contract/price-list.ts';
import type { Person, PersonDraft, StaffList } from '../http/contract/staff.ts';
import type {
  MovementList,
  RecipeView,
  StockItem,
  StockItemDetail,
  StockMove,
  StockMovementView,
} from '../http/contract/stock.ts';
import { type Body, type FakeGoods, problem, type Reply } from './fake-goods.fixture.ts';

/** The stock and the people of the fake shop; `null` is somebody else's route. */
export interface FakeStock {
  stock: StockItem[];
  movements: StockMovementView[];
  recipes: RecipeView[];
  staff: Person[];
  answer(method: string, path: readonly (string | undefined)[], body: Body): Reply | null;
}

const BAR = { kind: 'register', id: 'r1', name: 'Bar' } as const;
const BACKOFFICE = { kind: 'backoffice', id: 'backoffice', name: 'BackOffice' } as const;

export function openFakeStock(now: string, shop: FakeGoods): FakeStock {
  const touch = (by: string | null, place: ListedItem['changed']['place'] = BACKOFFICE) => ({
    at: now,
    by,
    place,
  });
  const stockOf = (one: ListedItem, index: number): StockItem => {
    const level = [24_000, -2000, 0, 3000, 12_500, 999_999_999][index % 6] ?? 0;
    return {
      itemId: one.id,
      name: one.name,
      unit: one.unit,
      categoryId: one.categoryId,
      plu: one.plu,
      level_thousandths: level,
      state: level < 0 ? 'negative' : level === 0 ? 'empty' : level < 5000 ? 'low' : 'enough',
      countedAt: index % 3 === 0 ? now : null,
      last: null,
      ingredientCount: 0,
    };
  };
  const fake: FakeStock = {
    stock: shop.list.items.filter(({ stocked }) => stocked).map(stockOf),
    movements: shop.list.items.slice(0, 60).map((one, index) => ({
      itemId: one.id,
      name: one.name,
      unit: one.unit,
      kind: (['sale', 'delivery', 'write-off', 'take'] as const)[index % 4] ?? 'sale',
      quantity_thousandths: index % 4 === 0 || index % 4 === 2 ? -1000 : 24_000,
      at: now,
      by: 'Petr Dvořák',
      allowedBy: index % 4 === 2 ? 'Jana Majitelka' : null,
      place: BAR,
      reason: index % 4 === 2 ? 'Rozbité' : index % 4 === 1 ? 'Dodavatel, list 2026/114' : '',
      receipt: index % 4 === 0 ? { id: `x${index}`, number: `R1-${String(index).padStart(6, '0')}` } : null,
    })),
    recipes: [
      {
        itemId: 'i4',
        name: 'Svíčková na smetaně',
        ingredients: [
          {
            itemId: 'i1',
            name: 'Hovězí plec',
            unit: 'kg',
            quantity_thousandths: 180,
            stocked: true,
            archived: false,
          },
          {
            itemId: 'i2',
            name: 'Smetana',
            unit: 'l',
            quantity_thousandths: 100,
            stocked: false,
            archived: false,
          },
        ],
      },
    ],
    staff: [
      { id: 'p1', name: 'Jana Nováková', role: 'manager', active: true, changed: touch('Jana Majitelka') },
      { id: 'p2', name: 'Petr Dvořák', role: 'waiter', active: true, changed: touch(null, BAR) },
      {
        id: 'p3',
        name: 'Maxmilián Bartoloměj Nepomucký-Schwarzenberg z Hluboké n. V.',
        role: 'technician',
        active: false,
        changed: touch('Petr Dvořák', BAR),
      },
    ],
    answer(method, [noun, ...rest], body) {
      if (noun === 'stock') return stock(method, rest, body);
      return noun === 'staff' ? staff(method, rest, body) : null;
    },
  };

  function stock(method: string, [part, id]: readonly (string | undefined)[], body: Body): Reply | null {
    switch (`${method} ${part ?? ''}`) {
      case 'GET ':
        return [200, { items: fake.stock }];
      case 'GET movements':
        return [200, { movements: fake.movements, next: null } satisfies MovementList];
      case 'GET recipes':
        return [200, { recipes: fake.recipes }];
      case 'GET items': {
        const one = fake.stock.find(({ itemId }) => itemId === id);
        if (!one)
          return problem(404, 'no-item', 'Taková položka se na skladě nevede.', 'Načtěte sklad znovu.');
        const movements = fake.movements.slice(0, 8).map((move) => ({
          ...move,
          after_thousandths: one.level_thousandths,
          difference_thousandths: move.kind === 'take' ? -1000 : null,
        }));
        return [200, { ...one, movements } satisfies StockItemDetail];
      }
      case 'POST moves': {
        const move = body as unknown as StockMove;
        const by = { delivery: 1, 'write-off': -1, take: 0 }[move.kind];
        for (const { itemId, quantity_thousandths } of move.items) {
          fake.stock = fake.stock.map((one) =>
            one.itemId !== itemId
              ? one
              : {
                  ...one,
                  level_thousandths:
                    by === 0 ? quantity_thousandths : one.level_thousandths + by * quantity_thousandths,
                },
          );
        }
        return [200, fake.stock];
      }
      default:
        return null;
    }
  }

  function staff(method: string, [id]: readonly (string | undefined)[], body: Body): Reply | null {
    switch (method) {
      case 'GET': {
        const list: StaffList = {
          staff: fake.staff,
          roles: [
            { role: 'waiter', rights: ['sell', 'void-unordered', 'open-shift', 'close-shift', 'sold-out'] },
            { role: 'manager', rights: ['sell', 'discount', 'reverse-receipt', 'edit-items', 'stock'] },
            { role: 'technician', rights: ['settings', 'devices', 'open-drawer'] },
          ],
        };
        return [200, list];
      }
      case 'POST': {
        const { pin: _, ...draft } = body as unknown as PersonDraft;
        const made: Person = {
          id: `p${fake.staff.length + 1}`,
          active: true,
          ...draft,
          changed: touch('Jana Majitelka'),
        };
        fake.staff = [...fake.staff, made];
        return [201, made];
      }
      case 'PATCH': {
        const { pin: _, ...patch } = body as Partial<PersonDraft>;
        fake.staff = fake.staff.map((one) => (one.id === id ? { ...one, ...patch } : one));
        return [200, fake.staff.find((one) => one.id === id)];
      }
      default:
        return null;
    }
  }
  return fake;
}
