import type { SetupConfigPatch, SetupPrinter, SetupView } from '../../../daemon/http/contract.ts';

/** Orders of a restaurant go there unless its price list knows other places. */
export const USUAL_PLACES = ['kuchyn', 'bar'] as const;
/** Other devices are called so in the configuration. */
const TAKEN = ['drawer', 'display', 'scale', 'scanner'];
const LONGEST_ID = 32;

/** `Tiskárna účtenek` is `tiskarna-uctenek`, the second one of that name `tiskarna-uctenek-2`. */
export function printerId(name: string, others: readonly { readonly id: string }[]): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID - 4)
    .replaceAll(/^-+|-+$/g, '');
  const taken = new Set([...TAKEN, ...others.map(({ id }) => id)]);
  const wanted = plain === '' ? 'tiskarna' : plain;
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** All places that a printer may print for: papers of the register, then orders by where the price list sends them. */
export function placesOf(
  printers: readonly SetupPrinter[],
  categories: readonly { readonly route: string | null }[],
): string[] {
  const known = [
    ...USUAL_PLACES,
    ...categories.flatMap(({ route }) => (route === null ? [] : [route])),
    ...printers.flatMap(({ routes }) => routes),
  ];
  return [...new Set(['receipt', 'report', ...known])];
}

/** Papers that nobody prints yet; a first printer is offered those of the register itself. */
export function offeredRoutes(printers: readonly SetupPrinter[]): string[] {
  const printed = new Set(printers.flatMap(({ routes }) => routes));
  const own = ['receipt', 'report'].filter((route) => !printed.has(route));
  return own.length > 0 ? own : [...USUAL_PLACES.filter((route) => !printed.has(route))].slice(0, 1);
}

/** The list with this one in it, new or changed. What it prints nobody else prints from then on. */
export function withPrinter(printers: readonly SetupPrinter[], printer: SetupPrinter): SetupPrinter[] {
  const others = printers.map((other) =>
    other.id === printer.id
      ? printer
      : { ...other, routes: other.routes.filter((route) => !printer.routes.includes(route)) },
  );
  return printers.some(({ id }) => id === printer.id) ? others : [...others, printer];
}

/** Without it nobody waits for it to stand in, and no drawer hangs on it. */
export function withoutPrinter(
  { printers, drawer }: Pick<SetupView, 'printers' | 'drawer'>,
  id: string,
): Partial<SetupConfigPatch> {
  const left = printers
    .filter((other) => other.id !== id)
    .map((other) => (other.standIn === id ? { ...other, standIn: null } : other));
  return { printers: left, ...(drawer?.printer === id ? { drawer: null } : {}) };
}
