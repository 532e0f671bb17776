import { Refusal } from '../../wire/index.ts';

/**
 * SQLite's result codes, https://www.sqlite.org/rescode.html: FULL is a full disk or a reached limit; IOERR, with
 * all its variants, a disk that does not take or give data; READONLY and CANTOPEN are what a card shows that the
 * kernel has remounted read-only.
 */
const DISK = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/;
const DAMAGE = /^SQLITE_(CORRUPT|NOTADB)/;
const ERRNO = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EPERM']);

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

export function isDamage(error: unknown): boolean {
  return DAMAGE.test(codeOf(error));
}

/** The Refusal for an error that comes from the disk; any other error as it is. */
export function diskRefusal(error: unknown): unknown {
  const code = codeOf(error);
  if (DISK.test(code) || ERRNO.has(code)) {
    return new Refusal(
      507,
      'disk-full',
      {
        cs: 'Na disk pokladny se nedá zapsat: je plný nebo selhává. Tento krok se neuložil a nová účtenka nevznikla. Všechno uložené předtím zůstává v pořádku.',
        en: 'The disk of the register cannot be written: it is full or failing. This step was not saved and no new receipt was made. Everything saved before is in order.',
      },
      {
        cs: 'Platbu zatím neuzavírejte. Uvolněte na disku místo, nebo zavolejte technika, a pak krok zopakujte.',
        en: 'Do not finish the payment yet. Free some space on the disk, or call the technician, and then repeat the step.',
      },
      { cause: code },
    );
  }
  if (DAMAGE.test(code)) {
    return new Refusal(
      500,
      'database-damaged',
      {
        cs: 'Soubor s daty pokladny je poškozený. Tento krok se neuložil a nová účtenka nevznikla.',
        en: 'The file with the data of the register is damaged. This step was not saved and no new receipt was made.',
      },
      {
        cs: 'Restartujte pokladnu a zavolejte technika. Po restartu pokladna ukáže, jak obnovit poslední kopii.',
        en: 'Restart the register and call the technician. After the restart the register shows how to restore the last copy.',
      },
      { cause: code },
    );
  }
  return error;
}
