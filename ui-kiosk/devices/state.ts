import { signal } from '@preact/signals';
import type { Paper } from '../widgets/paper.tsx';

/** What GET /virtual/state answers. */
export interface VirtualState {
  readonly printers: readonly PrinterState[];
  readonly drawer: { readonly name: string; readonly open: boolean } | null;
  readonly display: (Wired & { readonly lines: readonly string[] }) | null;
  readonly scale: (Wired & { readonly grams: number; readonly moving: boolean }) | null;
  readonly scanner: Wired | null;
}

interface Wired {
  readonly id: string;
  readonly name: string;
  readonly plugged: boolean;
}

export interface PrinterState {
  readonly id: string;
  readonly name: string;
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly cover: 'closed' | 'open';
  readonly silent: boolean;
  readonly jammed: boolean;
  readonly plugged: boolean;
  /** Newest first; `id` grows. */
  readonly papers: readonly { readonly id: number; readonly paper: Paper }[];
}

export const state = signal<VirtualState | null>(null);
/** Whether the register answers. */
export const reached = signal(true);

let loading = false;
let again = false;

/** Reads the present; a change that comes meanwhile is read by one more round. */
async function load(): Promise<void> {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  do {
    again = false;
    await take(fetch('/virtual/state'));
  } while (again);
  loading = false;
}

async function take(answer: Promise<Response>): Promise<void> {
  try {
    const response = await answer;
    if (response.ok) state.value = (await response.json()) as VirtualState;
    reached.value = response.ok;
  } catch {
    // The register restarts; the stream of changes comes back by itself and loads anew.
    reached.value = false;
  }
}

/** Does something to a device; the answer is what there is to see afterwards. */
export function act(path: string, body: object): void {
  void take(
    fetch(`/virtual/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

export function follow(): void {
  const changes = new EventSource('/virtual/events');
  changes.onmessage = () => void load();
  changes.onerror = () => {
    reached.value = false;
  };
}
