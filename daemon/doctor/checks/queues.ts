import type { BackofficeView, EetView, PrintJobView } from '../../http/contract.ts';
import type { Check } from '../check.ts';
import type { DatabaseState } from '../eyes/data-facts.ts';
import { type Finding, found, type Indicator } from '../finding.ts';
import { lasting } from './register.ts';

const HOUR_MS = 3_600_000;
const OLD_JOB_MS = 10 * 60_000;
const OLD_SALE_MS = 12 * HOUR_MS;
const OLD_BACKOFFICE_MS = 4 * HOUR_MS;

const unknownPrints: Indicator = {
  id: 'prints-unknown',
  area: 'queues',
  state: 'attention',
  what: {
    cs: 'Tisky, u kterých se neví, jestli vyšly: {count}. Nejstarší čeká na rozhodnutí {age}.',
    en: 'Prints of which nobody knows whether they came out: {count}. The oldest has waited for a decision for {age}.',
  },
  remedy: {
    cs: 'Podívejte se na papír a na obrazovce Tisky u každého řekněte, zda vyšel, nebo ho vytiskněte jako KOPII. Samo se nevytiskne nic.',
    en: 'Look at the paper, and say of each on the screen of prints whether it came out, or print it as a copy. Nothing is printed by itself.',
  },
};
const failedPrints: Indicator = {
  id: 'prints-failed',
  area: 'queues',
  state: 'attention',
  what: {
    cs: 'Nepodařené tisky: {count}, nejstarší před {age}.',
    en: 'Failed prints: {count}, the oldest {age} ago.',
  },
  remedy: {
    cs: 'Spravte tiskárnu (viz zařízení) a na obrazovce Tisky je nechte zkusit znovu, nebo zrušte.',
    en: 'Mend the printer (see devices), then have them tried again on the screen of prints, or cancel them.',
  },
};
const waitingPrints: Indicator = {
  id: 'prints-waiting',
  area: 'queues',
  state: 'attention',
  what: {
    cs: 'Tisky čekající na tiskárnu: {count}, nejdéle {age}.',
    en: 'Prints that wait: {count}, the longest for {age}.',
  },
  remedy: {
    cs: 'Tiskárna je vypnutá, bez papíru nebo zaseknutá: spravte ji, tisky vyjdou samy.',
    en: 'The printer is off, out of paper or stuck: mend it, and prints come out by themselves.',
  },
};
const sales: Indicator = {
  id: 'eet-waiting',
  area: 'queues',
  state: 'fault',
  what: {
    cs: 'Tržby čekající na EET: {count}, nejstarší už {age}. Zákon dává 48 hodin.',
    en: 'Sales that wait for EET: {count}, the oldest for {age}. The law gives 48 hours.',
  },
  remedy: {
    cs: 'Připojte pokladnu k internetu, stačí sdílený z telefonu; tržby odejdou samy. Nejde-li to ani s internetem, řekne proč obrazovka EET.',
    en: 'Connect the register to the internet, a shared phone will do; sales leave by themselves. If they do not even then, the screen EET says why.',
  },
};
const blocked: Indicator = {
  id: 'eet-blocked',
  area: 'queues',
  state: 'fault',
  what: {
    cs: 'Tržby do EET nejde odeslat ({count}): {reason}',
    en: 'Sales cannot be sent to EET ({count}): {reasonEn}',
  },
  remedy: { cs: '{hint}', en: '{hintEn}' },
};
const rejected: Indicator = {
  id: 'eet-rejected',
  area: 'queues',
  state: 'fault',
  what: {
    cs: 'Tržby odmítnuté úřadem: {count}. Samy se neodešlou.',
    en: 'Sales refused by the authority: {count}. They are not sent by themselves.',
  },
  remedy: {
    cs: 'Důvod je na obrazovce EET u každé. Opravte údaje v Nastavení → EET a řekněte to účetní i s čísly účtenek.',
    en: 'The screen EET says why for each. Correct Settings → EET, and tell the accountant with the numbers of the receipts.',
  },
};
const orphans: Indicator = {
  id: 'eet-orphans',
  area: 'queues',
  state: 'attention',
  what: {
    cs: 'Pokladna {name} se neozývá a nechala neodeslané tržby do EET: {count}.',
    en: '{name} is silent and has left sales unsent to EET: {count}.',
  },
  remedy: {
    cs: 'Zapněte ji, nebo na obrazovce EET tržby odešlete odsud.',
    en: 'Switch it on, or send the sales from here on the screen EET.',
  },
};
const refusedBackoffice: Indicator = {
  id: 'backoffice-refused',
  area: 'queues',
  state: 'fault',
  what: { cs: 'BackOffice: {sentence}', en: 'Backoffice: {sentenceEn}' },
  remedy: { cs: '{hint}', en: '{hintEn}' },
};
const waitingBackoffice: Indicator = {
  id: 'backoffice-waiting',
  area: 'queues',
  state: 'attention',
  what: {
    cs: 'BackOffice čtyři hodiny nic nedostal, čekající změny: {count}. {sentence}',
    en: 'The backoffice has got nothing for four hours; changes that wait: {count}. {sentenceEn}',
  },
  remedy: { cs: '{hint}', en: '{hintEn}' },
};

export interface Pile {
  readonly count: number;
  readonly oldest_ms: number;
}

/** Print jobs not finished, by what they wait for. */
export interface Prints {
  readonly unknown: Pile | null;
  readonly failed: Pile | null;
  readonly waiting: Pile | null;
}

export interface Fiscal {
  readonly waiting: Pile | null;
  readonly blocked: number;
  /** Why; null when it is not known. */
  readonly why: { reason: string; reasonEn: string; hint: string; hintEn: string } | null;
  readonly rejected: number;
  readonly orphans: readonly { readonly name: string; readonly count: number }[];
}

