import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type {
  EetCertificateImport,
  EetCertificateView,
  EetSaleList,
  EetSalesQuery,
  EetSaleView,
  EetSettings,
  EetTestResult,
  EetView,
} from '../http/contract.ts';
import type { Actor } from '../staff/actor.ts';
import type { Orphans } from './orphans.ts';
import { overview } from './overview.ts';
import type { EetQueue } from './queue/door.ts';
import type { Sender } from './sender.ts';
import type { ShopSale, ShopSales } from './shop-sales.ts';
import type { Standing } from './standing.ts';
import { tryOut } from './trial.ts';

/** What people look at and ask for. */
export interface Desk {
  view(): EetView;
  /** Of all registers, newest first. */
  sales(query: EetSalesQuery): EetSaleList;
  /** With the attempts made here. Throws a Refusal 404 when it is not to be registered. */
  sale(receiptId: string): EetSaleView;
  /** Throws a Refusal when it is none that could sign for this shop. */
  importCertificate(given: EetCertificateImport): EetCertificateView;
  /** Sends a message that records nothing; a second one asked for meanwhile is the same one. */
  test(): Promise<EetTestResult>;
  takeOver(registerId: string, actor: Pick<Actor, 'staffId'>): EetView;
  /** Of a rejected one. */
  resend(receiptId: string): EetSaleView;
}

const DEFAULT_LIMIT = 50;
/** Blocked sales, the oldest, whose EIČ is looked at when a certificate comes. */
const OWED_MAX = 100;

export function createDesk(parts: {
  readonly settings: () => EetSettings | null;
  readonly sender: () => Sender | undefined;
  readonly queue: () => EetQueue;
  readonly shop: ShopSales;
  readonly standing: Standing;
  readonly orphans: Orphans;
  readonly world: Pick<World, 'uuid'>;
  readonly registerId: string;
  readonly midnight_ms: () => number;
  readonly local: (wall_ms: number) => string;
  readonly now: () => string;
}): Desk {
  const { settings, sender, queue, shop, standing, orphans } = parts;
  let trial: Promise<EetTestResult> | undefined;

  const view = () =>
    overview({
      ...parts,
      settings: settings(),
      queue: queue(),
      sender: sender(),
      orphans: orphans.list(),
      midnight_ms: parts.midnight_ms(),
    });

  function ready(): { set: EetSettings; loaded: Sender } {
    const set = settings();
    if (!set) throw switchedOff();
    return { set, loaded: loadedNow() };
  }

  function loadedNow(): Sender {
    const loaded = sender();
    if (!loaded) throw notReady();
    return loaded;
  }

  function mustBe(receiptId: string): ShopSale {
    const sale = shop.get(receiptId);
    if (!sale) throw notRegistered();
    return sale;
  }

  return {
    view,
    sales({ state, registerId, before, limit = DEFAULT_LIMIT }) {
      const found = shop.list({
        ...(state !== undefined && { state }),
        ...(registerId !== undefined && { registerId }),
        ...(before !== undefined && { before: placeOf(before) }),
        limit: limit + 1,
      });
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        sales: shown.map(standing.view),
        next: found.length > limit && last ? `${last.sold_ms}~${last.receiptId}` : null,
      };
    },
    sale: (receiptId) => standing.detail(mustBe(receiptId)),
    importCertificate({ p12, password }) {
      // What was sold under another EIČ, or before EET was switched off, waits for its certificate all the same.
      if (!settings() && !shop.known()) throw switchedOff();
      const owed = queue()
        .list('blocked', OWED_MAX)
        .map(({ sale }) => sale.eic);
      return loadedNow().credentials.import(Buffer.from(p12, 'base64'), password, owed);
    },
    async test() {
      const { set, loaded } = ready();
      trial ??= tryOut({ ...parts, sender: loaded, settings: set }).finally(() => {
        trial = undefined;
      });
      return trial;
    },
    takeOver(registerId, actor) {
      orphans.takeOver(registerId, actor);
      return view();
    },
    resend(receiptId) {
      const sale = mustBe(receiptId);
      if (!queue().resend(receiptId)) throw notRejected();
      return standing.detail(sale);
    },
  };
}

function placeOf(before: string): { sold_ms: number; receiptId: string } {
  const cut = before.indexOf('~');
  return { sold_ms: Number(before.slice(0, cut)), receiptId: before.slice(cut + 1) };
}

function notRegistered(): Refusal {
  return new Refusal(
    404,
    'eet-sale-unknown',
    {
      cs: 'Tato účtenka se v EET neeviduje, nebo tu není.',
      en: 'This receipt is not registered in EET, or is not here.',
    },
    { cs: 'Vyhledejte ji v historii.', en: 'Look it up in the history.' },
  );
}

function switchedOff(): Refusal {
  return new Refusal(
    409,
    'eet-off',
    { cs: 'EET není zapnuté, nic se nestalo.', en: 'EET is off; nothing was done.' },
    {
      cs: 'Nejdřív v nastavení vyplňte EIČ a označení provozovny.',
      en: 'First fill in the EIČ and the number of the premises in the settings.',
    },
  );
}

function notReady(): Refusal {
  return new Refusal(
    503,
    'eet-not-ready',
    {
      cs: 'Odesílání EET se teprve spouští, nic se neposlalo.',
      en: 'Sending to EET is still starting; nothing was sent.',
    },
    { cs: 'Zkuste to za minutu znovu.', en: 'Try again in a minute.' },
  );
}

function notRejected(): Refusal {
  return new Refusal(
    409,
    'eet-not-rejected',
    {
      cs: 'Tato tržba odmítnutá není, nebo se právě odesílá. Nic se neposlalo navíc.',
      en: 'This sale is not refused, or is just being sent. Nothing more was sent.',
    },
    {
      cs: 'Co čeká, posílá pokladna sama; ostatním ukáže stránka EET důvod.',
      en: 'What waits is sent by itself; for the others the EET page says why.',
    },
  );
}
