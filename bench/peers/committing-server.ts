import { createServer } from 'node:http';
import Database from 'better-sqlite3';

/**
 * The other side of the bare way over HTTP: each request is committed, and then answered. Says its port on standard
 * output.
 *   node bench/peers/committing-server.ts DATABASE
 */
const db = new Database(process.argv[2] ?? '');
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE cell (id TEXT PRIMARY KEY, price INTEGER NOT NULL) STRICT');
const put = db.prepare('INSERT INTO cell VALUES (?, ?) ON CONFLICT DO UPDATE SET price = excluded.price');

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { id, price } = JSON.parse(text) as { id: string; price: number };
  put.run(id, price);
  response.end('{}');
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as { port: number }).port}\n`);
});
