import type { WriteFault } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';

/** What the journal refuses to write to the shop's common data, in words. Facts, and so sales, it never refuses. */
export function writeRefusal(fault: WriteFault): Refusal {
  return fault === 'deleted'
    ? new Refusal(
        409,
        'record-deleted',
        {
          cs: 'Tuto položku mezitím někdo na jiné pokladně smazal. Změna se neuložila, prodej tím není dotčen.',
          en: 'Somebody has deleted this on another register meanwhile. The change was not saved; sales are not affected.',
        },
        {
          cs: 'Obnovte stránku. Pokud ji dál potřebujete, založte ji znovu.',
          en: 'Reload the page. If it is still needed, create it anew.',
        },
      )
    : new Refusal(
        409,
        'data-incomplete',
        {
          cs: 'Pokladna ještě nemá všechna data obchodu, protože je nová nebo obnovená z kopie. Změna se neuložila. Prodávat se dá dál.',
          en: 'The register is new or was restored from a copy, and does not have all data of the shop yet. The change was not saved. Sales go on.',
        },
        {
          cs: 'Zapněte některou z ostatních pokladen a počkejte, až se data stáhnou (Sousedé). Když už žádná jiná není, zvolte v Sousedech „Pokračovat bez ostatních“.',
          en: 'Switch on one of the other registers and wait until the data has come (Siblings). If there is no other any more, choose "Go on alone" there.',
        },
      );
}
