import { formatAmount, formatQuantity } from '../../domain/index.ts';
import { tableLabel } from '../../paper/index.ts';
import type { HealthPart, TroubleView } from '../http/contract.ts';

type Told = Pick<HealthPart, 'cs' | 'en' | 'hintCs' | 'hintEn'>;

/** `about`: the number of the receipt or shift that it is about, where it is not a bill; `whose`: its register. */
export function troubleWords(
  trouble: Pick<TroubleView, 'kind' | 'table' | 'receipts' | 'lines' | 'total_haler'>,
  about = '',
  whose = '',
): Told {
  const { kind, table, receipts, lines, total_haler } = trouble;
  const place = {
    cs: table === null ? 'Účet u pultu' : tableLabel(table),
    en: table === null ? 'A bill at the counter' : tableLabel(table, 'Table'),
  };
  const numbers = receipts.map(({ number }) => number);
  const total = formatAmount(total_haler, 'short');
  const names = lines.map(({ name, quantity, unit }) => {
    const many = formatQuantity(quantity);
    return unit === 'ks' || unit === 'porce' ? `${many}× ${name}` : `${many} ${unit} ${name}`;
  });
  const what = names.slice(0, 3).join(', ') + (names.length > 3 ? '…' : '');
  switch (kind) {
    case 'double-payment':
      return {
        cs: `${place.cs}: zaplaceno ${times(numbers.length)}.`,
        en: `${place.en}: paid ${numbers.length === 2 ? 'twice' : `${numbers.length} times`}.`,
        hintCs: `Účtenky ${listed(numbers, 'a')}. Zjistěte, kdo vzal peníze navíc, vraťte je hostovi a přebytečnou účtenku stornujte.`,
        hintEn: `Receipts ${listed(numbers, 'and')}. Find out who took the money too often, give it back, and reverse the receipt that is too many.`,
      };
    case 'late-lines':
      return {
        cs: `${place.cs}: po zaplacení přibylo za ${total} Kč (${what}) a nikdo to nezaplatil.`,
        en: `${place.en}: ${total} Kč (${what}) came on the bill after it was paid, and nobody has paid it.`,
        hintCs: 'Převezměte to na nový účet a vyberte peníze; co host nedostal, tam stornujte.',
        hintEn: 'Take it over to a new bill and take the money; void there what the guest did not get.',
      };
    case 'excess':
      return {
        cs: `${place.cs}: ${what} se z účtu odebralo víckrát, než na něm bylo. Host to možná platí dvakrát.`,
        en: `${place.en}: ${what} was taken off the bill more often than it was there. A guest may pay for it twice.`,
        hintCs: 'Najděte účet, na kterém to přebývá, stornujte to tam a pak označte jako vyřízené.',
        hintEn: 'Find the bill that has it too many, void it there, then mark this as settled.',
      };
    case 'double-reversal':
      return {
        cs: `Účtenka ${about} je stornovaná ${times(numbers.length)}, účtenkami ${listed(numbers, 'a')}.`,
        en: `Receipt ${about} was reversed ${numbers.length === 2 ? 'twice' : `${numbers.length} times`}, by receipts ${listed(numbers, 'and')}.`,
        hintCs: 'Ověřte, jestli se peníze nevrátily dvakrát, a přebytečné storno stornujte.',
        hintEn: 'See whether the money was given back twice, and reverse the reversal that is too many.',
      };
    case 'same-number':
      return {
        cs: `Číslo ${numbers[0] ?? ''} mají dvě účtenky: ${listed(
          receipts.map(({ registerName }) => registerName),
          'a',
        )}.`,
        en: `Two receipts have the number ${numbers[0] ?? ''}: ${listed(
          receipts.map(({ registerName }) => registerName),
          'and',
        )}.`,
        hintCs:
          'Obě platí a zůstávají. Řekněte to účetní; technik má každé pokladně nastavit jinou řadu (series).',
        hintEn: 'Both stand. Tell the accountant; a technician sets another series for each register.',
      };
    case 'same-z':
      return {
        cs: `Uzávěrku ${about} (${whose}) mají dvě směny.`,
        en: `Two shifts have the report ${about} (${whose}).`,
        hintCs: 'Obě platí a zůstávají. Řekněte to účetní a označte jako vyřízené.',
        hintEn: 'Both stand. Tell the accountant, then mark this as settled.',
      };
  }
}

const times = (count: number): string => (count === 2 ? 'dvakrát' : count === 3 ? 'třikrát' : `${count}krát`);

function listed(names: readonly string[], and: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
}
