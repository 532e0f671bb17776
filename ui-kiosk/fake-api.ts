/**
 * A made-up shop in memory, so that screens can be drawn and looked at without the daemon. Answers with the
 * contract's shapes and the trade's own arithmetic; remembers nothing after a restart. Development only: it is a
 * plugin of the development server and is never built in. Every PIN is 1234.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import type {
  BillView,
  Event,
  Health,
  ItemView,
  PrintJobView,
  ReceiptView,
  Session,
} from '../daemon/http/contract.ts';
import {
  applyBillEvent,
  type Bill,
  type BillEvent,
  findByCode,
  formatAmount,
  formatReceiptNumber,
  freezeItem,
  may,
  type Receipt,
  RIGHTS,
  type Right,
  receiptBody,
  reportShift,
  type Shift,
  type Staff,
  settle,
  sumBill,
  unordered,
  VAT_RATES,
  vatRateOn,
} from '../domain/index.ts';
import { fakeShop } from './fake-shop.ts';

class Refused extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  constructor(
    status: number,
    code: string,
    title: string,
    hint: string,
    extra: Record<string, unknown> = {},
  ) {
    super(title);
    this.status = status;
    this.body = { type: `urn:kasad:${code}`, title, status, code, hint, ...extra };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: bodies come from the screens being drawn
type Body = any;
type Handler = (ids: string[], body: Body, request: IncomingMessage) => unknown;

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, '+00:00');

/** Stands for the printer's paper: enough of it to see the sheet. */
function paperOf(receipt: Receipt) {
  const text = (line: string, align = 'left', more = {}) => ({
    kind: 'text',
    align,
    spans: [{ text: line, ...more }],
  });
  const columns = (left: string, haler: number) => {
    const right = formatAmount(haler);
    return left.slice(0, 41 - right.length).padEnd(42 - right.length) + right;
  };
  return {
    columns: 42,
    lines: [
      text(receipt.seller.name, 'center', { bold: true, height: 2 }),
      text(receipt.seller.address, 'center'),
      text(`IČO ${receipt.seller.ico}  DIČ ${receipt.seller.dic}`, 'center'),
      text(''),
      text(`Účtenka ${formatReceiptNumber(receipt.number)}  ${receipt.issuedAt.slice(11, 16)}`),
      text('-'.repeat(42)),
      ...receipt.lines.map((l) => text(columns(`${l.quantity / 1000}x ${l.name}`, l.amount_haler))),
      text('-'.repeat(42)),
      text(columns('CELKEM Kč', receipt.toPay_haler), 'left', { bold: true }),
      ...receipt.payments.map((p) => text(columns(p.name, p.tendered_haler))),
      text(columns('Vráceno', receipt.change_haler)),
      { kind: 'cut' },
    ],
    pulses: [],
    unknown: [],
  };
}

