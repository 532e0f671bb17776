import type { ComponentChildren } from 'preact';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Figures stand at the right. */
  readonly end?: boolean;
  /** Left out on a phone: what the row says without it is enough there. */
  readonly desk?: boolean;
  /** Takes what room there is; the others are as wide as what they hold. */
  readonly grow?: boolean;
}

/**
 * Rows of the same kind. Where a row leads somewhere, the first column's cell holds the link or the button, stretched
 * over the row by the class `row-link`: the whole row is a target, and the keyboard and a reader find one link.
 */
export function Table<T>({
  label,
  columns,
  rows,
  rowKey,
  rowClass,
  foot,
}: {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  rowClass?: (row: T) => string | undefined;
  /** Sums, as a row. */
  foot?: ComponentChildren;
}) {
  return (
    <table class="table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" class={cellClass(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} class={rowClass?.(row)}>
            {columns.map((column) => (
              <td key={column.key} class={cellClass(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {foot && <tfoot>{foot}</tfoot>}
    </table>
  );
}

function cellClass<T>({ end, desk, grow }: Column<T>): string | undefined {
  return [end && 'end', desk && 'desk-only', grow && 'grow'].filter(Boolean).join(' ') || undefined;
}
