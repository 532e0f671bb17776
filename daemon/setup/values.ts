import type { ConfigEdit } from '../config/edit.ts';
import type { Config } from '../config/schema.ts';
import type { TomlTable } from '../config/text.ts';
import type {
  SetupConfigPatch,
  SetupDisplay,
  SetupDrawer,
  SetupPrinter,
  SetupScale,
  SetupScanner,
} from '../http/contract.ts';

/** The devices of a configuration in the words of the wizard. */
export interface SetupValues {
  readonly printers: SetupPrinter[];
  readonly drawer: SetupDrawer | null;
  readonly display: SetupDisplay | null;
  readonly scale: SetupScale | null;
  readonly scanner: SetupScanner | null;
}

export function valuesOf({ printer, drawer, display, scale, scanner }: Config): SetupValues {
  return {
    printers: printer.map((one) => ({
      id: one.id,
      name: one.name,
      url: one.url,
      profile: one.profile,
      routes: [...one.routes],
      standIn: one.stand_in ?? null,
      codePage: one.overrides?.code_page ?? null,
      columns: one.overrides?.columns ?? null,
    })),
    drawer: drawer
      ? {
          printer: drawer.via?.slice('printer:'.length) ?? null,
          pin: drawer.pin ?? 2,
          url: drawer.url ?? null,
          trigger: drawer.trigger ?? 'any',
        }
      : null,
    display: display ? { url: display.url, profile: display.profile ?? 'cd5220' } : null,
    scale: scale ? { url: scale.url, protocol: scale.protocol ?? 'toledo-8217' } : null,
    scanner: scanner ? { url: scanner.url, end: scanner.end ?? 'terminator' } : null,
  };
}

/** What the wizard wants, in the words of the file. The time zone of a register is not the wizard's to change. */
export function editOf(patch: SetupConfigPatch, timezone: string | undefined): ConfigEdit {
  const { register, printers, drawer, display, scale, scanner } = patch;
  const tables: Record<string, TomlTable | null> = {};
  if (register) {
    const { id, name, series } = register;
    tables.register = { id, name, series, ...(timezone === undefined ? {} : { timezone }) };
  }
  if (drawer !== undefined) tables.drawer = drawer && drawerTable(drawer);
  if (display !== undefined) tables.display = display;
  if (scale !== undefined) tables.scale = scale;
  if (scanner !== undefined) tables.scanner = scanner;
  return { tables, ...(printers ? { printers: printers.map(printerTable) } : {}) };
}

function printerTable(one: SetupPrinter): TomlTable {
  const overrides = { code_page: one.codePage ?? undefined, columns: one.columns ?? undefined };
  const any = one.codePage !== null || one.columns !== null;
  return {
    id: one.id,
    name: one.name,
    url: one.url,
    profile: one.profile,
    routes: one.routes,
    stand_in: one.standIn ?? undefined,
    overrides: any ? overrides : undefined,
  };
}

function drawerTable({ printer, pin, url, trigger }: SetupDrawer): TomlTable {
  return printer === null
    ? { url: url ?? undefined, trigger }
    : { via: `printer:${printer}`, pin, url: url ?? undefined };
}

/** The pointer of a broken rule in the words of the wizard's body. */
export function pointerOf(pointer: string): string {
  return pointer
    .replace(/^\/printer(?=\/|$)/, '/printers')
    .replace(/\/stand_in$/, '/standIn')
    .replace(/\/overrides\/code_page$/, '/codePage')
    .replace(/\/overrides\/columns$/, '/columns')
    .replace(/^\/drawer\/via$/, '/drawer/printer');
}
