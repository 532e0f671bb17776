import { X509Certificate } from 'node:crypto';
import type { EetView } from '../../http/contract.ts';
import type { Check } from '../check.ts';
import type { Files } from '../eyes/files.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

const missing: Indicator = {
  id: 'eet-certificate-missing',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Obchod eviduje tržby, ale pokladna nemá certifikát EET. Tržby čekají.',
    en: 'The shop registers its sales, but the register has no EET certificate. Sales wait.',
  },
  remedy: {
    cs: 'Stáhněte certifikát z portálu Moje daně (soubor .p12 a heslo) a nahrajte ho na obrazovce EET. Čekající tržby se odešlou samy.',
    en: 'Get the certificate from the tax portal (a .p12 file and its password) and bring it in on the screen EET. Waiting sales are then sent by themselves.',
  },
};
const ended: Indicator = {
  id: 'eet-certificate-ended',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Certifikát EET pro {eic} skončil {until}. Tržby čekají.',
    en: 'The EET certificate of {eic} ended on {until}. Sales wait.',
  },
  remedy: {
    cs: 'Vystavte v portálu Moje daně nový a nahrajte ho na obrazovce EET. Zkontrolujte i datum pokladny.',
    en: 'Have a new one issued in the tax portal and bring it in on the screen EET. Check the date of the register too.',
  },
};
const ending: Indicator = {
  id: 'eet-certificate-ending',
  area: 'certificates',
  state: 'attention',
  what: {
    cs: 'Certifikát EET pro {eic} končí {until}, za {days} d.',
    en: 'The EET certificate of {eic} ends on {until}, in {days} d.',
  },
  remedy: {
    cs: 'Pokladna si řekne o nový sama, má-li internet. Nepovede-li se to do týdne před koncem, vystavte ho v portálu Moje daně a nahrajte na obrazovce EET.',
    en: 'The register asks for a new one by itself, given internet. If it has none a week before the end, have one issued in the tax portal and bring it in on the screen EET.',
  },
};
const notYet: Indicator = {
  id: 'eet-certificate-not-yet',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Certifikát EET pro {eic} platí až od {from}. Nejspíš jdou špatně hodiny.',
    en: 'The EET certificate of {eic} is valid from {from} on only. Most likely the clock is wrong.',
  },
  remedy: { cs: 'Zkontrolujte datum a čas pokladny.', en: 'Check date and time of the register.' },
};
const elsewhere: Indicator = {
  id: 'eet-certificate-environment',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Certifikát EET pro {eic} patří do jiného prostředí, než jaké má obchod nastavené. Tržby čekají.',
    en: 'The EET certificate of {eic} belongs to another environment than the shop has set. Sales wait.',
  },
  remedy: {
    cs: 'Pro ostrý provoz nahrajte ostrý certifikát z portálu Moje daně, pro zkoušku zkušební; nebo prostředí změňte v Nastavení → EET.',
    en: 'Bring in a production certificate for production, a trial one for a trial; or change the environment in Settings → EET.',
  },
};
const damaged: Indicator = {
  id: 'eet-certificate-unreadable',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Soubor s certifikátem EET {file} nejde přečíst.',
    en: 'The file with the EET certificate {file} cannot be read.',
  },
  remedy: {
    cs: 'Nahrajte certifikát na obrazovce EET znovu ze souboru .p12. Disk zkontrolujte.',
    en: 'Bring the certificate in again on the screen EET, from its .p12 file. Have the disk checked.',
  },
};

export interface Paper {
  readonly eic: string;
  readonly from_ms: number;
  readonly until_ms: number;
  /** It belongs to the environment of the shop, or that is not known. */
  readonly fits: boolean;
}

/** `wanted`: the shop registers its sales. One certificate that serves is enough, whatever lies beside it. */
export function judgeEetCertificates(papers: readonly Paper[], wanted: boolean, now_ms: number): Finding[] {
  const serving = papers.filter(
    ({ fits, from_ms, until_ms }) => fits && from_ms <= now_ms && now_ms < until_ms,
  );
  const best = serving.sort((a, b) => b.until_ms - a.until_ms)[0];
  if (best) {
    const days = Math.floor((best.until_ms - now_ms) / DAY_MS);
    return days < SOON_DAYS ? [found(ending, { eic: best.eic, until: day(best.until_ms), days })] : [];
  }
  const [first] = [...papers].sort((a, b) => b.until_ms - a.until_ms);
  if (!first) return wanted ? [found(missing)] : [];
  const { eic } = first;
  if (!first.fits) return wanted ? [found(elsewhere, { eic })] : [];
  if (first.from_ms > now_ms) return [found(notYet, { eic, from: day(first.from_ms) })];
  return [found(ended, { eic, until: day(first.until_ms) })];
}

const day = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10);

export const eetCertificate: Check = {
  id: 'eet-certificate',
  area: 'certificates',
  indicators: [missing, ended, ending, notYet, elsewhere, damaged],
  well: { cs: 'Certifikát EET platí do {until}.', en: 'The EET certificate is valid until {until}.' },
  async look({ register, files, dir, world }) {
    const view = await register.ask<EetView>('/api/eet');
    const { papers, unreadable } = view
      ? { papers: papersOf(view), unreadable: [] }
      : await onDisk(files, dir);
    const wanted = view?.environment != null;
    if (!wanted && papers.length === 0 && unreadable.length === 0) return null;
    const until = Math.max(0, ...papers.map(({ until_ms }) => until_ms));
    return {
      findings: [
        ...judgeEetCertificates(papers, wanted, world.wall_ms()),
        ...unreadable.map((file) => found(damaged, { file })),
      ],
      facts: { until: day(until) },
    };
  },
};

function papersOf({ environment, certificates }: EetView): Paper[] {
  return certificates.map((one) => ({
    eic: one.eic,
    from_ms: Date.parse(one.notBefore),
    until_ms: Date.parse(one.notAfter),
    fits: environment === null || one.environment === environment,
  }));
}

/** Without the register: what lies in its folder. What is sealed says nothing of itself and is left out. */
async function onDisk(files: Files, dir: string): Promise<{ papers: Paper[]; unreadable: string[] }> {
  const names = (await files.list(`${dir}/eet`)).filter((name) =>
    /^[0-9a-f]{64}(\.unproven)?\.pem$/.test(name),
  );
  const papers: Paper[] = [];
  const unreadable: string[] = [];
  for (const name of names) {
    const text = (await files.text(`${dir}/eet/${name}`)) ?? '';
    try {
      if (!/-----BEGIN CERTIFICATE-----/.test(text)) {
        if (text.trim() === '') unreadable.push(name);
        continue;
      }
      const { subject, validFromDate, validToDate } = new X509Certificate(text);
      papers.push({
        eic: /CN=([^\n]+)/.exec(subject)?.[1] ?? '?',
        from_ms: validFromDate.getTime(),
        until_ms: validToDate.getTime(),
        fits: true,
      });
    } catch {
      unreadable.push(name);
    }
  }
  return { papers, unreadable };
}
