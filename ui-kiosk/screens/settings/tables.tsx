import { useState } from 'preact/hooks';
import type { TableView } from '../../../daemon/http/contract.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { TableDialog } from './table-dialog.tsx';
import { settingsWords } from './words.ts';

export function Tables({ view }: SectionProps) {
  const t = settingsWords();
  const [editing, edit] = useState<{ table: TableView | null; area: string } | null>(null);
  const areas = [...new Set(view.tables.map((table) => table.area))];
  return (
    <>
      <div class="part-head">
        <h1>{t.tables}</h1>
        <button type="button" class="button" onClick={() => edit({ table: null, area: areas[0] ?? '' })}>
          <Icon name="plus" />
          {t.newTable}
        </button>
      </div>
      {view.tables.length === 0 && <Empty>{t.noTables}</Empty>}
      {areas.map((area) => (
        <section key={area}>
          <h2>{area}</h2>
          <div class="table-tiles">
            {view.tables
              .filter((table) => table.area === area)
              .map((table) => (
                <button
                  key={table.id}
                  type="button"
                  class="button tall"
                  aria-label={t.edit(table.name)}
                  onClick={() => edit({ table, area })}
                >
                  {table.name}
                </button>
              ))}
          </div>
        </section>
      ))}
      {editing && (
        <TableDialog
          table={editing.table}
          area={editing.area}
          areas={areas}
          position={view.tables.reduce((last, table) => Math.max(last, table.position + 1), 0)}
          onClose={() => edit(null)}
        />
      )}
    </>
  );
}
