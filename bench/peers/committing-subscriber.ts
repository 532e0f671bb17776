import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';

/**
 * One more box of the bare way: it hears each change over MQTT and commits it, as the third register of a shop does
 * on the same disk.
 *   node bench/peers/committing-subscriber.ts URL SERVERNAME PAPERS.json DATABASE
 */
const [url = '', servername = '', papers = '', file = ''] = process.argv.slice(2);
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE cell (id TEXT PRIMARY KEY, price INTEGER NOT NULL) STRICT');
const put = db.prepare('INSERT INTO cell VALUES (?, ?) ON CONFLICT DO UPDATE SET price = excluded.price');

const { key, cert, ca } = JSON.parse(readFileSync(papers, 'utf8')) as {
  key: string;
  cert: string;
  ca: string;
};
const link = await mqtt.connectAsync(url, { key, cert, ca, servername, rejectUnauthorized: true });
link.on('message', (_topic, payload) => {
  const { id, price } = JSON.parse(payload.toString()) as { id: string; price: number };
  put.run(id, price);
});
await link.subscribeAsync('changes');
process.stdout.write('ready\n');
