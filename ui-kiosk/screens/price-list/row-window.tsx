import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { visibleRows } from './visible-rows.ts';

/** A list of any length of which only what is in sight is drawn; every row has the same height. */
export function RowWindow({
  label,
  count,
  rowHeight_px,
  row,
}: {
  label: string;
  count: number;
  rowHeight_px: number;
  row: (index: number) => ComponentChildren;
}) {
  const place = useRef<HTMLUListElement>(null);
  const [seen, see] = useState({ scrollTop: 0, height: 800 });
  useLayoutEffect(() => {
    const list = place.current;
    if (!list) return;
    const look = () => see({ scrollTop: list.scrollTop, height: list.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(list);
    list.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', look);
    };
  }, []);
  const { start, end } = visibleRows(seen.scrollTop, seen.height, rowHeight_px, count);
  return (
    <ul ref={place} class="list scroll row-window" aria-label={label}>
      <li aria-hidden="true" style={{ height: `${start * rowHeight_px}px` }} />
      {Array.from({ length: end - start }, (_, index) => row(start + index))}
      <li aria-hidden="true" style={{ height: `${(count - end) * rowHeight_px}px` }} />
    </ul>
  );
}
