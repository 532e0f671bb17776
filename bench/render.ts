/**
 * Receipts turned into printer bytes per second, beside two well-known libraries printing the same 30 lines in the
 * same run. Rounds are taken in turn, so that a machine that slows down slows all three.
 * Run: node bench/render.ts
 */
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import receiptline from 'receiptline';
import { type Document, encode, profileWith } from '../drivers/index.ts';

const ROUNDS = 15;
const PER_ROUND = 100;
const LINES = Array.from({ length: 30 }, (_, i) => ({
  name: `${i + 1}× Svíčková na smetaně, houskový knedlík`,
  price: `${189 + i},00`,
}));

const profile = profileWith('epson-tm-t20iii', {});
const document: Document = {
  blocks: [
    { kind: 'text', text: 'Hospoda U Lípy', align: 'center', style: { bold: true, doubleHeight: true } },
    { kind: 'rule' },
    ...LINES.map((l) => ({ kind: 'row', left: l.name, right: l.price }) as const),
    { kind: 'rule' },
    { kind: 'row', left: 'Celkem', right: '6 105,00', style: { bold: true } },
    { kind: 'cut' },
  ],
};

const markup = [
  '^^"Hospoda U Lípy',
  '-',
  ...LINES.map((l) => `${l.name} | ${l.price}`),
  '-',
  '"Celkem | "6 105,00',
  '=',
].join('\n');

function thermalPrinter(): number {
  const printer = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: 'tcp://127.0.0.1:1',
    characterSet: CharacterSet.PC852_LATIN2,
    width: 48,
  });
  printer.alignCenter();
  printer.bold(true);
  printer.println('Hospoda U Lípy');
  printer.bold(false);
  printer.drawLine();
  for (const l of LINES) printer.leftRight(l.name, l.price);
  printer.drawLine();
  printer.leftRight('Celkem', '6 105,00');
  printer.cut();
  return printer.getBuffer()?.length ?? 0;
}

const contenders: Record<string, () => number> = {
  kasad: () => encode(document, profile).bytes.length,
  receiptline: () =>
    receiptline.transform(markup, { command: 'escpos', cpl: 48, encoding: 'cp852', cutting: true }).length,
  'node-thermal-printer': thermalPrinter,
};

const rates: Record<string, number[]> = {};
for (let round = -1; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = performance.now();
    let bytes = 0;
    for (let i = 0; i < PER_ROUND; i++) bytes += run();
    if (bytes === 0) throw new Error(`${name} printed nothing`);
    const rate = PER_ROUND / ((performance.now() - start) / 1000);
    if (round >= 0) rates[name] = [...(rates[name] ?? []), rate]; // the first round only warms up
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const own = median(rates.kasad ?? []);
console.log(`receipts of ${LINES.length} lines rendered per second, median of ${ROUNDS} rounds`);
for (const [name, values] of Object.entries(rates)) {
  const rate = median(values);
  console.log(
    `  ${name.padEnd(22)} ${rate.toFixed(0).padStart(7)} /s   kasad/this = ${(own / rate).toFixed(2)}`,
  );
}
