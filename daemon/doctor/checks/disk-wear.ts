import type { Check } from '../check.ts';
import type { Files } from '../eyes/files.ts';
import { type Finding, found, type Indicator } from '../finding.ts';
import { diskOf, mountUnder } from './mount.ts';

const wearing: Indicator = {
  id: 'disk-wearing',
  area: 'disk',
  state: 'attention',
  what: {
    cs: 'Disk {disk} má za sebou {used} % životnosti.',
    en: 'The disk {disk} has used {used} % of its life.',
  },
  remedy: {
    cs: 'Naplánujte výměnu disku do několika měsíců a ověřte, že se kopie ukládají i jinam než na něj.',
    en: 'Plan to replace the disk within months, and see that copies are kept elsewhere too.',
  },
};
const wornOut: Indicator = {
  id: 'disk-worn-out',
  area: 'disk',
  state: 'fault',
  what: {
    cs: 'Disk {disk} je na konci životnosti a může kdykoli selhat.',
    en: 'The disk {disk} is at the end of its life and may fail at any time.',
  },
  remedy: {
    cs: 'Udělejte hned kopii na USB (kasad backup --to SOUBOR), vyměňte disk a data obnovte (kasad restore).',
    en: 'Make a copy on a USB stick at once (kasad backup --to FILE), replace the disk and restore the data (kasad restore).',
  },
};
const sdCard: Indicator = {
  id: 'disk-sd-card',
  area: 'disk',
  state: 'attention',
  what: {
    cs: 'Data leží na kartě SD ({name}). Karty při denním zápisu a výpadcích proudu selhávají dřív než disky.',
    en: 'The data lie on an SD card ({name}). Cards fail sooner than disks when written daily and cut from power.',
  },
  remedy: {
    cs: 'Přejděte na SSD nebo eMMC. Do té doby používejte kartu pro průmysl („high endurance“) a denní kopii ukládejte i na USB nebo do BackOffice.',
    en: 'Change to an SSD or eMMC. Until then use a high endurance card, and keep the daily copy on a USB stick or in the backoffice too.',
  },
};

/** As far as the disk says it. */
export interface Wear {
  readonly disk: string;
  /** Per cent of its life; null when it does not say. */
  readonly used: number | null;
  /** It calls itself finished. */
  readonly over: boolean;
  /** The card's name; null when it is no card. */
  readonly card: string | null;
}

export function judgeWear({ disk, used, over, card }: Wear): Finding[] {
  const findings: Finding[] = [];
  if (over || (used ?? 0) > 100) findings.push(found(wornOut, { disk }));
  else if ((used ?? 0) >= 80) findings.push(found(wearing, { disk, used }));
  if (card !== null) findings.push(found(sdCard, { name: card }));
  return findings;
}

/**
 * eMMC, JEDEC 84-B51: EXT_CSD_DEVICE_LIFE_TIME_EST in tenths, 0x0b is beyond the end; PRE_EOL_INFO 0x03 is urgent.
 * https://docs.kernel.org/driver-api/mmc/mmc-dev-attrs.html
 */
export function emmcWear(lifeTime: string, preEol: string): Pick<Wear, 'used' | 'over'> {
  const tenths = Math.max(...lifeTime.trim().split(/\s+/).map(Number));
  const used = Number.isFinite(tenths) && tenths > 0 ? Math.min(tenths, 11) * 10 : null;
  return { used, over: tenths >= 11 || Number(preEol.trim()) === 3 };
}

/** `smartctl --json`, version 7: of NVMe and SATA disks. */
export function smartWear(json: string): Pick<Wear, 'used' | 'over'> {
  try {
    const said = JSON.parse(json) as {
      smart_status?: { passed?: boolean };
      nvme_smart_health_information_log?: { percentage_used?: number };
    };
    return {
      used: said.nvme_smart_health_information_log?.percentage_used ?? null,
      over: said.smart_status?.passed === false,
    };
  } catch {
    return { used: null, over: false };
  }
}

async function cardName(files: Files, device: string): Promise<string | null> {
  if ((await files.text(`${device}/type`))?.trim() !== 'SD') return null;
  return (await files.text(`${device}/name`))?.trim() ?? 'SD';
}

export const diskWear: Check = {
  id: 'disk-wear',
  area: 'disk',
  indicators: [wearing, wornOut, sdCard],
  well: { cs: 'Disk {disk} je v dobrém stavu.', en: 'The disk {disk} is in good condition.' },
  async look({ files, programs, dir }) {
    const disk = diskOf((await mountUnder(files, dir))?.source ?? '');
    if (disk === undefined) return null;
    const device = `/sys/block/${disk}/device`;
    const lifeTime = await files.text(`${device}/life_time`);
    const smart =
      lifeTime === undefined && /^(sd|nvme)/.test(disk)
        ? await programs(['smartctl', '--json', '--health', '--attributes', `/dev/${disk}`])
        : undefined;
    const said =
      lifeTime === undefined
        ? smartWear(smart ?? '')
        : emmcWear(lifeTime, (await files.text(`${device}/pre_eol_info`)) ?? '');
    const wear = { disk, ...said, card: await cardName(files, device) };
    return { findings: judgeWear(wear), facts: { disk, used: wear.used } };
  },
};
