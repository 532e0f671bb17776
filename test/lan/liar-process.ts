import { createSocket } from 'node:dgram';

/**
 * Somebody on the shop's network who means no good, speaking multicast DNS from the right port. argv[2] names the
 * lie, argv[3] how many packets, argv[4] his address. Ends when they are sent.
 */
const [, , lie = '', count = '1', address = ''] = process.argv;
const TYPE = '_kasad._tcp.local';
const SHOP = '0123456789abcdef';

const PTR = 12;
const TXT = 16;
const SRV = 33;
const u16 = (...numbers: number[]) => Buffer.from(numbers.flatMap((number) => [number >> 8, number & 255]));
const textBytes = (text: string) => Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'latin1')]);
const nameBytes = (name: string) => Buffer.concat([...name.split('.').map(textBytes), Buffer.of(0)]);
const head = (flags: number, questions: number, answers: number) => u16(0, flags, questions, answers, 0, 0);

function record(type: number, name: string, ttl: number, data: Buffer): Buffer {
  return Buffer.concat([nameBytes(name), u16(type, 1, ttl >> 16, ttl & 0xffff, data.length), data]);
}
function register(id: string, port = 8883, text: readonly string[] = [`shop=${SHOP}`, 'v=0.1.0'], ttl = 120) {
  const name = `${id}.${TYPE}`;
  return [
    record(PTR, TYPE, ttl, nameBytes(name)),
    record(SRV, name, ttl, Buffer.concat([u16(0, 0, port), nameBytes('x.local')])),
    record(TXT, name, ttl, Buffer.concat(text.map(textBytes))),
  ];
}
const answer = (records: readonly Buffer[]) => Buffer.concat([head(0x8400, 0, records.length), ...records]);
const question = (type: string) => Buffer.concat([head(0, 1, 0), nameBytes(type), u16(PTR, 1)]);

/** A name of thousands of pointers, each to the one before; every record's name follows them all. */
function chain(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt16BE(0x8400, 2);
  let at = 12;
  at += bytes.write('\x06_kasad\x00', at, 'latin1');
  const links = Math.floor(size / 4);
  bytes.writeUInt16BE(99, at); // an unknown type, class, TTL, length: its data are the chain
  bytes.writeUInt16BE(links * 2, at + 8);
  at += 10;
  let to = 12;
  for (let i = 0; i < links; i++, at += 2) {
    bytes.writeUInt16BE(0xc000 | to, at);
    to = at;
  }
  let records = 1;
  for (; at + 12 <= size; at += 12, records++) bytes.writeUInt16BE(0xc000 | to, at);
  bytes.writeUInt16BE(records, 6);
  return bytes.subarray(0, at);
}

/** One packet with many questions, each of which wants an answer. */
const questions = (count: number) =>
  Buffer.concat([
    head(0, count, 0),
    nameBytes(TYPE),
    u16(PTR, 1),
    ...Array<Buffer>(count - 1).fill(u16(0xc00c, PTR, 1)),
  ]);

const LIES: Readonly<Record<string, (i: number) => Buffer>> = {
  malformed: (i) => {
    const bytes = answer(register('ghost'));
    for (let k = 0; k < 8; k++) bytes[12 + ((i * 31 + k * 7919) % (bytes.length - 12))] = (i * 17 + k) & 255;
    return i % 3 === 0 ? bytes.subarray(0, 12 + (i % 100)) : bytes;
  },
  'thousands of names': (i) =>
    answer(Array.from({ length: 6 }, (_, k) => register(`ghost-${i}-${k}`)).flat()),
  'huge text': () => answer(register('ghost', 1, Array<string>(5).fill(`shop=${'x'.repeat(240)}`))),
  'bad fields': (i) => answer(register(i % 2 ? 'ghost' : '../../ghost', i % 2 ? 0 : 1, ['shop=NOT', 'v=\n'])),
  'another address for bar': () => answer(register('bar', 6666)),
  'goodbye for bar': () => answer(register('bar', 8883, [`shop=${SHOP}`, 'v=0.1.0'], 0)),
  'chain of pointers': () => chain(1_460),
  'long chain of pointers': () => chain(8_900),
  'giant chain of pointers': () => chain(60_000),
  'thousand questions': () => questions(1_000),
  'sixteen questions': () => questions(16),
  question: () => question(TYPE),
  chatter: () => question('_ipp._tcp.local'),
};

const make = LIES[lie];
if (!make) throw new Error(`no such lie: ${lie}`);
const socket = createSocket({ type: 'udp4', reuseAddr: true });
socket.bind(5353, () => {
  socket.setMulticastInterface(address);
  let sent = 0;
  const next = (): void => {
    if (sent === Number(count)) return void socket.close();
    const bytes = make(sent++);
    socket.send(bytes, 5353, '224.0.0.251', next);
  };
  next();
});
