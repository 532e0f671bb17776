import { computed, effect, signal } from '@preact/signals';
import { language } from '../../../ui/language.ts';
import type { ReceiptList, ReceiptSummary } from '../../http/contract/receipts.ts';
import { inStore } from '../client/api.ts';
import { money } from '../i18n/format.ts';
import { t } from '../receipts/words.ts';
import { addressOf } from '../router.ts';
import { createArrivals, WINDOW } from './arrivals.ts';
import { onLive } from './live.ts';
import { may, openStore, openStoreId } from './session.ts';

const KEPT = 'backoffice.notify';
/** More at once are told in one sentence: a register that was offline brings a day's trade. */
const ONE_BY_ONE = 3;
const COALESCE_MS = 300;

/** Whether this browser tells of new receipts; it remembers. */
export const notifying = signal(localStorage.getItem(KEPT) === 'on');
/** What the browser says to it. `none`: it cannot, or not over plain HTTP. */
export const permission = signal<NotificationPermission | 'none'>(askPermission());

function askPermission(): NotificationPermission | 'none' {
  return 'Notification' in window && isSecureContext ? Notification.permission : 'none';
}

/** Asks the person, which a browser allows only after a press of a button. */
export async function switchNotifying(on: boolean): Promise<void> {
  if (on && permission.value === 'default') permission.value = await Notification.requestPermission();
  notifying.value = on && permission.value === 'granted';
}

/** A phone shows only what a worker shows; elsewhere it keeps the notification when its page is reloaded. */
async function show(title: string, body: string, tag: string, address: string): Promise<void> {
  const options = { body, tag, icon: '/icon.png', lang: language.value, data: { address } };
  const worker = await navigator.serviceWorker?.register('/notify.js').then(
    () => navigator.serviceWorker.ready,
    () => null,
  );
  if (worker) {
    await worker.showNotification(title, options);
    return;
  }
  const notification = new Notification(title, options);
  notification.onclick = () => {
    focus();
    location.hash = address;
    notification.close();
  };
}

function tellOne(receipt: ReceiptSummary): void {
  void show(
    receipt.reversal ? t().newReversal : t().newReceipt,
    t().notifyOne(money(receipt.total_haler), receipt.registerName),
    `receipt-${receipt.id}`,
    addressOf({ page: 'receipts', rest: [receipt.id] }),
  );
}

function tellMany(receipts: readonly ReceiptSummary[], store: string): void {
  const sum = receipts.reduce((total, { total_haler }) => total + total_haler, 0);
  void show(
    openStore.peek()?.name ?? '',
    t().notifyMany(receipts.length, money(sum)),
    `receipts-${store}`,
    addressOf({ page: 'receipts' }),
  );
}

/** Tells of receipts that come to the open store while a page is open, whichever it is. */
export function startNotify(): void {
  effect(() => localStorage.setItem(KEPT, notifying.value ? 'on' : 'off'));
  navigator.serviceWorker?.addEventListener('message', ({ data }) => {
    if (typeof data?.address === 'string') location.hash = data.address;
  });
  const reading = computed(() => (may('read-books') ? openStoreId.value : null));
  effect(() => {
    const store = reading.value;
    if (store === null || !notifying.value || permission.value !== 'granted') return undefined;
    const arrivals = createArrivals();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    async function look(): Promise<void> {
      const answer = await inStore.get<ReceiptList>('/receipts', { limit: WINDOW });
      if (stopped || answer.fault) return;
      const { receipts } = arrivals.look(answer.value.receipts);
      if (receipts.length > ONE_BY_ONE) tellMany(receipts, store as string);
      else for (const receipt of [...receipts].reverse()) tellOne(receipt);
    }
    void look();
    const stop = onLive((kind) => {
      if (kind !== 'receipt' && kind !== 'again') return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void look();
      }, COALESCE_MS);
    });
    return () => {
      stopped = true;
      clearTimeout(timer);
      stop();
    };
  });
}
