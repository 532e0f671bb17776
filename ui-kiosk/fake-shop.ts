import type {
  CategoryView,
  DeviceView,
  ItemView,
  PaymentTypeView,
  Settings,
  StaffView,
  TableView,
} from '../daemon/http/contract.ts';

/** The restaurant that fake-api.ts sells in: enough to fill the screens, with names that strain them. */
export function fakeShop() {
  const categories: CategoryView[] = (
    [
      ['oblibene-pivo', 'Pivo', 75, 'bar'],
      ['nealko', 'Nealko', 195, 'bar'],
      ['vino', 'Víno', 350, 'bar'],
      ['lihoviny', 'Lihoviny', 300, 'bar'],
      ['kava', 'Káva a čaj', 50, 'bar'],
      ['polevky', 'Polévky', 110, 'kuchyn'],
      ['hlavni', 'Hlavní jídla', 25, 'kuchyn'],
      ['prilohy', 'Přílohy', 135, 'kuchyn'],
      ['dezerty', 'Dezerty', 325, 'kuchyn'],
      ['vaha', 'Na váhu', 260, null],
    ] as const
  ).map(([id, name, hue, route], position) => ({ id, name, hue, route, position }));

  let plu = 100;
  const items: ItemView[] = [];
  const add = (categoryId: string, name: string, crowns: number, more: Partial<ItemView> = {}): void => {
    plu += 1;
    const id = name
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-');
    items.push({
      id,
      name,
      shortName: name
        .split(/[ ,]+/)
        .reduce((short, word) =>
          short.length + word.length < 20 && word.length > 1 ? `${short} ${word}` : short,
        ),
      price_haler: Math.round(crowns * 100),
      vatClass: ['polevky', 'hlavni', 'prilohy', 'dezerty', 'kava'].includes(categoryId)
        ? 'reduced'
        : 'standard',
      categoryId,
      unit: 'ks',
      plu: String(plu),
      eans: [],
      weighedEanPrefix: null,
      labels: [],
      allergens: [],
      hue: null,
      route: null,
      soldOut: false,
      openPrice: false,
      ...more,
    });
  };
  add('oblibene-pivo', 'Pilsner Urquell 0,5 l', 62, { allergens: [1], labels: ['oblíbené'] });
  add('oblibene-pivo', 'Pilsner Urquell 0,3 l', 45, { allergens: [1] });
  add('oblibene-pivo', 'Gambrinus 10° 0,5 l', 48, { allergens: [1], labels: ['oblíbené'] });
  add('oblibene-pivo', 'Kozel černý 0,5 l', 49, { allergens: [1] });
  add('oblibene-pivo', 'Birell světlý 0,5 l', 49, { allergens: [1], labels: ['oblíbené'] });
  add('oblibene-pivo', 'Birell pomelo a grep 0,4 l', 49, { soldOut: true });
  add('oblibene-pivo', 'Proud APA 0,4 l', 69, { allergens: [1] });
  add('nealko', 'Kofola 0,3 l', 39, { labels: ['oblíbené'] });
  add('nealko', 'Kofola 0,5 l', 55);
  add('nealko', 'Mattoni perlivá 0,33 l', 42, { eans: ['8593803216012'] });
  add('nealko', 'Coca-Cola 0,33 l', 52, { eans: ['5449000000996'] });
  add('nealko', 'Domácí limonáda s mátou a okurkou 0,5 l', 79);
  add('nealko', 'Džus pomerančový 0,2 l', 48);
  add('vino', 'Ryzlink vlašský 0,2 l', 68, { allergens: [12] });
  add('vino', 'Frankovka 0,2 l', 68, { allergens: [12] });
  add('vino', 'Pálava pozdní sběr 2023 lahev 0,75 l', 420, { allergens: [12] });
  add('vino', 'Bohemia Sekt brut 0,75 l', 390, { allergens: [12] });
  add('lihoviny', 'Becherovka 4 cl', 65);
  add('lihoviny', 'Slivovice Jelínek 4 cl', 79);
  add('lihoviny', 'Tullamore Dew 4 cl', 95);
  add('lihoviny', 'Fernet Stock 4 cl', 59);
  add('kava', 'Espresso', 55, { labels: ['oblíbené'] });
  add('kava', 'Cappuccino', 69, { allergens: [7] });
  add('kava', 'Čaj Ronnefeldt', 59);
  add('polevky', 'Hovězí vývar s nudlemi', 65, { allergens: [1, 3, 9] });
  add('polevky', 'Kulajda', 75, { allergens: [1, 3, 7] });
  add('hlavni', 'Svíčková na smetaně, houskový knedlík', 229, {
    allergens: [1, 3, 7, 9, 10],
    labels: ['oblíbené'],
  });
  add('hlavni', 'Guláš z hovězí kližky', 215, { allergens: [1, 9] });
  add('hlavni', 'Smažený sýr, tatarská omáčka', 189, { allergens: [1, 3, 7] });
  add('hlavni', 'Kuřecí řízek s bramborovým salátem', 209, { allergens: [1, 3, 7] });
  add('hlavni', 'Vepřové koleno pečené na černém pivu s křenem a hořčicí', 289, { allergens: [1, 10] });
  add('hlavni', 'Pstruh na másle', 265, { allergens: [4, 7], soldOut: true });
  add('hlavni', 'Tatarský biftek, topinky', 279.5, { allergens: [1, 3, 10] });
  add('prilohy', 'Hranolky', 59);
  add('prilohy', 'Vařené brambory', 49);
  add('prilohy', 'Houskový knedlík', 45, { allergens: [1, 3] });
  add('prilohy', 'Chléb', 15, { allergens: [1] });
  add('dezerty', 'Jablečný závin', 85, { allergens: [1, 3, 7] });
  add('dezerty', 'Palačinka s tvarohem', 95, { allergens: [1, 3, 7] });
  add('dezerty', 'Ovoce dle nabídky', 60, { openPrice: true });
  add('vaha', 'Salátový bar', 289, { unit: 'kg', weighedEanPrefix: '2812345' });
  add('vaha', 'Uzená makrela', 349, { unit: 'kg', allergens: [4] });
  add('vaha', 'Bez papíru', 10, {});
  add('vaha', 'Svatební hostina', 99_999.99, {});

  const tables: TableView[] = [];
  for (const [area, count, prefix] of [
    ['Sál', 12, ''],
    ['Lokál', 6, 'L'],
    ['Zahrádka', 8, 'Z'],
  ] as const) {
    for (let i = 1; i <= count; i++)
      tables.push({ id: `${prefix || 'S'}${i}`, name: `${prefix}${i}`, area, position: tables.length });
  }

  const paymentTypes: PaymentTypeView[] = (
    [
      ['cash', 'Hotově', 'cash', 'CZK', null],
      ['card', 'Kartou', 'card', 'CZK', null],
      ['meal', 'Stravenka', 'voucher', 'CZK', null],
      ['eur', 'Eura', 'foreign-cash', 'EUR', 2450],
      ['qr', 'QR platba', 'qr', 'CZK', null],
      ['invoice', 'Na fakturu', 'transfer', 'CZK', null],
    ] as const
  ).map(([id, name, kind, currency, rate_haler]) => ({
    id,
    name,
    kind,
    currency,
    rate_haler,
    registered: kind !== 'transfer',
    active: true,
  }));

  const settings: Settings = {
    seller: {
      name: 'Hostinec U Lípy s.r.o.',
      place: 'U Lípy',
      address: 'Náves 12, 251 01 Říčany',
      ico: '12345678',
      dic: 'CZ12345678',
    },
    receiptHeader: [],
    receiptFooter: ['Děkujeme za návštěvu'],
    printReceipt: 'always',
    functionKeys: [
      { label: 'Zásuvka', action: 'open-drawer', itemId: null },
      { label: 'Objednat', action: 'order', itemId: null },
      { label: 'Stoly', action: 'bills', itemId: null },
      { label: 'Pilsner 0,5', action: 'add-item', itemId: 'pilsner-urquell-0-5-l' },
      { label: 'Váha', action: 'scale', itemId: null },
      { label: 'Historie', action: 'history', itemId: null },
      { label: '', action: 'none', itemId: null },
      { label: 'Zamknout', action: 'lock', itemId: null },
    ],
    language: 'cs',
    theme: 'light',
    lockAfter_s: 0,
    shownLabel: null,
  };

  const staff: StaffView[] = [
    { id: 'jana', name: 'Jana Nováková', role: 'waiter', active: true },
    { id: 'petr', name: 'Petr Dvořák', role: 'waiter', active: true },
    { id: 'sarka', name: 'Šárka Řeháčková', role: 'waiter', active: true },
    { id: 'milan', name: 'Milan Kučera', role: 'manager', active: true },
    { id: 'technik', name: 'Technik', role: 'technician', active: true },
  ];

  const devices: DeviceView[] = [
    {
      id: 'pult',
      kind: 'printer',
      name: 'Tiskárna u pultu',
      url: 'tcp://10.0.0.5:9100',
      profile: 'epson-tm-t20',
      state: 'up',
      sentence: 'Připravena, papír má.',
      hint: null,
      routes: ['receipt', 'bar'],
      codePage: 18,
    },
    {
      id: 'kuchyn',
      kind: 'printer',
      name: 'Tiskárna v kuchyni',
      url: 'tcp://10.0.0.6:9100',
      profile: 'generic',
      state: 'down',
      sentence: 'Neodpovídá na adrese 10.0.0.6.',
      hint: 'Zkontrolujte, že je zapnutá a v síti; objednávky zatím tiskne bar.',
      routes: ['kuchyn'],
      codePage: 18,
    },
    {
      id: 'vaha',
      kind: 'scale',
      name: 'Váha',
      url: 'serial:/dev/ttyUSB0',
      profile: null,
      state: 'up',
      sentence: 'Váží.',
      hint: null,
      routes: [],
      codePage: null,
    },
  ];
  return { categories, items, tables, paymentTypes, settings, staff, devices };
}
