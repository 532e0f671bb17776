import { computed, effect, signal } from '@preact/signals';
import type { Static } from 'typebox';
import type { Session as SessionSchema, StoreView } from '../../http/contract/accounts.ts';
import { api } from '../client/api.ts';
import { type Fault, problemCode } from '../client/fault.ts';
import { answerDoorbell } from '../client/request.ts';
import { go, place } from '../router.ts';
import { connected } from './connected.ts';

export type Session = Static<typeof SessionSchema>;
export type Permission = StoreView['may'][number];

/** Null: nobody is signed in. Undefined: not asked yet. */
export const session = signal<Session | null | undefined>(undefined);
/** It ended under somebody's hands: said where they sign in again. */
export const sessionEnded = signal(false);
/** Why the session could not even be asked for. */
export const sessionFault = signal<Fault | null>(null);

/** The store whose books are open; null until one of one's own is chosen. */
export const openStore = computed<StoreView | null>(
  () => session.value?.stores.find(({ id }) => id === place.value.store) ?? null,
);
/** Its id: stays the same when the session is only asked for anew. */
export const openStoreId = computed<string | null>(() => openStore.value?.id ?? null);

export function may(permission: Permission): boolean {
  return openStore.value?.may.includes(permission) ?? false;
}

const KEPT = 'backoffice.store';

export async function refreshSession(): Promise<void> {
  const answer = await api.get<Session>('/session');
  if (!answer.fault) {
    sessionFault.value = null;
    session.value = answer.value;
  } else {
    // That nobody is signed in is no fault: `signedOut` has taken note of it.
    sessionFault.value = problemCode(answer.fault) === 'signed-out' ? null : answer.fault;
  }
}

/** Asks who is signed in, and opens the store that was open last. */
export function startSession(): void {
  answerDoorbell({
    signedOut: () => {
      if (session.value) sessionEnded.value = true;
      session.value = null;
    },
    reached: (yes) => {
      connected.value = yes;
    },
    csrf: () => session.value?.csrf ?? null,
  });
  void refreshSession();
  effect(() => {
    // The server is back: whether the session still holds is the first thing to know.
    if (connected.value && sessionFault.peek()?.kind === 'unreachable') void refreshSession();
  });
  effect(() => {
    const stores = session.value?.stores;
    if (!stores || stores.length === 0) return;
    const here = stores.find(({ id }) => id === place.value.store);
    if (here) {
      localStorage.setItem(KEPT, here.id);
      return;
    }
    const last = stores.find(({ id }) => id === localStorage.getItem(KEPT)) ?? stores[0];
    if (last) go({ store: last.id, page: place.value.page, replace: true });
  });
}

export async function signOut(): Promise<Fault | null> {
  const answer = await api.write<unknown>('DELETE', '/session');
  // Nobody was signed in any more: that is what was wanted.
  if (answer.fault && problemCode(answer.fault) !== 'signed-out') return answer.fault;
  sessionEnded.value = false;
  session.value = null;
  return null;
}
