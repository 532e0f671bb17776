import { computed, effect } from '@preact/signals';
import type { Event, ReceiptView } from '../../daemon/http/contract.ts';
import { language } from '../../ui/language.ts';
import { api, deeds, retryPendingDeed } from '../client/api.ts';
import { answerDoorbell, answered } from '../client/request.ts';
import { go } from '../router.ts';
import { askApproval } from '../widgets/approval.tsx';
import {
  bills,
  catalogue,
  connected,
  dropBill,
  health,
  jobs,
  pendingDeed,
  putBill,
  session,
  settings,
  setupState,
  shift,
} from './signals.ts';

const RECONNECT_MS = 1_000;
/** A stream can stay open on a machine that hangs: ask now and then. */
const HEARTBEAT_MS = 10_000;

const listeners = new Set<(event: Event) => void>();
/** What the daemon tells, for screens that keep something of their own. The returned function stops it. */
export function onEvent(listener: (event: Event) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export async function refreshCatalogue(): Promise<void> {
  const answer = await api.catalogue();
  if (answer.fault) return;
  const known = catalogue.value;
  const restarted = known && known.register.version !== answer.value.register.version;
  if (known && !restarted && known.version > answer.value.version) return;
  catalogue.value = answer.value;
}

export async function refreshBills(): Promise<void> {
  if (!session.value) return;
  const answer = await api.bills();
  if (!answer.fault) bills.value = new Map(answer.value.map((view) => [view.bill.id, view]));
}

async function refreshBill(billId: string): Promise<void> {
  if (!session.value) return;
  const answer = await api.bill(billId);
  if (!answer.fault) putBill(answer.value);
}

const knows = (billId: string, version: number): boolean =>
  (bills.value?.get(billId)?.bill.version ?? 0) >= version;

/** What this screen has just asked for is told by its answer; only what that does not tell is asked for. */
async function catchUpBill(billId: string, version: number): Promise<void> {
  if (knows(billId, version)) return;
  await answered(
    (path) => path === '/api/bills' || path.startsWith(`/api/bills/${encodeURIComponent(billId)}`),
  );
  if (!knows(billId, version)) await refreshBill(billId);
}

export async function refreshShift(): Promise<void> {
  if (!session.value) return;
  const answer = await api.shift();
  if (!answer.fault) shift.value = answer.value;
}

async function refreshJobs(): Promise<void> {
  if (!session.value) return;
  const answer = await api.jobs();
  if (!answer.fault) jobs.value = answer.value;
}

async function refreshHealth(): Promise<void> {
  const answer = await api.health();
  if (!answer.fault) health.value = answer.value;
}

async function refreshSession(): Promise<void> {
  const answer = await api.session();
  if (!answer.fault) session.value = answer.value;
  else if (answer.fault.kind === 'problem' && answer.fault.problem.status === 401) session.value = null;
}

export async function refreshSetup(): Promise<void> {
  const answer = await api.setupState();
  if (!answer.fault) setupState.value = answer.value;
}

/** Everything anew: at the start and after any gap in the stream. */
export async function refreshAll(): Promise<void> {
  await Promise.all([refreshCatalogue(), refreshHealth(), refreshSession(), refreshSetup()]);
  await Promise.all([refreshBills(), refreshShift(), refreshJobs()]);
}

function take(event: Event): void {
  switch (event.kind) {
    case 'bill':
      if (event.state !== 'open') dropBill(event.billId);
      else void catchUpBill(event.billId, event.version);
      break;
    case 'shift':
      void refreshShift();
      break;
    case 'catalogue':
      if ((catalogue.value?.version ?? 0) < event.version) void refreshCatalogue();
      break;
    case 'staff':
      // Whoever is signed in here may just have been let go at another register.
      if (session.value) void refreshSession();
      // The first one to work here ends the time when nobody had to sign in.
      if (setupState.value?.open) void refreshSetup();
      break;
    case 'setup':
      void refreshSetup();
      break;
    case 'job': {
      const others = jobs.value.filter((job) => job.id !== event.job.id);
      jobs.value = [event.job, ...others];
      break;
    }
    case 'health':
      health.value = event.health;
      break;
  }
  for (const listener of [...listeners]) listener(event);
}

function listen(): void {
  const source = new EventSource('/api/events');
  source.onopen = async () => {
    await refreshAll();
    connected.value = true;
    retryPendingDeed();
  };
  source.onmessage = (message) => {
    take(JSON.parse(message.data as string) as Event);
  };
  source.onerror = () => {
    connected.value = false;
    // The browser's own retry gives up on some answers; this one never does.
    source.close();
    setTimeout(listen, RECONNECT_MS);
  };
}

/** Connects the screen with the daemon, for as long as the page lives. */
export function startSync(): void {
  answerDoorbell({
    askApproval,
    signedOut: () => {
      session.value = null;
    },
    reached: (yes) => {
      if (!yes) connected.value = false;
      else if (connected.value === false) {
        connected.value = true;
        retryPendingDeed();
      }
    },
  });
  // Only when the setting itself changes: whoever has switched this screen keeps what he chose.
  const set = computed(() => settings.value?.language);
  effect(() => {
    if (set.value) language.value = set.value;
  });
  let who: string | undefined;
  effect(() => {
    const staffId = session.value?.staff.id;
    if (staffId !== undefined && staffId !== who) {
      retryPendingDeed();
      void Promise.all([refreshBills(), refreshShift(), refreshJobs()]);
    }
    who = staffId;
  });
  listen();
  setInterval(() => {
    // What the first question did not bring (a register that was just starting) is asked again.
    if (catalogue.value === null || setupState.value === null) void refreshAll();
    else if (!pendingDeed.value) void refreshHealth();
  }, HEARTBEAT_MS);
  void deeds.resume().then((resumed) => {
    // The sale that a reload or a power cut interrupted: its change is still to be given.
    if (!resumed || resumed.answer.fault || !resumed.deed.path.endsWith('/pay')) return;
    go('sell', 'paid', (resumed.answer.value as ReceiptView).receipt.id);
  });
}
