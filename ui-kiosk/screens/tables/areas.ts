import type { TableView } from '../../../daemon/http/contract.ts';

export interface Area {
  readonly area: string;
  readonly tables: readonly TableView[];
}

/** Tables by area; areas in the order of their first table, tables as the shop put them. */
export function tablesByArea(tables: readonly TableView[]): Area[] {
  const sorted = [...tables].sort((a, b) => a.position - b.position);
  return [...Map.groupBy(sorted, (table) => table.area)].map(([area, inside]) => ({ area, tables: inside }));
}
