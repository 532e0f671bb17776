import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Fault } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { connected } from '../store/signals.ts';
import { PATIENCE_MS } from './doing.ts';
import { FaultNote } from './note.tsx';

export interface Loaded<T> {
  readonly value: Signal<T | null>;
  readonly fault: Signal<Fault | null>;
  readonly reload: () => Promise<void>;
}

/** Fetches when the screen opens and whenever `inputs` change; a late answer to an older question is dropped. */
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
  }, inputs);
  useSignalEffect(() => {
    // What failed because the register was silent is asked for again as soon as it answers.
    if (connected.value && fault.peek()?.kind === 'unreachable') void reload();
  });
  return { value, fault, reload };
}

/** The three states of something fetched: failed, not here yet (in words, after a blink), here. */
export function Fetched<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  const value = of.value.value;
  if (value !== null) {
    return (
      <>
        <FaultNote fault={of.fault.value} />
        {children(value)}
      </>
    );
  }
  if (of.fault.value) {
    return (
      <div class="state">
        <FaultNote fault={of.fault.value} />
        <button type="button" class="button" onClick={() => void of.reload()}>
          {frame().again}
        </button>
      </div>
    );
  }
  return <Busy />;
}

/** Nothing for the first 300 ms, then words. */
export function Busy({ text }: { text?: string }) {
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="state quiet" role="status">
      {shown ? (text ?? frame().loading) : ''}
    </div>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="state quiet">{children}</div>;
}

/** A screen whose code is fetched when it is first opened. */
export function Lazy({ load }: { load: () => Promise<{ default: ComponentType }> }) {
  const [loaded, set] = useState<{ from: unknown; Screen: ComponentType | null; failed: boolean } | null>(
    null,
  );
  useEffect(() => {
    let current = true;
    load().then(
      (module) => current && set({ from: load, Screen: module.default, failed: false }),
      () => current && set({ from: load, Screen: null, failed: true }),
    );
    return () => {
      current = false;
    };
  }, [load]);
  if (loaded?.from !== load) return <Busy />;
  if (loaded.failed || !loaded.Screen) {
    return (
      <div class="state">
        <FaultNote fault={{ kind: 'unreachable' }} />
        <button type="button" class="button" onClick={() => location.reload()}>
          {frame().again}
        </button>
      </div>
    );
  }
  return <loaded.Screen />;
}
