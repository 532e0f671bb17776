import {
  FIRST_SETTINGS,
  registerScope,
  SETTING,
  type SettingKey,
  SHOP,
  scopeOf,
} from '../../catalogue/index.ts';
import { fits } from '../../wire/index.ts';
import { Settings, type SettingsPatch } from '../http/contract.ts';
import type { CatalogueStore, Fields } from './shelf.ts';
import type { CatalogueState } from './state.ts';
import type { Step } from './step.ts';

export function readSettings(db: CatalogueStore['db'], registerId: string): Settings {
  const rows = db
    .prepare('SELECT key, value FROM setting WHERE scope IN (?, ?)')
    .all(SHOP, registerScope(registerId)) as { key: string; value: string }[];
  const set = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)]));
  return { ...FIRST_SETTINGS, ...set };
}

/** Inside a transaction: the row alone. */
function putSetting(db: CatalogueStore['db'], scope: string, key: string, value: unknown, by: string): void {
  db.prepare(
    `INSERT INTO setting (scope, key, value, changedBy) VALUES (?, ?, ?, ?)
     ON CONFLICT (scope, key) DO UPDATE SET value = excluded.value, changedBy = excluded.changedBy`,
  ).run(scope, key, JSON.stringify(value), by);
}

export function settingsStep(state: CatalogueState, patch: SettingsPatch): Step {
  const { store, options } = state;
  const next: Settings = { ...state.settings, ...patch };
  return {
    records: [],
    save(author) {
      for (const [key, value] of Object.entries(patch)) {
        const scope = scopeOf(key as SettingKey, options.registerId);
        putSetting(store.db, scope, key, value, author);
        store.journal.cells(SETTING, scope, { [key]: value, changedBy: author });
      }
    },
    remember: () => {
      state.settings = next;
    },
  };
}

/**
 * Inside a transaction: takes over what siblings have set, of the shop and of this register. Settings are many things
 * in one record, so one that cannot be read leaves the others their way; it is told by `onUnreadable` and stays.
 * Answers whether the record is one of those that count here.
 */
export function takeSettings(
  { store, options }: CatalogueState,
  scope: string,
  fields: Fields,
  onUnreadable: (key: string) => void,
): boolean {
  if (scope !== SHOP && scope !== registerScope(options.registerId)) return false;
  const by = fields.changedBy?.value;
  for (const key of Object.keys(FIRST_SETTINGS) as SettingKey[]) {
    const value = fields[key]?.value;
    if (value === undefined || scopeOf(key, options.registerId) !== scope) continue;
    if (fits(Settings.properties[key], value)) {
      putSetting(store.db, scope, key, value, typeof by === 'string' ? by : '');
    } else onUnreadable(key);
  }
  return true;
}