function createFakeShop() {
  const shop = fakeShop();
  const day = now().slice(0, 10);
  let version = 1;
  let session: Session | null = null;
  let approved: Right | null = null;
  const bills = new Map<string, Bill>();
  const receipts: Receipt[] = [];
  const jobs: PrintJobView[] = [];
  const done = new Map<string, unknown>();
  let shift: Shift | null = {
    id: 's1',
    registerId: 'pokl1',
    openedAt: now(),
    openedBy: 'Jana Nováková',
    float_haler: 200_000,
    movements: [],
    closed: null,
  };
  const streams = new Set<ServerResponse>();
  const emit = (event: Event): void => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const health = (): Health => {
    const stuck = jobs.filter((job) => job.state === 'failed' || job.state === 'unknown').length;
    return {
      state: stuck ? 'attention' : 'ok',
      cs: stuck ? `Tisk čeká na rozhodnutí: ${stuck}` : 'Vše v pořádku',
      en: stuck ? `Printing needs a decision: ${stuck}` : 'Everything works',
      parts: [
        part('store', 'Účtenky se ukládají na disk.', 'Receipts are stored on disk.'),
        stuck
          ? {
              id: 'printer',
              state: 'attention',
              cs: 'Tiskárna u pultu: došel papír.',
              en: 'Counter printer: out of paper.',
              hintCs: 'Vložte nový kotouč a zavřete víko; čekající účtenky se pak dotisknou.',
              hintEn: 'Put in a new roll and close the lid.',
            }
          : part('printer', 'Tiskárna u pultu tiskne.', 'The counter printer prints.'),
        part('siblings', 'Sousední pokladny: 2 spojené.', 'Sibling registers: 2 linked.'),
      ],
      version: '0.1.0',
      uptime_s: 60,
      at: now(),
    };
  };
  const part = (id: string, cs: string, en: string) =>
    ({ id, state: 'ok', cs, en, hintCs: '', hintEn: '' }) as const;

  const view = (bill: Bill): BillView => ({ bill, sum: sumBill(bill) });
  const billOf = (id: string | undefined): Bill => {
    const bill = bills.get(id ?? '');
    if (bill?.state !== 'open') {
      throw new Refused(404, 'no-bill', 'Tento účet už není otevřený.', 'Otevřete jiný účet.');
    }
    return bill;
  };
  const happen = (id: string, event: Record<string, unknown>): Bill => {
    const bill = applyBillEvent(bills.get(id), id, {
      at: now(),
      staffId: session?.staff.id ?? 'jana',
      ...event,
    } as BillEvent);
    bills.set(id, bill);
    emit({ kind: 'bill', billId: id, version: bill.version, state: bill.state });
    return bill;
  };
  const item = (id: string): ItemView => {
    const found = shop.items.find((i) => i.id === id);
    if (!found) throw new Refused(404, 'no-item', 'Tato položka v ceníku není.', 'Načtěte ceník znovu.');
    return found;
  };
  const need = (right: Right): void => {
    if (session?.rights.includes(right) || approved === right) return;
    throw new Refused(403, 'needs-approval', 'K tomu je potřeba svolení vedoucího.', 'Zavolejte vedoucího.', {
      right,
    });
  };
  const freeze = (found: ItemView, price?: number) =>
    freezeItem(
      found,
      found.route ?? shop.categories.find((c) => c.id === found.categoryId)?.route ?? null,
      vatRateOn(VAT_RATES, found.vatClass, day)?.rate_bp ?? 0,
      price,
    );
  const lineOf = (bill: Bill, lineId: string | undefined) => {
    const line = bill.lines.find((l) => l.id === lineId);
    if (!line) throw new Refused(404, 'no-line', 'Tento řádek na účtu není.', 'Zkontrolujte účet.');
    return line;
  };
  const receiptView = (receipt: Receipt): ReceiptView => ({
    receipt,
    number: formatReceiptNumber(receipt.number),
    reversedBy: null,
    jobs: jobs.filter((job) => job.title.endsWith(formatReceiptNumber(receipt.number))),
  });
  const catalogue = () => ({
    version,
    items: shop.items,
    categories: shop.categories,
    tables: shop.tables,
    vatRates: VAT_RATES,
    paymentTypes: shop.paymentTypes,
    labels: [...new Set(shop.items.flatMap((i) => i.labels))].sort(),
    settings: shop.settings,
    register: { id: 'pokl1', name: 'pokl1 · Výčep', series: 'R1', version: '0.1.0', day },
  });
  const changed = <T>(value: T): T => {
    version += 1;
    emit({ kind: 'catalogue', version });
    return value;
  };
  const once = (request: IncomingMessage, deed: () => unknown): unknown => {
    const key = String(request.headers['idempotency-key'] ?? '');
    if (key === '') throw new Refused(400, 'no-key', 'Chybí klíč úkonu.', '');
    if (!done.has(key)) done.set(key, deed());
    return done.get(key);
  };
  const openShift = (): Shift => {
    if (shift && !shift.closed) return shift;
    throw new Refused(409, 'shift-closed', 'Směna není otevřená, prodávat nejde.', 'Otevřete směnu.');
  };
  const report = () => ({
    report: reportShift(openShift(), receipts, (r) => formatReceiptNumber(r.number)),
    openBills: bills.size,
  });

  const routes: Record<string, Handler> = {
    'GET /staff': () => shop.staff.filter((s) => s.active),
    'GET /staff/all': () => shop.staff,
    'POST /session': (_ids, body) => {
      const staff = shop.staff.find((s) => s.id === body.staffId) as Staff;
      if (body.pin !== '1234')
        throw new Refused(
          401,
          'wrong-pin',
          'PIN nesouhlasí.',
          'Zkuste to znovu; po pěti pokusech se přihlášení na minutu zamkne.',
        );
      session = { staff, rights: RIGHTS.filter((right) => may(staff.role, right)) };
      return session;
    },
    'GET /session': () => {
      if (!session) throw new Refused(401, 'signed-out', 'Nikdo není přihlášen.', 'Přihlaste se.');
      return session;
    },
    'DELETE /session': () => {
      session = null;
      return {};
    },
    'POST /approval': (_ids, body) => {
      if (body.pin !== '1234') throw new Refused(401, 'wrong-pin', 'PIN nesouhlasí.', 'Zkuste to znovu.');
      approved = body.right;
      return { token: 'ok', approvedBy: shop.staff.find((s) => s.id === body.staffId) };
    },
    'GET /catalogue': catalogue,
    'POST /items': (_ids, body) => {
      need('edit-items');
      const added = { id: randomUUID(), ...body };
      shop.items.push(added);
      return changed(added);
    },
    'PATCH /items/:': ([id], body) => {
      need(Object.keys(body).join() === 'soldOut' ? 'sold-out' : 'edit-items');
      const at = shop.items.findIndex((i) => i.id === id);
      shop.items[at] = { ...(shop.items[at] as ItemView), ...body };
      return changed(shop.items[at]);
    },
    'DELETE /items/:': ([id]) => {
      need('edit-items');
      shop.items = shop.items.filter((i) => i.id !== id);
      return changed({});
    },
    'PATCH /settings': (_ids, body) => {
      need('settings');
      Object.assign(shop.settings, body);
      return changed(shop.settings);
    },
    'PUT /payment-types': (_ids, body) => {
      need('settings');
      shop.paymentTypes = body;
      return changed(body);
    },
    'GET /bills': () => [...bills.values()].filter((b) => b.state === 'open').map(view),
    'GET /bills/:': ([id]) => view(billOf(id)),
    'POST /bills': (_ids, body) => {
      openShift();
      const known = [...bills.values()].find(
        (b) => b.state === 'open' && body.tableId !== null && b.tableId === body.tableId,
      );
      return view(known ?? happen(randomUUID(), { kind: 'opened', ...body }));
    },
    'PATCH /bills/:': ([id], body) => {
      let bill = billOf(id);
      if ('discount' in body) {
        need('discount');
        bill = happen(bill.id, { kind: 'bill-discount', discount: body.discount, allowedBy: 'x' });
      }
      if ('tableId' in body) bill = happen(bill.id, { kind: 'table', tableId: body.tableId });
      if ('guests' in body) bill = happen(bill.id, { kind: 'guests', guests: body.guests });
      return view(bill);
    },
    'DELETE /bills/:': ([id]) => {
      happen(billOf(id).id, { kind: 'discarded' });
      return {};
    },
    'POST /bills/:/lines': ([id], body) => {
      const bill = billOf(id);
      const scanned = body.code ? findByCode(shop.items, body.code) : undefined;
      if (body.code && !scanned) {
        throw new Refused(
          404,
          'unknown-code',
          `Kód ${body.code} v ceníku není, na účet se nic nepřidalo.`,
          'Najděte položku podle názvu.',
        );
      }
      const found = scanned?.item ?? item(body.itemId);
      if (found.soldOut)
        throw new Refused(409, 'sold-out', `${found.name} je vyprodáno.`, 'Nabídněte jinou položku.');
      return view(
        happen(bill.id, {
          kind: 'line-added',
          lineId: body.lineId,
          item: freeze(found as ItemView, body.unitPrice_haler),
          quantity: scanned?.quantity ?? body.quantity ?? 1000,
          note: body.note ?? '',
          from: null,
        }),
      );
    },
    'PATCH /bills/:/lines/:': ([id, lineId], body) => {
      let bill = billOf(id);
      lineOf(bill, lineId);
      if ('discount' in body) need('discount');
      if ('unitPrice_haler' in body) need('price-override');
      const about = { lineId, allowedBy: session?.staff.id };
      if ('quantity' in body)
        bill = happen(bill.id, { kind: 'line-quantity', ...about, quantity: body.quantity });
      if ('note' in body) bill = happen(bill.id, { kind: 'line-note', ...about, note: body.note });
      if ('discount' in body)
        bill = happen(bill.id, { kind: 'line-discount', ...about, discount: body.discount });
      if ('unitPrice_haler' in body)
        bill = happen(bill.id, { kind: 'line-price', ...about, unitPrice_haler: body.unitPrice_haler });
      return view(bill);
    },
    'POST /bills/:/lines/:/void': ([id, lineId], body) => {
      const bill = billOf(id);
      need(lineOf(bill, lineId).ordered > 0 ? 'void-ordered' : 'void-unordered');
      return view(happen(bill.id, { kind: 'line-voided', lineId, ...body, allowedBy: 'x' }));
    },
    'POST /bills/:/order': ([id]) => {
      const bill = billOf(id);
      const lines = bill.lines
        .filter((l) => unordered(l) !== 0 && l.item.route !== null)
        .map((l) => ({ lineId: l.id, quantity: unordered(l) }));
      return view(happen(bill.id, { kind: 'ordered', orderId: randomUUID(), lines }));
    },
    'POST /bills/:/split': ([id], body) => {
      const from = billOf(id);
      const there = body.toBillId
        ? billOf(body.toBillId)
        : ([...bills.values()].find(
            (b) => body.tableId && b.tableId === body.tableId && b.state === 'open',
          ) ?? happen(randomUUID(), { kind: 'opened', tableId: body.tableId ?? null, guests: null }));
      for (const { lineId, quantity } of body.lines) {
        const line = lineOf(from, lineId);
        happen(from.id, { kind: 'line-moved', lineId, quantity, toBillId: there.id });
        happen(there.id, {
          kind: 'line-added',
          lineId: randomUUID(),
          item: line.item,
          quantity,
          note: line.note,
          from: { billId: from.id, lineId },
        });
      }
      return { from: view(bills.get(from.id) as Bill), to: view(bills.get(there.id) as Bill) };
    },
    'POST /bills/:/pay': ([id], body, request) =>
      once(request, () => {
        const bill = billOf(id);
        const sum = sumBill(bill);
        if (sum.total_haler !== body.expectedTotal_haler) {
          throw new Refused(
            409,
            'bill-changed',
            'Účet se mezitím změnil, nic nebylo zaplaceno.',
            'Zkontrolujte účet a zaplaťte znovu.',
          );
        }
        const settlement = settle(sum.total_haler, body.tip_haler, body.tenders, shop.paymentTypes);
        if ('fault' in settlement) throw new Refused(422, 'underpaid', 'Částka nestačí.', 'Doplňte platbu.');
        const receipt: Receipt = {
          id: randomUUID(),
          number: { series: 'R1', year: 2026, seq: receipts.length + 1 },
          issuedAt: now(),
          registerId: 'pokl1',
          shiftId: openShift().id,
          billId: bill.id,
          staff: { id: session?.staff.id ?? '', name: session?.staff.name ?? '' },
          table: shop.tables.find((t) => t.id === bill.tableId)?.name ?? null,
          seller: shop.settings.seller,
          buyer: body.buyer ?? null,
          ...receiptBody(bill, sum, settlement, body.tip_haler),
          reverses: null,
        };
        receipts.push(receipt);
        happen(bill.id, { kind: 'paid', receiptId: receipt.id });
        emit({ kind: 'receipt', receiptId: receipt.id });
        if (body.print !== false) {
          // One line on the bill with this item: the printer has just run out of paper.
          const noPaper = bill.lines.some((l) => l.item.itemId === 'bez-papiru');
          const job: PrintJobView = {
            id: randomUUID(),
            printerId: 'pult',
            printerName: 'Tiskárna u pultu',
            kind: 'receipt',
            title: `Účtenka ${formatReceiptNumber(receipt.number)}`,
            copy: false,
            state: noPaper ? 'failed' : 'printed',
            proof: noPaper ? null : 'process-id',
            attempts: 1,
            reason: noPaper ? 'Došel papír, účtenka se nevytiskla. Prodej je uložený.' : null,
            hint: noPaper ? 'Vložte nový kotouč a zavřete víko.' : null,
            createdAt: now(),
            insteadOf: null,
          };
          jobs.unshift(job);
          setTimeout(() => {
            emit({ kind: 'job', job });
            emit({ kind: 'health', health: health() });
          }, 400);
        }
        return receiptView(receipt);
      }),
    'GET /receipts': () => ({
      receipts: [...receipts].reverse().map((r) => ({
        id: r.id,
        number: formatReceiptNumber(r.number),
        issuedAt: r.issuedAt,
        staff: r.staff.name,
        table: r.table,
        total_haler: r.total_haler,
        tip_haler: r.tip_haler,
        payments: r.payments.map((p) => p.name),
        reversal: r.reverses !== null,
        reversed: false,
        itemCount: r.lines.length,
      })),
      next: null,
    }),
    'GET /receipts/:': ([id]) => receiptView(receipts.find((r) => r.id === id) as Receipt),
    'GET /receipts/:/paper': ([id]) => paperOf(receipts.find((r) => r.id === id) as Receipt),
    'GET /shift': () => ({ shift, openBills: [...bills.values()].filter((b) => b.state === 'open').length }),
    'POST /shift/open': (_ids, body) => {
      shift = {
        id: randomUUID(),
        registerId: 'pokl1',
        openedAt: now(),
        openedBy: session?.staff.name ?? '',
        float_haler: body.float_haler,
        movements: [],
        closed: null,
      };
      emit({ kind: 'shift' });
      return { shift, openBills: 0 };
    },
    'POST /shift/cash': (_ids, body, request) => {
      need('cash-movement');
      return once(request, () => {
        const movement = { id: randomUUID(), at: now(), staffId: 'jana', allowedBy: 'jana', ...body };
        shift = { ...openShift(), movements: [...openShift().movements, movement] };
        emit({ kind: 'shift' });
        return { shift, openBills: 0 };
      });
    },
    'GET /shift/report': report,
    'POST /shift/report/print': () => ({}),
    'POST /shift/close': (_ids, body, request) =>
      once(request, () => {
        const open = openShift();
        const close = { at: now(), by: session?.staff.name ?? '', zNumber: 7, ...body };
        const closed = { ...open, closed: close };
        shift = null;
        emit({ kind: 'shift' });
        return {
          report: reportShift(closed, receipts, (r) => formatReceiptNumber(r.number)),
          openBills: bills.size,
        };
      }),
    'GET /shifts': () => [],
    'GET /devices': () => shop.devices,
    'POST /drawer/open': (_ids, body) => {
      need('open-drawer');
      return { at: now(), why: 'no-sale', reason: body.reason, staff: 'Jana', outcome: 'opened' };
    },
    'GET /drawer/log': () => [],
    'POST /scale/read': () => ({ grams: 345 }),
    'GET /print-jobs': () => jobs,
    'POST /print-jobs/:/decide': ([id], body) => {
      const at = jobs.findIndex((j) => j.id === id);
      const state = body.decision === 'cancel' ? 'cancelled' : 'printed';
      jobs[at] = { ...(jobs[at] as PrintJobView), state, reason: null };
      setTimeout(() => emit({ kind: 'health', health: health() }), 50);
      return jobs[at];
    },
    // For screenshots: puts the shop into a state; not a route of the daemon.
    'POST /fake': (_ids, body) => {
      if (body.event) emit(body.event);
      if (body.closeShift) shift = null;
      return {};
    },
  };

  const match = (method: string, path: string): { run: Handler; ids: string[] } | undefined => {
    const parts = path.split('/');
    for (const [pattern, run] of Object.entries(routes)) {
      const [verb, template = ''] = pattern.split(' ');
      const wanted = template.split('/');
      if (verb !== method || wanted.length !== parts.length) continue;
      if (wanted.every((w, i) => w === ':' || w === parts[i])) {
        return { run, ids: parts.filter((_, i) => wanted[i] === ':') };
      }
    }
    return undefined;
  };

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, {
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    });
    response.end(JSON.stringify(body));
  };

  return async (request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/health') return answer(response, 200, health());
    if (!pathname.startsWith('/api/')) return next();
    const path = pathname.slice(4);
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      response.write(': welcome\n\n');
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return;
    }
    const route = match(request.method ?? 'GET', path);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      if (!route) throw new Refused(404, 'not-found', 'Tohle zkušební obchod neumí.', path);
      if (!session && !['/staff', '/session', '/catalogue'].includes(path) && path !== '/fake') {
        throw new Refused(401, 'signed-out', 'Nikdo není přihlášen.', 'Přihlaste se.');
      }
      approved = request.headers['x-approval'] ? approved : null;
      const text = Buffer.concat(chunks).toString();
      answer(response, 200, route.run(route.ids, text === '' ? {} : JSON.parse(text), request));
    } catch (error) {
      if (error instanceof Refused) answer(response, error.status, error.body);
      else {
        console.error(error);
        answer(response, 500, { title: String(error), code: 'bug', status: 500, hint: '', type: '' });
      }
    }
  };
}

export function fakeApi(): Plugin {
  return {
    name: 'fake-api',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(createFakeShop());
    },
  };
}
