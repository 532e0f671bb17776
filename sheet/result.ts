import type { ItemPlan } from '../catalogue/index.ts';
import type { FileFault, ImportResult } from '../wire/index.ts';
import { MAX_FAULTS } from './heading.ts';
import type { Entries } from './lines.ts';

/** What a file comes to: its own faults, and those that its items have on the price list. */
export function importResult(read: Entries, plan: ItemPlan, applied: boolean): ImportResult {
  const faults = [...read.faults];
  for (const fault of plan.faults) {
    const line = read.entries[fault.index]?.line ?? 1;
    const column = read.titles.get(fault.field) ?? null;
    // A clash of two rows was told already, with the line of the other one.
    if (faults.some((known) => known.line === line && known.column === column)) continue;
    faults.push({
      line,
      column,
      message: { cs: `${fault.message.cs} ${fault.hint.cs}`, en: `${fault.message.en} ${fault.hint.en}` },
    });
  }
  if (faults.length > 0) {
    return { applied: false, added: 0, changed: 0, unchanged: 0, faults: bounded(faults) };
  }
  const { added, changed, unchanged } = plan;
  return { applied, added, changed, unchanged, faults: [] };
}

function bounded(faults: FileFault[]): FileFault[] {
  faults.sort((a, b) => a.line - b.line);
  if (faults.length <= MAX_FAULTS) return faults;
  const first = faults.slice(0, MAX_FAULTS);
  const line = faults[MAX_FAULTS]?.line ?? 1;
  return [
    ...first,
    {
      line,
      column: null,
      message: {
        cs: `A dalších chyb: ${faults.length - MAX_FAULTS}.`,
        en: `And ${faults.length - MAX_FAULTS} more faults.`,
      },
    },
  ];
}
