import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Behaviour } from './behaviour.ts';
import { createBook } from './book.ts';
import type { Double, DoubleOptions } from './door.ts';
import { write } from './http.ts';
import { makePapers } from './papers.ts';
import { createRegistersCa } from './registers-ca.ts';
import { type CaBehaviour, createRenewalDesk } from './renewal-desk.ts';
import { createRenewalRequests } from './renewal-requests.ts';
import { createSalesDesk } from './sales-desk.ts';
import { createScript } from './script.ts';
import { uuidOf } from './uuid.ts';

const SALES = '/eet/services/EETServiceSOAP/v4';
const RENEWAL = '/api';
const ISSUING_MS = 2_000;
const RIGHT = { is: 'right' } as const;

export async function createDouble(options: DoubleOptions): Promise<Double> {
  const { time, bytes, environment = 'playground', port = 0, keys, issuing_ms = ISSUING_MS } = options;
  const papers = await makePapers(environment, bytes, keys);
  const ca = createRegistersCa(papers, environment, time, bytes);
  const book = createBook();
  const sales = createScript<Behaviour>(RIGHT, time);
  const renewals = createScript<CaBehaviour>(RIGHT, time);
  const salesDesk = createSalesDesk({ environment, time, bytes, papers, ca, book });
  const requests = createRenewalRequests({
    time,
    issuing_ms,
    newId: () => uuidOf(bytes(16)),
    issue: (eic) => ca.issue(eic),
  });
  const renewalDesk = createRenewalDesk({ time, ca, requests });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path === SALES) return salesDesk(request, response, sales.next());
    if (path.startsWith(`${RENEWAL}/`)) return renewalDesk(request, response, renewals.next());
    write(response, { status: 404, type: 'text/plain', body: 'Not found\n' });
  }

  const server = createServer(
    { key: papers.tls.key, cert: papers.tls.cert, minVersion: 'TLSv1.2' },
    (request, response) => void take(request, response).catch(() => request.socket.destroy()),
  );
  server.on('connection', (socket: Socket) => {
    if (sales.nextIf(({ is }) => is === 'hang-up')) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;

  return {
    url: `${origin}${SALES}`,
    renewalUrl: `${origin}${RENEWAL}`,
    ca: papers.tls.ca,
    trust: papers.trust,
    environment,
    async issue(eic, how) {
      const { p12, password } = await ca.issue(eic, how);
      return { p12, password };
    },
    behave: sales.say,
    behaveFor: sales.sayFor,
    sales: book.sales,
    messages: book.messages,
    offences: book.offences,
    renewal: { behave: renewals.say, reject: requests.reject, requests: requests.all },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
