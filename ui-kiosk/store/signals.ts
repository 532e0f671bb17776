import { computed, signal } from '@preact/signals';
import type {
  BillView,
  CatalogueView,
  Health,
  PrintJobView,
  Session,
  SetupState,
  ShiftView,
} from '../../daemon/http/contract.ts';
import type { Right } from '../../domain/index.ts';
import type { Deed } from '../client/deeds.ts';

/** What the daemon has told us, as it told it; null until it has. Only store/sync.ts writes here. */
export const catalogue = signal<CatalogueView | null>(null);
/** Null: nobody is signed in. Undefined: not asked yet. */
export const session = signal<Session | null | undefined>(undefined);
/** Open bills by id; null until they have come. */
export const bills = signal<ReadonlyMap<string, BillView> | null>(null);
export const shift = signal<ShiftView | null>(null);
export const health = signal<Health | null>(null);
export const jobs = signal<readonly PrintJobView[]>([]);
/** Items whose price is new today: marked, so that nobody says the old one. */
export const changedPrices = computed<ReadonlySet<string>>(() => {
  const view = catalogue.value;
  const isNew = (at: string | undefined): boolean => at?.slice(0, 10) === view?.register.day;
  return new Set((view?.items ?? []).flatMap(({ id, priceChange }) => (isNew(priceChange?.at) ? [id] : [])));
});
/** Whether the daemon answers; null while the first answer is awaited. */
export const connected = signal<boolean | null>(null);
/** How far the register has been set up; null until it has said so. */
export const setupState = signal<SetupState | null>(null);
/**
 * The wizard has asked for something that takes the register (`restart`), or the right to go on (`hand-over` to the
 * first person who works here), away for a moment: the screen stays as it is.
 */
export const settingUp = signal<'restart' | 'hand-over' | null>(null);
/** A deed that the daemon has not answered yet. */
export const pendingDeed = signal<Deed | null>(null);

/** The bill on the selling screen; null is a new sale over the counter. Survives locking and switching people. */
export const currentBillId = signal<string | null>(null);
export const currentBill = computed<BillView | null>(() => {
  const id = currentBillId.value;
  return (id && bills.value?.get(id)) || null;
});

export const settings = computed(() => catalogue.value?.settings ?? null);
export const itemById = computed(() => new Map(catalogue.value?.items.map((item) => [item.id, item])));
export const categoryById = computed(() => new Map(catalogue.value?.categories.map((c) => [c.id, c])));
export const tableById = computed(() => new Map(catalogue.value?.tables.map((t) => [t.id, t])));
/** Jobs that a person has to decide about. */
export const stuckJobs = computed(() =>
  jobs.value.filter((job) => job.state === 'failed' || job.state === 'unknown'),
);

export function tableName(tableId: string | null): string | null {
  return tableId === null ? null : (tableById.value.get(tableId)?.name ?? tableId);
}

/** Whether the signed-in person has the right; without it a request leads to the manager's dialog. */
export function has(right: Right): boolean {
  return session.value?.rights.includes(right) ?? false;
}

/** Takes a bill as the daemon answered it. An older answer that arrives late is thrown away. */
export function putBill(view: BillView): void {
  const known = bills.value?.get(view.bill.id);
  if (known && known.bill.version > view.bill.version) return;
  const next = new Map(bills.value ?? []);
  if (view.bill.state === 'open') next.set(view.bill.id, view);
  else next.delete(view.bill.id);
  bills.value = next;
}

export function dropBill(billId: string): void {
  if (!bills.value?.has(billId)) return;
  const next = new Map(bills.value);
  next.delete(billId);
  bills.value = next;
}