export function judgePrints({ unknown, failed, waiting }: Prints, now_ms: number): Finding[] {
  const told = ({ count, oldest_ms }: Pile) => ({ count, age: lasting((now_ms - oldest_ms) / 1000) });
  const findings: Finding[] = [];
  if (unknown) findings.push(found(unknownPrints, told(unknown)));
  if (failed) findings.push(found(failedPrints, told(failed)));
  if (waiting && now_ms - waiting.oldest_ms > OLD_JOB_MS) findings.push(found(waitingPrints, told(waiting)));
  return findings;
}

export function judgeFiscal(fiscal: Fiscal, now_ms: number): Finding[] {
  const { waiting, why } = fiscal;
  const findings: Finding[] = [];
  if (fiscal.blocked > 0) {
    findings.push(found(blocked, { count: fiscal.blocked, ...(why ?? UNKNOWN_WHY) }));
  } else if (waiting && now_ms - waiting.oldest_ms > OLD_SALE_MS) {
    const age = lasting((now_ms - waiting.oldest_ms) / 1000);
    findings.push(found(sales, { count: waiting.count, age }));
  }
  if (fiscal.rejected > 0) findings.push(found(rejected, { count: fiscal.rejected }));
  for (const { name, count } of fiscal.orphans) findings.push(found(orphans, { name, count }));
  return findings;
}

const UNKNOWN_WHY = {
  reason: 'důvod ukáže obrazovka EET, až pokladna poběží.',
  reasonEn: 'the screen EET says why once the register runs.',
  hint: 'Spusťte pokladnu a otevřete obrazovku EET.',
  hintEn: 'Start the register and open the screen EET.',
};

export function judgeBackoffice(view: BackofficeView, now_ms: number): Finding[] {
  const words = { sentence: view.cs, sentenceEn: view.en, hint: view.hintCs, hintEn: view.hintEn };
  if (view.state === 'refused') return [found(refusedBackoffice, words)];
  const since = Date.parse(view.lastSuccessAt ?? view.pairedAt ?? '');
  if (view.state === 'unpaired' || !((view.waiting ?? 1) > 0) || !(now_ms - since > OLD_BACKOFFICE_MS))
    return [];
  return [found(waitingBackoffice, { count: view.waiting, ...words })];
}

export const queues: Check = {
  id: 'queues',
  area: 'queues',
  indicators: [
    unknownPrints,
    failedPrints,
    waitingPrints,
    sales,
    blocked,
    rejected,
    orphans,
    refusedBackoffice,
    waitingBackoffice,
  ],
  well: { cs: 'Nic nečeká déle, než má.', en: 'Nothing waits longer than it should.' },
  limit_ms: 16_000,
  async look({ register, dataFacts, dir, world, files }) {
    const now_ms = world.wall_ms();
    const [jobs, eet, backoffice] = await Promise.all([
      register.ask<PrintJobView[]>('/api/print-jobs'),
      register.ask<EetView>('/api/eet'),
      register.ask<BackofficeView>('/api/backoffice'),
    ]);
    const stored =
      jobs && eet ? null : (await files.fault(dir, 'read')) === null ? (await dataFacts(dir)).database : null;
    if (!stored && !(jobs && eet)) return null;
    return {
      findings: [
        ...judgePrints(jobs ? printsOf(jobs) : storedPrints(stored), now_ms),
        ...judgeFiscal(eet ? fiscalOf(eet) : storedFiscal(stored), now_ms),
        ...(backoffice ? judgeBackoffice(backoffice, now_ms) : []),
      ],
    };
  },
};

function printsOf(jobs: readonly PrintJobView[]): Prints {
  const pile = (...states: readonly PrintJobView['state'][]): Pile | null => {
    const of = jobs.filter(({ state }) => states.includes(state));
    return of.length === 0
      ? null
      : { count: of.length, oldest_ms: Math.min(...of.map(({ createdAt }) => Date.parse(createdAt))) };
  };
  return { unknown: pile('unknown'), failed: pile('failed'), waiting: pile('queued', 'sending') };
}

function storedPrints(stored: DatabaseState | null): Prints {
  const pile = pilesOf(stored?.jobs ?? []);
  return {
    unknown: pile('unknown', 'sending'),
    failed: pile('parked'),
    waiting: pile('queued', 'failed'),
  };
}

function pilesOf(rows: DatabaseState['jobs']) {
  return (...states: readonly string[]): Pile | null => {
    const of = rows.filter(({ state }) => states.includes(state));
    if (of.length === 0) return null;
    return {
      count: of.reduce((sum, { count }) => sum + count, 0),
      oldest_ms: Math.min(...of.map(({ oldest_ms }) => oldest_ms)),
    };
  };
}

function fiscalOf(view: EetView): Fiscal {
  const { oldest, blockedBy } = view;
  return {
    waiting:
      view.waiting > 0 && oldest ? { count: view.waiting, oldest_ms: Date.parse(oldest.soldAt) } : null,
    blocked: view.blocked,
    why: blockedBy && {
      reason: blockedBy.reason.cs,
      reasonEn: blockedBy.reason.en,
      hint: blockedBy.hint.cs,
      hintEn: blockedBy.hint.en,
    },
    rejected: view.rejected,
    orphans: view.orphans
      .filter(({ takenOver }) => !takenOver)
      .map(({ registerName, count }) => ({ name: registerName, count })),
  };
}

function storedFiscal(stored: DatabaseState | null): Fiscal {
  const pile = pilesOf(stored?.sales ?? []);
  return {
    waiting: pile('waiting'),
    blocked: pile('blocked')?.count ?? 0,
    why: null,
    rejected: pile('rejected')?.count ?? 0,
    orphans: [],
  };
}
