import type {
  SetupCandidate,
  SetupDrawer,
  SetupPrinter,
  SetupView,
  TryDrawer,
} from '../../../daemon/http/contract.ts';
import { sameLine } from './address.ts';

/** Where a drawer may be plugged in: into a printer that is set up, or into a port of its own. */
export interface DrawerPlace {
  readonly id: string;
  readonly name: string;
  readonly printerId: string | null;
  readonly printerUrl: string | null;
  readonly profile: string;
  /** Of a line of its own. */
  readonly url: string | null;
}

/** Printers first, the one of the receipts at their head: that is where a drawer hangs as a rule. */
export function drawerPlaces(
  printers: readonly SetupPrinter[],
  found: readonly SetupCandidate[],
  drawer: SetupDrawer | null,
): DrawerPlace[] {
  const receipts = (printer: SetupPrinter) => (printer.routes.includes('receipt') ? 0 : 1);
  const ports = found.filter(
    ({ kind, configured }) => kind === 'serial' && (configured === null || configured === 'drawer'),
  );
  const known = drawer?.url;
  return [
    ...[...printers]
      .sort((a, b) => receipts(a) - receipts(b))
      .map(({ id, name, url, profile }) => ({
        id: `printer:${id}`,
        name,
        printerId: id,
        printerUrl: url,
        profile,
        url: null,
      })),
    ...ports.map(({ url, name }) => port(url, name)),
    // A line that was typed into the file and is not among those found.
    ...(known && !ports.some(({ url }) => sameLine(url, known)) ? [port(known, known)] : []),
  ];
}

const port = (url: string, name: string): DrawerPlace => ({
  id: url.split('?')[0] ?? url,
  name,
  printerId: null,
  printerUrl: null,
  profile: 'generic-80',
  url,
});

/** Where it is set up to be now. */
export function placeOf(
  places: readonly DrawerPlace[],
  { drawer }: Pick<SetupView, 'drawer'>,
): DrawerPlace | undefined {
  return places.find(({ printerId, url }) =>
    printerId === null
      ? drawer?.url != null && url !== null && sameLine(url, drawer.url)
      : drawer?.printer === printerId,
  );
}

export const tryOf = (
  { printerUrl, profile, url }: DrawerPlace,
  pin: SetupDrawer['pin'],
  trigger: SetupDrawer['trigger'],
): TryDrawer => ({ printerUrl, profile, pin, url, trigger });

export const drawerAt = (
  { printerId, url }: DrawerPlace,
  pin: SetupDrawer['pin'],
  trigger: SetupDrawer['trigger'],
): SetupDrawer => ({ printer: printerId, pin, url, trigger });
