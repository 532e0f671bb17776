import { type PrinterStatus, sentences } from '../../drivers/index.ts';
import { counted } from '../../paper/index.ts';
import type { HealthPart, Words } from '../http/contract.ts';
import { able, type QueuePrinter } from './printer.ts';
import { named, notPrinting, printerAway } from './wording.ts';

interface Counts {
  readonly waiting: number;
  readonly parked: number;
  readonly unknown: number;
}

/** One printer with its queue, in one sentence of each language. Printing never stops a sale, so never a `fault`. */
export function printerHealth(printer: QueuePrinter, counts: Counts, distrusted: boolean): HealthPart {
  const status = printer.status();
  const id = `printer-${printer.id}`;
  const { name } = printer;
  const attention = (cs: string, en: string, hintCs: string, hintEn: string): HealthPart => ({
    id,
    state: 'attention',
    cs,
    en,
    hintCs,
    hintEn,
  });

  if (counts.unknown > 0) {
    return attention(
      `${name}: ${counted(counts.unknown, 'tisk', 'tisky', 'tisků')} s nejistým výsledkem.`,
      `${name}: ${counts.unknown} print(s) may or may not have come out.`,
      'Podívejte se na papír a u každého rozhodněte, zda se má tisknout znovu.',
      'Look at the paper and decide for each whether to print again.',
    );
  }
  if (!able(status)) {
    const wait =
      counts.waiting > 0
        ? {
            cs: ` ${counted(counts.waiting, 'tisk čeká', 'tisky čekají', 'tisků čeká')}.`,
            en: ` ${counts.waiting} waiting.`,
          }
        : { cs: '', en: '' };
    return attention(
      `${named(name, trouble(status).cs)}${wait.cs}`,
      `${named(name, trouble(status).en)}${wait.en}`,
      counts.waiting > 0 ? 'Až bude v pořádku, vytiskne se to samo.' : 'Zkontrolujte tiskárnu.',
      counts.waiting > 0 ? 'It will print by itself once that is put right.' : 'Check the printer.',
    );
  }
  if (distrusted) {
    return attention(
      `${name}: dva tisky za sebou nepotvrdila, objednávky jdou na náhradní tiskárnu.`,
      `${name}: two prints in a row without confirmation, orders go to the stand-in.`,
      'Zkontrolujte ji a vytiskněte zkušební stránku.',
      'Check it and print a test page.',
    );
  }
  if (counts.parked > 0) {
    return attention(
      `${name}: ${counted(counts.parked, 'tisk se nepodařil', 'tisky se nepodařily', 'tisků se nepodařilo')}.`,
      `${name}: ${counts.parked} print(s) failed.`,
      'Rozhodněte v seznamu tisků, zda je zkusit znovu, nebo zrušit.',
      'Decide in the list of prints whether to retry or cancel.',
    );
  }
  if (status.paper === 'near-end') {
    return attention(
      `${name}: dochází papír.`,
      `${name}: paper is running low.`,
      'Připravte novou roli.',
      'Have a new roll ready.',
    );
  }
  return { id, state: 'ok', cs: `${name} tiskne.`, en: `${name} prints.`, hintCs: '', hintEn: '' };
}

function trouble({ link, reason }: PrinterStatus): Words {
  if (link !== 'up') return sentences(printerAway, reason);
  return reason.cs === '' ? notPrinting : reason;
}
