import { Refusal } from '../refusal.ts';

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
      'Na disk pokladny se nedá zapsat: je plný nebo selhává. Tento krok se neuložil a nová účtenka nevznikla. Všechno uložené předtím zůstává v pořádku.',
      'Platbu zatím neuzavírejte. Uvolněte na disku místo, nebo zavolejte technika, a pak krok zopakujte.',
      { cause: code },
    );
  }
  if (DAMAGE.test(code)) {
    return new Refusal(
      500,
      'database-damaged',
      'Soubor s daty pokladny je poškozený. Tento krok se neuložil a nová účtenka nevznikla.',
      'Restartujte pokladnu a zavolejte technika. Po restartu pokladna ukáže, jak obnovit poslední kopii.',
      { cause: code },
    );
  }
  return error;
}
