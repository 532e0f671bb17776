import { store } from '../router.ts';
import type { Answer } from './fault.ts';
import { type Method, queryOf, send } from './request.ts';

export const id = encodeURIComponent;

/** What is asked of the server outside any store: the session and the list of stores. */
export const api = {
  get: <T>(path: string): Promise<Answer<T>> => send<T>({ method: 'GET', path: `/api${path}` }),
  write: <T>(method: Method, path: string, body?: unknown): Promise<Answer<T>> =>
    send<T>({ method, path: `/api${path}`, ...(body === undefined ? {} : { body }) }),
};

/** Where the open store's things are, for links that a browser follows by itself: `/api/stores/s1/exports/x.csv`. */
export const storePath = (path: string): string => `/api/stores/${id(store.value)}${path}`;

/** What is asked of the open store: `inStore.get<PortalView>('/portal', { from, to })`. Each page knows its own paths. */
export const inStore = {
  get: <T>(path: string, query: object = {}): Promise<Answer<T>> =>
    send<T>({ method: 'GET', path: `${storePath(path)}${queryOf(query)}` }),
  write: <T>(method: Exclude<Method, 'GET'>, path: string, body?: unknown): Promise<Answer<T>> =>
    send<T>({ method, path: storePath(path), ...(body === undefined ? {} : { body }) }),
  /** A body that is not JSON: a file as it is. */
  sendFile: <T>(method: 'POST' | 'PUT', path: string, file: Blob, type: string): Promise<Answer<T>> =>
    send<T>({ method, path: storePath(path), body: file, type }),
};
