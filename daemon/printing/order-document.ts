import { formatQuantity } from '../../domain/index.ts';
import type { Block, Document } from '../../drivers/index.ts';
import { type Sheet, sheetMarks, tableLabel } from '../../paper/index.ts';
import type { Order } from './intake.ts';

/** Read from two metres, over steam: what, how many, for whom. No prices. */
export function orderDocument(order: Order, sheet: Sheet): Document {
  const cancelled = order.lines.filter((line) => line.quantity < 0).length;
  const heading =
    cancelled === 0 ? null : cancelled === order.lines.length ? '*** STORNO ***' : 'OPRAVA OBJEDNÁVKY';
  return {
    blocks: [
      ...sheetMarks(sheet),
      ...(heading ? [shout(heading, sheet.columns)] : []),
      {
        kind: 'row',
        left: order.register === undefined ? `č. ${order.number}` : `${order.register}/${order.number}`,
        right: order.table === null ? 'Pult' : tableLabel(order.table),
        style: { bold: true, doubleWidth: true, doubleHeight: true },
      },
      { kind: 'row', left: order.staffName, right: order.at.slice(11, 16), style: { doubleHeight: true } },
      { kind: 'rule', char: '=' },
      ...order.lines.flatMap((line) => lineBlocks(line, cancelled > 0)),
      { kind: 'rule', char: '=' },
      ...(cancelled > 0 && heading ? [shout(heading, sheet.columns)] : []),
      { kind: 'cut' },
    ],
  };
}

function shout(text: string, columns: number): Block {
  return {
    kind: 'text',
    text,
    align: 'center',
    style: { bold: true, invert: true, doubleHeight: true, doubleWidth: text.length <= columns / 2 },
  };
}

/** In a correction each line says which way it goes: a minus sign alone is missed. */
function lineBlocks(line: Order['lines'][number], correction: boolean): Block[] {
  const off = line.quantity < 0;
  const quantity = formatQuantity(Math.abs(line.quantity));
  const what = line.unit ? `${quantity} ${line.unit} ${line.name}` : `${quantity}× ${line.name}`;
  const text = off ? `STORNO ${what}` : correction ? `PŘIDAT ${what}` : what;
  const blocks: Block[] = [{ kind: 'text', text, style: { bold: true, doubleHeight: true, invert: off } }];
  if (line.note !== '') {
    blocks.push({ kind: 'text', text: `   > ${line.note}`, style: { doubleHeight: true } });
  }
  return blocks;
}
