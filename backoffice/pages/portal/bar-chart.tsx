import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { look } from '../store/theme.ts';
import { Table } from '../widgets/table.tsx';
import type { Bars, Drawing } from './chart.ts';
import { t } from './words.ts';

/** Figures as bars and, for whoever would rather read or cannot see them, as a table. The drawing is loaded when needed. */
export function BarChart({
  title,
  of,
  axisTitle,
  longLabels,
}: {
  title: string;
  of: Bars;
  axisTitle: string;
  /** For the table and the tooltip's reader; as the labels where they are plain. */
  longLabels?: readonly string[];
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const latest = useRef(of);
  latest.current = of;
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const theme = look.value;

  useEffect(() => {
    if (asTable) return;
    let gone = false;
    void import('./chart.ts').then(
      ({ draw }) => {
        if (!gone && canvas.current) drawing.current = draw(canvas.current, latest.current);
      },
      // Without the drawing there is still the table.
      () => !gone && setAsTable(true),
    );
    return () => {
      gone = true;
      drawing.current?.remove();
      drawing.current = null;
    };
  }, [asTable]);
  useEffect(() => drawing.current?.redraw(of), [of, theme]);

  const rows = of.labels.map((label, i) => ({
    label: longLabels?.[i] ?? label,
    now: of.now[i] ?? 0,
    before: of.before[i] ?? 0,
  }));
  return (
    <section class="panel chart" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="plain small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t().asChart : t().asTable}
        </button>
      </div>
      <div class="panel-body">
        {asTable ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the largest amounts are wider than a phone, and arrows scroll it
          <section class="chart-table" aria-label={title} tabIndex={0}>
            <Table
              label={title}
              rows={rows}
              rowKey={({ label }) => label}
              columns={[
                { key: 'label', title: axisTitle, cell: ({ label }) => label, grow: true },
                { key: 'now', title: of.nowName, cell: ({ now }) => of.money(now), end: true },
                { key: 'before', title: of.beforeName, cell: ({ before }) => of.money(before), end: true },
              ]}
            />
          </section>
        ) : (
          <figure>
            <div class="chart-canvas">
              <canvas ref={canvas} role="img" aria-label={`${title}. ${summary(rows, of)}`} />
            </div>
            <figcaption class="legend small quiet">
              <span>
                <i class="legend-now" /> {of.nowName}
              </span>
              <span>
                <i class="legend-before" /> {of.beforeName}
              </span>
            </figcaption>
          </figure>
        )}
      </div>
    </section>
  );
}

function summary(rows: readonly { label: string; now: number }[], of: Bars): string {
  const top = rows.reduce<{ label: string; now: number } | null>(
    (best, row) => (row.now > (best?.now ?? 0) ? row : best),
    null,
  );
  return top ? t().highest(top.label, of.money(top.now)) : t().nothingTaken;
}
