import { Client, PASSWORD } from '../../backoffice/server.fixture.ts';
import { EMAIL, type TradingShop } from './trading-shop.ts';

export const LONG_NAME = 'Grilovaná kotleta z přeštického prasete s liškovou omáčkou 1';

/** Somebody else of the same shop, at another computer. */
export async function colleague(shop: TradingShop): Promise<Client> {
  const client = new Client(shop.url);
  await client.signIn(EMAIL, PASSWORD);
  return client;
}

export const inStore = (shop: TradingShop, path: string): string => `/api/stores/${shop.store}${path}`;

/** Rates and categories of a shop whose price list is empty; the categories' ids by name. */
export async function furnish(shop: TradingShop): Promise<Record<string, string>> {
  const client = await colleague(shop);
  const put = async (method: string, path: string, body: unknown) => {
    const answer = await client.ask(method, inStore(shop, path), body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.json;
  };
  await put('PUT', '/price-list/vat-rates', [
    { vatClass: 'standard', name: 'základní', rate_bp: 2100, validFrom: '2024-01-01' },
    { vatClass: 'reduced', name: 'snížená', rate_bp: 1200, validFrom: '2024-01-01' },
  ]);
  const ids: Record<string, string> = {};
  for (const [position, name] of ['Pivo', 'Hlavní jídla', 'Káva a čaj'].entries()) {
    const made = await put('POST', '/price-list/categories', {
      name,
      hue: position * 90,
      position,
      route: null,
    });
    ids[name] = made.id;
  }
  return ids;
}

/** A price list of so many items as a file for the page to take, with what is longest among them. */
export function priceListFile(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const kinds = [
      ['Plzeňská dvanáctka', 'Pivo', '21'],
      ['Svíčková na smetaně', 'Hlavní jídla', '12'],
      ['Espresso', 'Káva a čaj', '12'],
    ] as const;
    const [name, category, rate] = kinds[i % 3] ?? kinds[0];
    const called = i === 0 ? LONG_NAME : `${name} ${i}`;
    const price = i === 1 ? '99999999,99' : `${40 + (i % 200)},00`;
    return [
      called,
      price,
      `${rate} %`,
      category,
      i % 3 === 0 ? 'ano' : 'ne',
      i % 5 === 0 ? 'pokl1' : '',
    ].join(';');
  });
  return `Název;Cena;DPH;Kategorie;Vést na skladě;Štítky\n${rows.join('\n')}\n`;
}
