/** One import as it stands in a source file. `typeOnly` ones vanish before the code runs. */
export interface Import {
  readonly from: string;
  /** A path from the project's root, or a package's name. */
  readonly to: string;
  /** Whether it leads to a file of ours. */
  readonly local: boolean;
  readonly typeOnly: boolean;
}

/** What each room of the house may look into, besides itself: `door` means only its index.ts. */
const MAY_ENTER: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  drivers: [],
  sync: [],
  eet: [],
  systemd: [],
  world: [],
  wire: ['domain', 'sync', 'eet'],
  catalogue: ['domain', 'sync', 'wire'],
  sheet: ['domain', 'wire', 'catalogue'],
  paper: ['domain', 'drivers', 'wire'],
  daemon: ['domain', 'drivers', 'sync', 'eet', 'systemd', 'world', 'wire', 'catalogue', 'sheet', 'paper'],
  ui: ['domain', 'wire'],
  'ui-kiosk': ['domain', 'ui'],
  backoffice: ['domain', 'sync', 'eet', 'world', 'wire', 'catalogue', 'sheet', 'paper'],
  'backoffice/pages': ['domain', 'ui'],
};
/** Only as types: what the kiosk and the daemon say to each other. */
const KIOSK_CONTRACT = 'daemon/http/contract.ts';
/** Likewise: what the owner's pages and the backoffice say to each other. */
const PAGES_CONTRACT = /^backoffice\/http\/contract\/[^/]+\.ts$/;

/** The folder whose rules a file keeps. The owner's pages run in a browser: a room of their own within the backoffice. */
function roomOf(path: string): string {
  return path.startsWith('backoffice/pages/') ? 'backoffice/pages' : (path.split('/')[0] ?? '');
}

const IMPORT = /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'";]*?\bfrom\s+)?['"]([^'"\n]+)['"]/g;
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Finds the imports of one file. `path` is from the project's root, with forward slashes. */
export function importsOf(path: string, source: string): Import[] {
  const found: Import[] = [];
  for (const [, , type, clause, to] of source.matchAll(IMPORT)) {
    const names =
      /\{([^}]*)\}/
        .exec(clause ?? '')?.[1]
        ?.split(',')
        .filter((name) => name.trim() !== '') ?? [];
    const allTypes =
      names.length > 0 && /^\s*\{/.test(clause ?? '') && names.every((name) => /^\s*type\s/.test(name));
    found.push({ from: path, ...target(path, to as string), typeOnly: type !== undefined || allTypes });
  }
  for (const [, to] of source.matchAll(DYNAMIC)) {
    found.push({ from: path, ...target(path, to as string), typeOnly: false });
  }
  return found;
}

function target(from: string, to: string): Pick<Import, 'to' | 'local'> {
  if (!to.startsWith('.')) return { to, local: false };
  const parts = from.split('/').slice(0, -1);
  for (const step of to.replace(/\?.*$/, '').split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return { to: parts.join('/'), local: true };
}

const isTest = (path: string) => /\.(test|contract|fixture)\.tsx?$/.test(path);

/** Why an import breaks the rules of the house, or undefined when it keeps them. */
export function breach(imported: Import): string | undefined {
  const room = roomOf(imported.from);
  const allowed = MAY_ENTER[room];
  if (!allowed) return undefined; // test/, bench/ and the configuration at the root look everywhere
  if (!imported.local) {
    if (room === 'domain' && !isTest(imported.from))
      return `domain/ imports nothing, not even ${imported.to}`;
    return undefined;
  }
  const other = roomOf(imported.to);
  if (other === room) return undefined;
  if (isTest(imported.from) && other === 'test') return undefined;
  if (room === 'ui-kiosk' && imported.to === KIOSK_CONTRACT) {
    return imported.typeOnly ? undefined : `${KIOSK_CONTRACT} may only be imported as types`;
  }
  if (room === 'backoffice/pages' && PAGES_CONTRACT.test(imported.to)) {
    return imported.typeOnly ? undefined : `${imported.to} may only be imported as types`;
  }
  // The fake of the world stands beside it and is no part of its door; it goes by the drivers' fake clock.
  if (isTest(imported.from) && imported.to === 'world/manual.fixture.ts') return undefined;
  // Nor is a package that was made and signed for a test.
  if (isTest(imported.from) && imported.to === 'systemd/update/package.fixture.ts') return undefined;
  if (imported.from === 'world/manual.fixture.ts' && imported.to === 'drivers/index.ts') return undefined;
  if (!allowed.includes(other)) return `${room}/ must not know ${other}/`;
  if (room === 'ui' && other === 'wire' && !imported.typeOnly) return 'ui/ may only import wire/ as types';
  // Parts of screens, each a door of its own: a screen loads only what it uses.
  if (other === 'ui') return undefined;
  if (imported.to !== `${other}/index.ts`) return `${other}/ has one door, ${other}/index.ts`;
  return undefined;
}

/** The first circle among files, as a path that ends where it began. Types do not count: they are gone at run time. */
export function circle(imports: readonly Import[]): string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to, local, typeOnly } of imports) {
    if (local && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] | undefined => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return undefined;
    for (const to of next.get(file) ?? []) {
      const found = walk(to, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return undefined;
}
