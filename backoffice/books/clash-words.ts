import { tableLabel } from '../../paper/index.ts';
import type { Words } from '../../wire/index.ts';
import type { ClashView } from '../http/contract/clashes.ts';

/** `about`: the number that stands twice, that of the receipt which is reversed more than once, or a table. */
export function clashWords(
  kind: ClashView['kind'],
  about: string,
  between: ClashView['between'],
): { readonly text: Words; readonly hint: Words } {
  const count = between.length;
  const registers = between.map(({ registerName }) => registerName);
  const numbers = between.map(({ number }) => number);
  switch (kind) {
    case 'double-payment': {
      const place = {
        cs: about === '' ? 'Účet u pultu' : tableLabel(about),
        en: about === '' ? 'A bill at the counter' : tableLabel(about, 'Table'),
      };
      return {
        text: {
          cs: `${place.cs}: zaplaceno ${timesCs(count)}, účtenkami ${listed(numbers, 'a')}. V tržbách jsou všechny.`,
          en: `${place.en}: paid ${timesEn(count)}, by receipts ${listed(numbers, 'and')}. The takings have all of them.`,
        },
        hint: {
          cs: 'Zjistěte, kdo vzal peníze navíc, vraťte je hostovi a přebytečnou účtenku na pokladně stornujte. Pak to odsud zmizí.',
          en: 'Find out who took the money too often, give it back, and reverse the receipt that is too many at a register. Then it goes from here.',
        },
      };
    }
    case 'double-reversal':
      return {
        text: {
          cs: `Účtenka ${about} je stornovaná ${timesCs(count)}, účtenkami ${listed(numbers, 'a')}. V tržbách jsou odečtená všechna storna.`,
          en: `Receipt ${about} was reversed ${timesEn(count)}, by receipts ${listed(numbers, 'and')}. All reversals are taken off the takings.`,
        },
        hint: {
          cs: `Ověřte, jestli se peníze nevrátily ${timesCs(count)}, a přebytečné storno na pokladně stornujte. ${SETTLE.cs}`,
          en: `See whether the money was given back ${timesEn(count)}, and at a register reverse the reversal that is too many. ${SETTLE.en}`,
        },
      };
    case 'same-number':
      return {
        text: {
          cs: `Číslo ${about} má víc účtenek (${count}): ${listed(registers, 'a')}. Všechny platí a v tržbách jsou všechny.`,
          en: `${count} receipts have the number ${about}: ${listed(registers, 'and')}. All of them stand, and the takings have them all.`,
        },
        hint: {
          cs: `Řekněte to účetní. Technik má každé pokladně nastavit jinou číselnou řadu (series). ${SETTLE.cs}`,
          en: `Tell the accountant. A technician sets another series for each register. ${SETTLE.en}`,
        },
      };
    case 'same-z':
      return {
        text: {
          cs: `Uzávěrku ${about} má na pokladně ${registers[0]} víc směn (${count}). Všechny platí a v přehledech jsou všechny.`,
          en: `${count} shifts of ${registers[0]} have the report ${about}. All of them stand, and the overviews have them all.`,
        },
        hint: { cs: `Řekněte to účetní. ${SETTLE.cs}`, en: `Tell the accountant. ${SETTLE.en}` },
      };
  }
}

const SETTLE: Words = {
  cs: 'Odsud to zmizí, až to někdo na pokladně v Historii označí jako vyřízené.',
  en: 'It goes from here once somebody marks it as settled at a register, in the History.',
};

const timesCs = (count: number): string =>
  count === 2 ? 'dvakrát' : count === 3 ? 'třikrát' : `${count}krát`;
const timesEn = (count: number): string => (count === 2 ? 'twice' : `${count} times`);

function listed(names: readonly string[], and: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
}
