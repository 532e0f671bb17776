/* Run as a program of its own, so that it can be given another clock: two registers shake hands by mutual TLS. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { Identity } from './identity.ts';
import { serverName } from './names.ts';

const [one, other] = JSON.parse(readFileSync(0, 'utf8')) as [Identity, Identity];
const tell = (what: object) => {
  console.log(JSON.stringify({ year: new Date(Date.now()).getUTCFullYear(), ...what }));
  process.exit();
};
const papers = ({ key, cert, caCert }: Identity) => ({ key, cert, ca: caCert });
const nameOf = (socket: TLSSocket) => socket.getPeerCertificate().subject.CN;

const server = createServer({ ...papers(one), requestCert: true, rejectUnauthorized: true }, (socket) =>
  socket.end(String(nameOf(socket))),
);
server.on('tlsClientError', (error: NodeJS.ErrnoException) => tell({ server: error.code }));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const { registerId: id, storeId } = one;
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: serverName({ is: 'register', id, storeId }),
    ...papers(other),
  });
  const met: { server?: unknown } = {};
  socket.on('secureConnect', () => {
    met.server = nameOf(socket);
  });
  socket.on('data', (heard) => tell({ ...met, client: String(heard) }));
  socket.on('error', (error: NodeJS.ErrnoException) => tell({ client: error.code }));
});
