import type { Event } from './http/contract.ts';

/** What happened on this register, told to whoever listens: the kiosk's SSE stream, the display, the logs. */
export interface Events {
  emit(event: Event): void;
  /** The returned function stops listening. */
  listen(listener: (event: Event) => void): () => void;
}

export function createEvents(onListenerError: (error: unknown) => void): Events {
  const listeners = new Set<(event: Event) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        // An event is told after the commit: a listener that fails must not undo what has happened.
        try {
          listener(event);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
