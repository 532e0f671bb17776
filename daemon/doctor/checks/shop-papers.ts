import { X509Certificate } from 'node:crypto';
import { readIdentity } from '../../../sync/index.ts';
import { WITHOUT_KEY } from '../../box-key.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

const unreadable: Indicator = {
  id: 'shop-papers-unreadable',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Doklady, kterými se pokladna prokazuje sousedům, jsou poškozené nebo nečitelné ({file}).',
    en: 'The papers by which siblings know this register are damaged or unreadable ({file}).',
  },
  remedy: {
    cs: 'Zkontrolujte oprávnění k souboru. Je-li poškozený, odpojte tuto pokladnu na sousední (Nastavení → Sousedé) a připojte ji znovu kódem.',
    en: 'Check the rights to the file. If it is damaged, disconnect this register on a sibling (Settings → Siblings) and join it again by a code.',
  },
};
const ended: Indicator = {
  id: 'shop-papers-ended',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Certifikát pokladny pro sousedy platí jen do {until}.',
    en: 'The certificate of the register for its siblings is valid until {until} only.',
  },
  remedy: {
    cs: 'Zkontrolujte datum pokladny. Je-li správné, odpojte ji na sousední pokladně a připojte znovu kódem.',
    en: 'Check the date of the register. If it is right, disconnect it on a sibling and join it again by a code.',
  },
};

export function judgePapers(
  papers: { readonly fault: string } | { readonly from_ms: number; readonly until_ms: number },
  now_ms: number,
): Finding[] {
  if ('fault' in papers) return [found(unreadable, { file: papers.fault })];
  const { until_ms } = papers;
  if (until_ms - now_ms > SOON_DAYS * DAY_MS) return [];
  return [found(ended, { until: new Date(until_ms).toISOString().slice(0, 10) })];
}

export const shopPapers: Check = {
  id: 'shop-papers',
  area: 'certificates',
  indicators: [unreadable, ended],
  well: { cs: 'Doklady pro sousední pokladny platí.', en: 'The papers for siblings are good.' },
  async look({ dir, world, files }) {
    if ((await files.stat(`${dir}/identity/identity.json`)) === undefined) return null;
    // Without the register's key, as on the command line, what is sealed says nothing of itself.
    const read = await readIdentity(`${dir}/identity`, WITHOUT_KEY);
    if (read.is === 'none' || (read.is === 'fault' && read.fault === 'sealed')) return null;
    const now_ms = world.wall_ms();
    if (read.is === 'fault') return { findings: judgePapers({ fault: read.path }, now_ms) };
    const { validFromDate, validToDate } = new X509Certificate(read.identity.cert);
    return {
      findings: judgePapers({ from_ms: validFromDate.getTime(), until_ms: validToDate.getTime() }, now_ms),
    };
  },
};
