import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Answer, Fault } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { connected } from '../store/connected.ts';
import { Busy, Failed } from './load.tsx';
import { FaultNote } from './note.tsx';

/** Rows asked for at once. */
export const PAGE_ROWS = 50;
/** The most that the server gives at once. */
const MOST_ROWS = 200;

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; null when there is none. */
  readonly next: string | null;
}

/** A long list as far as it has been looked through. */
export interface Pages<T> {
  /** Null until the first page has come. */
  readonly items: Signal<readonly T[] | null>;
  readonly fault: Signal<Fault | null>;
  /** Whether there are more. */
  readonly further: Signal<boolean>;
  readonly more: () => Promise<void>;
  /** Asks anew for what is shown, from the top. */
  readonly reload: () => Promise<void>;
}

export interface PagesOf<T> {
  /** Another key is another list. */
  readonly key: string;
  readonly ask: (page: { readonly limit: number; readonly from?: string }) => Promise<Answer<Page<T>>>;
  readonly idOf: (item: T) => string;
}

export function usePages<T>(of: PagesOf<T>): Pages<T> {
  const items = useSignal<readonly T[] | null>(null);
  const fault = useSignal<Fault | null>(null);
  const further = useSignal(false);
  const latest = useRef(of);
  latest.current = of;
  const { key } = of;

  const pages = useMemo(() => {
    let next: string | null = null;
    /** The last list stays until this one has come, so that nothing flickers while somebody types. */
    let first = true;
    let asking = false;
    /** One question after another: an answer is put over a list that nothing else changes meanwhile. */
    let chain: Promise<void> = Promise.resolve();
    const current = () => latest.current.key === key;
    const inTurn = (question: () => Promise<void>) => {
      chain = chain.then(() => (current() ? question() : undefined));
      return chain;
    };
    async function asked(limit: number, from?: string): Promise<Page<T> | undefined> {
      const answer = await latest.current.ask({ limit, ...(from !== undefined && { from }) });
      if (!current()) return undefined;
      fault.value = answer.fault ?? null;
      // What another question has found is no answer to this one.
      if (answer.fault && first) items.value = null;
      return answer.fault ? undefined : answer.value;
    }
    return {
      reload: () =>
        inTurn(async () => {
          const shown = first ? [] : (items.peek() ?? []);
          const newest = await asked(Math.min(MOST_ROWS, Math.max(PAGE_ROWS, shown.length)));
          if (!newest) return;
          first = false;
          const idOf = latest.current.idOf;
          const last = newest.items.at(-1);
          const at = last === undefined ? -1 : shown.findIndex((one) => idOf(one) === idOf(last));
          // Further down than the server gives at once: what is below stays as it is, where the two meet.
          const below = newest.next !== null && at >= 0 ? shown.slice(at + 1) : [];
          items.value = [...newest.items, ...below];
          if (below.length === 0) next = newest.next;
          further.value = next !== null;
        }),
      more() {
        if (asking) return chain;
        asking = true;
        return inTurn(async () => {
          const page = next === null ? undefined : await asked(PAGE_ROWS, next);
          if (!page) return;
          const shown = items.peek() ?? [];
          const known = new Set(shown.map(latest.current.idOf));
          items.value = [...shown, ...page.items.filter((one) => !known.has(latest.current.idOf(one)))];
          next = page.next;
          further.value = next !== null;
        }).finally(() => {
          asking = false;
        });
      },
    };
  }, [key, items, fault, further]);

  useEffect(() => void pages.reload(), [pages]);
  useSignalEffect(() => {
    if (connected.value && fault.peek()?.kind === 'unreachable') void pages.reload();
  });
  return { items, fault, further, more: pages.more, reload: pages.reload };
}

/** Its states: failed, not here yet, empty, and rows with what is said below the last one. */
export function PagedRows<T>({
  pages,
  empty,
  end,
  children,
}: {
  pages: Pages<T>;
  empty: ComponentChildren;
  /** Said below the last row. */
  end: string;
  children: (items: readonly T[]) => ComponentChildren;
}) {
  const items = pages.items.value;
  const fault = pages.fault.value;
  if (items === null) return fault ? <Failed fault={fault} again={pages.reload} /> : <Busy />;
  if (items.length === 0 && !pages.further.value) return <>{empty}</>;
  return (
    <>
      {children(items)}
      <FaultNote fault={fault} />
      <Bottom pages={pages} end={end} />
    </>
  );
}

/** Asks for more when it comes near. */
function Bottom<T>({ pages, end }: { pages: Pages<T>; end: string }) {
  const mark = useRef<HTMLDivElement>(null);
  const more = useRef(pages.more);
  more.current = pages.more;
  const count = pages.items.value?.length;
  useEffect(() => {
    if (!mark.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void more.current();
      },
      { rootMargin: '600px' },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [count]);
  return (
    <div ref={mark} class="pages-end small quiet">
      {!pages.further.value ? (
        end
      ) : pages.fault.value ? (
        <button type="button" class="button" onClick={() => void pages.more()}>
          {frame().again}
        </button>
      ) : (
        frame().loading
      )}
    </div>
  );
}
