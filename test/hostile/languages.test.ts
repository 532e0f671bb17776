import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CatalogueView,
  DeviceView,
  DrawerOpening,
  Health,
  PrintJobView,
  Problem,
} from '../../daemon/http/contract.ts';
import { faultsOf } from '../../daemon/words.fixture.ts';
import {
  type Answer,
  type Client,
  type RunningRegister,
  removeFolder,
  startRegister,
  tempFolder,
} from './register.fixture.ts';

let register: RunningRegister;
let manager: Client;
let waiter: Client;
let catalogue: CatalogueView;
/** Of the shop's own things, which stand in English as they are. */
let names: string[];

beforeAll(async () => {
  register = await startRegister({ dir: tempFolder() });
  manager = register.client();
  waiter = register.client();
  await manager.signIn('Petr');
  await waiter.signIn('Jana');
  catalogue = (await manager.ask('GET', '/api/catalogue')).body;
  const people = (await manager.ask('GET', '/api/staff')).body as { name: string }[];
  const devices = (await manager.ask('GET', '/api/devices')).body as DeviceView[];
  names = [...catalogue.items, ...people, ...devices].map(({ name }) => name);
});
afterAll(async () => {
  await register.stop();
  removeFolder(register.dir);
});

const key = () => ({ 'idempotency-key': crypto.randomUUID() });
const itemWhere = (is: (item: CatalogueView['items'][number]) => boolean) => catalogue.items.find(is);
const plain = () => itemWhere(({ unit, openPrice, soldOut }) => unit === 'ks' && !openPrice && !soldOut);
async function bill(client: Client, ...lines: object[]): Promise<string> {
  const where = `/api/bills/${(await client.ask('POST', '/api/bills', { tableId: null, guests: null })).body.bill.id}`;
  for (const line of lines)
    await client.ask('POST', `${where}/lines`, { lineId: crypto.randomUUID(), ...line });
  return where;
}
const line = (client: Client, where: string, body: object) =>
  client.ask('POST', `${where}/lines`, { lineId: crypto.randomUUID(), ...body });
const pay = (client: Client, where: string, body: object) =>
  client.ask('POST', `${where}/pay`, { tenders: [], tip_haler: 0, expectedTotal_haler: 0, ...body }, key());

const someone = async (name: string) =>
  ((await manager.ask('GET', '/api/staff')).body as { id: string; name: string }[]).find(
    (one) => one.name === name,
  )?.id;
const untouched = '00000000-0000-4000-8000-000000000000';
const closing = { counted_haler: 0, countedForeign: {} };
const draft = () => {
  const { id, archived, ...item } = plain() as CatalogueView['items'][number] & { archived?: unknown };
  return item;
};

