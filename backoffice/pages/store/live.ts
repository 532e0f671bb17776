import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { StoreEvent, StoreEventKind } from '../../http/contract/live.ts';
import { id } from '../client/api.ts';
import { connected } from './connected.ts';
import { openStoreId, refreshSession } from './session.ts';

const RECONNECT_MS = 3_000;
/** A rush of receipts is one reason to look, not fifty. */
const COALESCE_MS = 400;
/** Without a stream a page still looks now and then. */
const POLL_MS = 30_000;

export type LiveKind = StoreEventKind | 'again';
const listeners = new Set<(kind: LiveKind) => void>();

/** What the server tells of the open store, at once. `again`: something may have been missed. */
export function onLive(listener: (kind: LiveKind) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls `look` when something of these kinds has happened, at most every now and then. */
export function useLive(kinds: readonly StoreEventKind[], look: () => unknown): void {
  const latest = useRef({ kinds, look });
  latest.current = { kinds, look };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onLive((kind) => {
      if (kind !== 'again' && !latest.current.kinds.includes(kind)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current.look();
      }, COALESCE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}

function tell(kind: LiveKind): void {
  for (const listener of [...listeners]) listener(kind);
}

/** Listens to one store until the returned function is called. */
function listen(store: string): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lost = false;
  const open = (): void => {
    source = new EventSource(`/api/stores/${id(store)}/events`);
    source.onopen = () => {
      connected.value = true;
      if (lost) tell('again');
      lost = false;
    };
    source.onmessage = (message) => tell((JSON.parse(message.data as string) as StoreEvent).kind);
    source.onerror = () => {
      // The browser's own retry gives up on some answers; this one never does.
      source?.close();
      lost = true;
      timer = setTimeout(open, RECONNECT_MS);
      // Whether the server is away or only the session has ended, it is to be asked.
      void refreshSession();
    };
  };
  open();
  const poll = setInterval(() => lost && tell('again'), POLL_MS);
  return () => {
    clearTimeout(timer);
    clearInterval(poll);
    source?.close();
  };
}

/** Listens to the store that is open, for as long as the page lives. */
export function startLive(): void {
  effect(() => {
    const store = openStoreId.value;
    return store === null ? undefined : listen(store);
  });
}
