import type { Config } from '../config/schema.ts';
import type { SetupApplying, SetupConfigPatch, SetupFault } from '../http/contract.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Siblings } from '../siblings/siblings.ts';
import type { ConfigKeeper } from './config-keeper.ts';
import { faultyValues, idFixed, noFile } from './refusals.ts';

/**
 * Writes what the wizard wants and lets it be taken over. What writes files is loaded now: few registers ever do it.
 * Throws a Refusal, and then nothing has changed.
 */
export async function changeConfig(
  patch: SetupConfigPatch,
  parts: {
    readonly keeper: ConfigKeeper | undefined;
    readonly config: Config;
    readonly ledger: Pick<Ledger, 'hasSold' | 'others'>;
    readonly siblings: Pick<Siblings, 'view' | 'known'>;
    /** Of this register; kept in its settings and not in the file. */
    readonly onLabel: (label: string | null) => void;
  },
): Promise<SetupApplying> {
  const { keeper, config, ledger, siblings } = parts;
  if (!keeper) throw noFile();
  await siblings.known();
  const { register } = patch;
  if (register && register.id !== config.register.id && (siblings.view().paired || ledger.hasSold())) {
    throw idFixed(config.register.id);
  }
  const [{ editOf, pointerOf }, { brokenValues }, { knownDevices }] = await Promise.all([
    import('./values.ts'),
    import('../config/load.ts'),
    import('../config/known-devices.ts'),
  ]);
  const { unnamed, timezone } = config.register;
  const edit = editOf(patch, unnamed ? undefined : timezone);
  const { tables, printers } = edit;
  const { unnamed: _, ...own } = config.register;
  const values: Record<string, unknown> = {
    ...config,
    register: own,
    ...tables,
    ...(printers ? { printer: printers } : {}),
  };
  for (const [name, value] of Object.entries(values)) if (value === null) delete values[name];
  const faults: SetupFault[] = [
    ...brokenValues(JSON.parse(JSON.stringify(values)), knownDevices).map(({ pointer, what, remedy }) => ({
      pointer: pointerOf(pointer),
      what,
      remedy,
    })),
    ...(register ? taken(register, ledger.others()) : []),
  ];
  if (faults.length > 0) throw faultyValues(faults);
  const applying = keeper.change(edit);
  if (register) parts.onLabel(register.label);
  return applying;
}

/** Of two registers with one series both papers would bear the same numbers. */
function taken(
  { id, series }: { readonly id: string; readonly series: string },
  others: ReturnType<Ledger['others']>,
): SetupFault[] {
  const sameId = others.find((one) => one.id === id);
  const sameSeries = others.find((one) => one.series === series);
  return [
    ...(sameId
      ? [
          {
            pointer: '/register/id',
            what: `Značku ${id} už má pokladna „${sameId.name}“.`,
            remedy: 'Zvolte jinou.',
          },
        ]
      : []),
    ...(sameSeries
      ? [
          {
            pointer: '/register/series',
            what: `Řadou ${series} už čísluje účtenky pokladna „${sameSeries.name}“.`,
            remedy: 'Zvolte jinou, čísla by se opakovala.',
          },
        ]
      : []),
  ];
}
