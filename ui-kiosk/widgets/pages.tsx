import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Answer, Fault } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { connected } from '../store/signals.ts';
import { Busy } from './load.tsx';
import { FaultNote } from './note.tsx';

const PAGE = 50;
/** The most that the register gives at once. */
const MOST = 200;

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next, older one begins; null when there is none. */
  readonly next: string | null;
}

/** A list of the register, newest first, as far as it has been looked through. */
export interface Pages<T> {
  /** Null until the first page has come. */
  readonly items: Signal<readonly T[] | null>;
  readonly fault: Signal<Fault | null>;
  /** Whether there are older ones. */
  readonly older: Signal<boolean>;
  readonly more: () => Promise<void>;
  /** Asks anew for what is shown. */
  readonly reload: () => Promise<void>;
}

export interface PagesOf<T> {
  /** Another one is another list. */
  readonly key: string;
  readonly ask: (page: { readonly limit: number; readonly before?: string }) => Promise<Answer<Page<T>>>;
  readonly idOf: (item: T) => string;
  /** The last list stays until another one has come, so that nothing flickers while somebody types. */
  readonly lingers?: boolean;
  /**
   * The newest ones put over what is shown, so that older ones stay; null when they do not touch. Left out when an
   * item may leave the list: then only what is asked for anew is shown.
   */
  readonly over?: (shown: readonly T[], newest: readonly T[]) => readonly T[] | null;
}

export function usePages<T>(of: PagesOf<T>): Pages<T> {
  const items = useSignal<readonly T[] | null>(null);
  const fault = useSignal<Fault | null>(null);
  const older = useSignal(false);
  const latest = useRef(of);
  latest.current = of;
  const { key } = of;

  const pages = useMemo(() => {
    let next: string | null = null;
    let first = true;
    if (!latest.current.lingers) items.value = null;
    let asking = false;
    /** One question after another: an answer is put over a list that nothing else changes meanwhile. */
    let chain = Promise.resolve();
    const current = () => latest.current.key === key;
    const inTurn = (question: () => Promise<void>) => {
      chain = chain.then(() => (current() ? question() : undefined));
      return chain;
    };
    async function asked(limit: number, before?: string): Promise<Page<T> | undefined> {
      const answer = await latest.current.ask({ limit, ...(before !== undefined && { before }) });
      if (!current()) return undefined;
      fault.value = answer.fault ?? null;
      return answer.fault ? undefined : answer.value;
    }
    return {
      reload: () =>
        inTurn(async () => {
          const shown = first ? [] : (items.peek() ?? []);
          const newest = await asked(Math.min(MOST, Math.max(PAGE, shown.length)));
          if (!newest) return;
          const merged = first ? null : (latest.current.over?.(shown, newest.items) ?? null);
          first = false;
          items.value = merged ?? newest.items;
          if (merged === null) next = newest.next;
          older.value = next !== null;
        }),
      more() {
        if (asking) return chain;
        asking = true;
        return inTurn(async () => {
          const page = next === null ? undefined : await asked(PAGE, next);
          if (!page) return;
          const shown = items.peek() ?? [];
          const known = new Set(shown.map(latest.current.idOf));
          items.value = [...shown, ...page.items.filter((one) => !known.has(latest.current.idOf(one)))];
          next = page.next;
          older.value = next !== null;
        }).finally(() => {
          asking = false;
        });
      },
    };
  }, [key, items, fault, older]);

  useEffect(() => void pages.reload(), [pages]);
  useSignalEffect(() => {
    if (connected.value && fault.peek()?.kind === 'unreachable') void pages.reload();
  });
  return { items, fault, older, more: pages.more, reload: pages.reload };
}

/** Its states: failed, not here yet, empty, and rows with what is said below the last one. */
export function PagedRows<T>({
  pages,
  class: name,
  empty,
  words,
  children,
}: {
  pages: Pages<T>;
  class: string;
  empty: ComponentChildren;
  words: { readonly more: string; readonly end: string };
  children: (items: readonly T[]) => ComponentChildren;
}) {
  const items = pages.items.value;
  if (items === null) {
    if (!pages.fault.value) return <Busy />;
    return (
      <div class="state">
        <FaultNote fault={pages.fault.value} />
        <Again onClick={pages.reload} />
      </div>
    );
  }
  if (items.length === 0) return <>{empty}</>;
  return (
    <div class={`scroll ${name}`}>
      {children(items)}
      <FaultNote fault={pages.fault.value} />
      <Bottom pages={pages} words={words} />
    </div>
  );
}

/** Asks for older ones when it comes into sight. */
function Bottom<T>({
  pages,
  words,
}: {
  pages: Pages<T>;
  words: { readonly more: string; readonly end: string };
}) {
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
      {!pages.older.value ? words.end : pages.fault.value ? <Again onClick={pages.more} /> : words.more}
    </div>
  );
}

function Again({ onClick }: { onClick: () => Promise<void> }) {
  return (
    <button type="button" class="button" onClick={() => void onClick()}>
      {frame().again}
    </button>
  );
}
