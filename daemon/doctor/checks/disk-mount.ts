import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';
import { diskOf, type Mount, mountUnder } from './mount.ts';

const readOnly: Indicator = {
  id: 'disk-read-only',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Disk s daty je připojený jen pro čtení ({point}). Nic se neuloží, prodávat se nedá.',
    en: 'The disk with the data is mounted read-only ({point}). Nothing is saved; sales are stopped.',
  },
  remedy: {
    cs: 'Systém ho tak nejspíš připojil po chybě disku. Vypněte a zapněte pokladnu; když se to opakuje, disk nebo karta dosluhuje: vyměňte ji a data obnovte z kopie (kasad restore).',
    en: 'The system has probably done so after a fault of the disk. Switch the register off and on; if it comes again the disk or card is failing: replace it and restore the data from a copy (kasad restore).',
  },
};
const inMemory: Indicator = {
  id: 'disk-in-memory',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Složka s daty {dir} leží jen v paměti ({type}): vypnutím pokladny se všechno ztratí.',
    en: 'The data folder {dir} lies in memory alone ({type}): all is lost when the register is switched off.',
  },
  remedy: {
    cs: 'V nastavení zapište jako data_dir složku na disku, obvykle /var/lib/kasad. Než pokladnu vypnete, udělejte kopii: kasad backup --to SOUBOR.',
    en: 'Write a folder on a disk as data_dir into the configuration, usually /var/lib/kasad. Make a copy before you switch off: kasad backup --to FILE.',
  },
};
const noBarrier: Indicator = {
  id: 'disk-no-barrier',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Disk s daty je připojený s volbou „{option}“: při výpadku proudu se data poškodí.',
    en: 'The disk with the data is mounted with “{option}”: a power cut damages the data.',
  },
  remedy: {
    cs: 'V souboru /etc/fstab smažte na řádku „{point}“ volbu {option} a pokladnu restartujte.',
    en: 'Delete {option} from the line of “{point}” in /etc/fstab and restart the box.',
  },
};
const writeback: Indicator = {
  id: 'disk-writeback',
  area: 'disk',
  state: 'attention',
  what: {
    cs: 'Disk s daty je připojený s volbou data=writeback: po výpadku proudu mohou být v souborech zbytky starých dat.',
    en: 'The disk with the data is mounted with data=writeback: after a power cut files may hold remains of old data.',
  },
  remedy: {
    cs: 'V souboru /etc/fstab smažte na řádku „{point}“ volbu data=writeback a pokladnu restartujte. Je-li volba uložená v disku samém, zrušte ji příkazem „sudo tune2fs -o ^journal_data_writeback {source}“.',
    en: 'Delete data=writeback from the line of “{point}” in /etc/fstab and restart the box. If it is kept in the file system itself, take it away by “sudo tune2fs -o ^journal_data_writeback {source}”.',
  },
};
const noJournal: Indicator = {
  id: 'disk-no-journal',
  area: 'disk',
  state: 'attention',
  what: {
    cs: 'Souborový systém na {source} nemá žurnál: po výpadku proudu může být celý nečitelný.',
    en: 'The file system on {source} has no journal: a power cut may leave all of it unreadable.',
  },
  remedy: {
    cs: 'Odpojený disk opravíte příkazem „sudo tune2fs -O has_journal {source}“. Jednodušší je nová instalace systému s obvyklým ext4.',
    en: 'With the disk unmounted run “sudo tune2fs -O has_journal {source}”. A new installation with the usual ext4 is simpler.',
  },
};
const errors: Indicator = {
  id: 'disk-errors',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Souborový systém na {source} má zaznamenané chyby ({errors}): disk nebo karta nejspíš selhává.',
    en: 'The file system on {source} has recorded errors ({errors}): the disk or card is probably failing.',
  },
  remedy: {
    cs: 'Udělejte kopii na USB (kasad backup --to SOUBOR). Při příštím startu nechte disk opravit („sudo touch /forcefsck“ nebo fsck z instalačního USB); když chyby přibývají, disk vyměňte.',
    en: 'Make a copy on a USB stick (kasad backup --to FILE). Have the disk repaired at the next start (“sudo touch /forcefsck”, or fsck from an installation stick); replace it when errors come again.',
  },
};

/** What the kernel says of an ext4 beside its mount options. */
export interface Ext4 {
  readonly errors: number;
  readonly journal: boolean;
}

export function judgeMount(mount: Mount, ext4: Ext4 | null, dir: string): Finding[] {
  const { point, type, source, options } = mount;
  const findings: Finding[] = [];
  if (options.includes('ro')) findings.push(found(readOnly, { point }));
  if (type === 'tmpfs' || type === 'ramfs') findings.push(found(inMemory, { dir, type }));
  const option = options.find((one) => one === 'nobarrier' || one === 'barrier=0');
  if (option !== undefined) findings.push(found(noBarrier, { point, option }));
  if (options.includes('data=writeback')) findings.push(found(writeback, { point, source }));
  if (ext4 && !ext4.journal) findings.push(found(noJournal, { source }));
  if (ext4 && ext4.errors > 0) findings.push(found(errors, { source, errors: ext4.errors }));
  return findings;
}

export const diskMount: Check = {
  id: 'disk-mount',
  area: 'disk',
  indicators: [readOnly, inMemory, noBarrier, writeback, noJournal, errors],
  well: { cs: 'Disk je připojený správně ({type}).', en: 'The disk is mounted as it should be ({type}).' },
  async look({ files, dir }) {
    const mount = await mountUnder(files, dir);
    if (!mount) return null;
    const name = mount.source.slice('/dev/'.length);
    const count = await files.text(`/sys/fs/ext4/${name}/errors_count`);
    const task = await files.text(`/sys/fs/ext4/${name}/journal_task`);
    const ext4 =
      mount.type !== 'ext4' || count === undefined
        ? null
        : { errors: Number(count), journal: task === undefined || /^\d/.test(task) };
    return {
      findings: judgeMount(mount, ext4, dir),
      facts: { type: mount.type, source: mount.source, disk: diskOf(mount.source) ?? null },
    };
  },
};