/** What is refused, by its code, in the order in which it can be had. */
const refusals: readonly (readonly [code: string, ask: () => Promise<Answer>])[] = [
  ['signed-out', () => register.client().ask('GET', '/api/shift')],
  [
    'wrong-pin',
    async () =>
      register.client().ask('POST', '/api/session', { staffId: await someone('Technik'), pin: '000000' }),
  ],
  ['needs-approval', () => waiter.ask('PATCH', '/api/settings', { lockAfter_s: 60 })],
  ['route-unknown', () => manager.ask('GET', '/api/nothing')],
  ['body-unreadable', () => manager.ask('POST', '/api/bills', '{')],
  ['media-type', () => manager.ask('POST', '/api/bills', 'x', { 'content-type': 'text/html' })],
  ['body-too-large', () => manager.ask('POST', '/api/bills', JSON.stringify('x'.repeat(1_100_000)))],
  ['origin-refused', () => manager.ask('POST', '/api/bills', {}, { origin: 'http://evil.example' })],
  ['invalid', () => manager.ask('POST', '/api/bills', { tableId: 5, guests: 0, more: 1 })],
  ['invalid', () => manager.ask('GET', '/api/receipts?limit=many')],
  ['invalid', () => manager.ask('POST', '/api/shift/close', closing)],
  [
    'shift-closed',
    () => manager.ask('POST', '/api/shift/cash', { amount_haler: 5, reason: 'drobné' }, key()),
  ],
  ['no-shift', () => manager.ask('GET', `/api/shifts/${untouched}/report`)],
  ['200', () => manager.ask('POST', '/api/shift/open', { float_haler: 10_000 })],
  ['shift-open', () => manager.ask('POST', '/api/shift/open', { float_haler: 0 })],
  ['bad-amount', () => manager.ask('POST', '/api/shift/cash', { amount_haler: 0, reason: 'drobné' }, key())],
  [
    'not-enough-cash',
    () => manager.ask('POST', '/api/shift/cash', { amount_haler: -900_000, reason: 'odvod' }, key()),
  ],
  ['no-bill', () => manager.ask('GET', `/api/bills/${untouched}`)],
  ['no-table', () => manager.ask('POST', '/api/bills', { tableId: 'nowhere', guests: null })],
  ['unknown-code', async () => line(manager, await bill(manager), { code: '123' })],
  ['no-item', async () => line(manager, await bill(manager), { itemId: 'nothing' })],
  ['not-divisible', async () => line(manager, await bill(manager), { itemId: plain()?.id, quantity: 1_500 })],
  [
    'price-fixed',
    async () => line(manager, await bill(manager), { itemId: plain()?.id, unitPrice_haler: 1 }),
  ],
  [
    'price-needed',
    async () => line(manager, await bill(manager), { itemId: itemWhere(({ openPrice }) => openPrice)?.id }),
  ],
  [
    'sold-out',
    async () => {
      const id = plain()?.id ?? '';
      const where = await bill(manager);
      await manager.ask('PATCH', `/api/items/${id}`, { soldOut: true });
      const answer = await line(manager, where, { itemId: id });
      await manager.ask('PATCH', `/api/items/${id}`, { soldOut: false });
      return answer;
    },
  ],
  ['bill-empty', async () => pay(manager, await bill(manager), {})],
  ['bill-empty', async () => manager.ask('POST', `${await bill(manager)}/print`)],
  ['bill-changed', async () => pay(manager, await bill(manager, { itemId: plain()?.id }), {})],
  ['underpaid', async () => payAll(await bill(manager, { itemId: plain()?.id }), 'hotovost', -100)],
  ['overpaid', async () => payAll(await bill(manager, { itemId: plain()?.id }), 'karta', 100)],
  ['unknown-payment-type', async () => payAll(await bill(manager, { itemId: plain()?.id }), 'shells', 0)],
  ['bad-amount', async () => payAll(await bill(manager, { itemId: plain()?.id }), 'hotovost', 1)],
  ['bill-not-empty', async () => manager.ask('DELETE', await bill(manager, { itemId: plain()?.id }))],
  [
    'no-line',
    async () =>
      manager.ask('POST', `${await bill(manager)}/lines/${untouched}/void`, {
        quantity: 1_000,
        reason: 'omyl',
      }),
  ],
  [
    'not-so-many',
    async () => {
      const where = await bill(manager, { itemId: plain()?.id });
      const { bill: view } = (await manager.ask('GET', where)).body;
      const { id } = view.lines[0];
      return manager.ask('POST', `${where}/lines/${id}/void`, { quantity: 5_000, reason: 'omyl' });
    },
  ],
  ['no-receipt', () => manager.ask('GET', `/api/receipts/${untouched}`)],
  ['no-receipt', () => manager.ask('GET', `/api/receipts/${untouched}/paper`)],
  ['plu-taken', () => manager.ask('POST', '/api/items', { ...draft(), plu: taken()?.plu })],
  [
    'ico-invalid',
    () =>
      manager.ask('PATCH', '/api/settings', { seller: { ...catalogue.settings.seller, ico: '12345678' } }),
  ],
  ['category-not-empty', () => manager.ask('DELETE', `/api/categories/${plain()?.categoryId}`)],
  [
    'payment-none',
    () =>
      manager.ask(
        'PUT',
        '/api/payment-types',
        catalogue.paymentTypes.map((type) => ({ ...type, active: false })),
      ),
  ],
  ['vat-class-used', () => manager.ask('PUT', '/api/vat-rates', catalogue.vatRates.slice(0, 1))],
  ['device-unknown', () => manager.ask('PATCH', '/api/devices/nothing', { codePage: 1 })],
  ['no-code-page', () => manager.ask('PATCH', '/api/devices/display', { codePage: 1 })],
  ['job-unknown', () => manager.ask('POST', `/api/print-jobs/${untouched}/decide`, { decision: 'cancel' })],
];
const taken = () => itemWhere(({ plu }) => plu !== null);
async function payAll(where: string, typeId: string, more_haler: number): Promise<Answer> {
  const { sum } = (await manager.ask('GET', where)).body;
  const tenders = [{ typeId, amount: sum.total_haler + more_haler }];
  return pay(manager, where, { tenders, expectedTotal_haler: sum.total_haler });
}

describe('what the register says is said in Czech and in English', () => {
  test.each(refusals)('%s', async (code, ask) => {
    const { status, body } = await ask();
    if (status === 200) return expect(code).toBe('200');
    const {
      title,
      titleEn,
      hint,
      hintEn,
      fields = [],
    } = body as Problem & {
      fields?: { complaint: { cs: string; en: string } }[];
    };
    expect(body.code).toBe(code);
    expect(faultsOf({ cs: title, en: titleEn }, names)).toEqual([]);
    expect(faultsOf({ cs: hint, en: hintEn }, names)).toEqual([]);
    for (const { complaint } of fields) expect(faultsOf(complaint)).toEqual([]);
    for (const text of [title, titleEn, hint, hintEn]) expect(text).toMatch(/[.!?)]$/);
  });

  test('devices and prints in a fault, and the state of the register', async () => {
    for (const [printer, trouble] of [
      ['uctenky', { paper: 'out' }],
      ['kuchyn', { cover: 'open' }],
    ] as const) {
      const { status } = await manager.ask('POST', `/virtual/printers/${printer}`, trouble);
      expect(status).toBeLessThan(300);
    }
    for (const id of ['scale', 'scanner', 'display'])
      await manager.ask('POST', `/virtual/plug/${id}`, { plugged: false });
    await payAll(await bill(manager, { itemId: plain()?.id }), 'hotovost', 0);
    await expect
      .poll(async () => ((await manager.ask('GET', '/api/print-jobs')).body as PrintJobView[])[0]?.state)
      .toBe('failed');
    const jobs = (await manager.ask('GET', '/api/print-jobs')).body as PrintJobView[];
    const devices = (await manager.ask('GET', '/api/devices')).body as DeviceView[];
    const health = (await manager.ask('GET', '/health')).body as Health;
    const drawer = (await manager.ask('GET', '/api/drawer/log')).body as DrawerOpening[];
    const told = [
      ...jobs.flatMap(({ title, reason, hint }) => [title, reason, hint]),
      ...devices.flatMap(({ sentence, hint }) => [sentence, hint]),
      ...drawer.map(({ outcome }) => outcome),
      health,
      ...health.parts,
      ...health.parts
        .filter(({ hintCs }) => hintCs !== '')
        .map(({ hintCs, hintEn }) => ({ cs: hintCs, en: hintEn })),
    ].filter((words) => words !== null);
    expect(told.length).toBeGreaterThan(20);
    expect(told.flatMap((words) => faultsOf(words, names))).toEqual([]);
  });
});
