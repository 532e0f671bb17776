import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Fault } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { connected } from '../store/connected.ts';
import { PATIENCE_MS } from './doing.ts';
import { FaultNote } from './note.tsx';

export interface Loaded<T> {
  readonly value: Signal<T | null>;
  readonly fault: Signal<Fault | null>;
  /** Asks anew for the same; what is shown stays meanwhile. */
  readonly reload: () => Promise<void>;
}

/**
 * Fetches when the page opens and whenever `inputs` change; a late answer to an older question is dropped. The old
 * value stays until the new one is here.
 */
export function useLoad<T>(request: () => Promise<Answer<T>>, inputs: readonly unknown[]): Loaded<T> {
  const value = useSignal<T | null>(null);
  const fault = useSignal<Fault | null>(null);
  const turn = useRef(0);
  const latest = useRef(request);
  latest.current = request;
  const reload = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    const answer = await latest.current();
    if (mine !== turn.current) return;
    fault.value = answer.fault ?? null;
    if (!answer.fault) value.value = answer.value;
  }, [value, fault]);
  useEffect(() => {
    void reload();
    return () => {
      turn.current += 1;
    };
  }, inputs);
  useSignalEffect(() => {
    // What failed because the server was silent is asked for again as soon as it answers.
    if (connected.value && fault.peek()?.kind === 'unreachable') void reload();
  });
  return { value, fault, reload };
}

/** The three states of something fetched: failed, not here yet (in words, after a blink), here. */
export function Fetched<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  const value = of.value.value;
  const fault = of.fault.value;
  if (value !== null) {
    return (
      <>
        <FaultNote fault={fault} />
        {children(value)}
      </>
    );
  }
  return fault ? <Failed fault={fault} again={of.reload} /> : <Busy />;
}

/** Nothing to show, why, and a button that tries again. */
export function Failed({ fault, again }: { fault: Fault; again: () => unknown }) {
  return (
    <div class="state">
      <FaultNote fault={fault} />
      <button type="button" class="button" onClick={() => void again()}>
        {frame().again}
      </button>
    </div>
  );
}

/** Nothing for the first 300 ms, then words. */
export function Busy() {
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="state quiet" role="status">
      {shown ? frame().loading : ''}
    </div>
  );
}

/** Says that there is nothing, and what would bring something. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <p class="strong">{title}</p>
      {children && <div class="quiet">{children}</div>}
    </div>
  );
}

/**
 * A page whose code did not come: the server is away, or an update has put other files in its place. The whole page anew
 * brings them; by itself only when the server had been away and is back, so that a file that is not there makes no circle.
 */
function NotLoaded() {
  useEffect(() => {
    let away = false;
    return connected.subscribe((yes) => {
      if (yes === false) away = true;
      else if (yes && away) location.reload();
    });
  }, []);
  return <Failed fault={{ kind: 'unreachable' }} again={() => location.reload()} />;
}

/** A page whose code is fetched when it is first opened. */
export function Lazy({ load }: { load: () => Promise<{ default: ComponentType }> }) {
  const [loaded, set] = useState<{ from: unknown; Page: ComponentType | null } | null>(null);
  useEffect(() => {
    let current = true;
    load().then(
      (module) => current && set({ from: load, Page: module.default }),
      () => current && set({ from: load, Page: null }),
    );
    return () => {
      current = false;
    };
  }, [load]);
  if (loaded?.from !== load) return <Busy />;
  if (!loaded.Page) return <NotLoaded />;
  return <loaded.Page />;
}
