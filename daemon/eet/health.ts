import type { Why } from '../../wire/index.ts';
import type { EetView, HealthPart, Words } from '../http/contract.ts';
import type { Counts } from './queue/storage.ts';
import type { AlarmLevel } from './queue/timing.ts';
import { givenSalesCs, salesCs, salesEn, timeOf } from './wording.ts';

/** How registering stands. Selling goes on in any case, so nothing here is ever a fault. */
export interface EetCondition {
  readonly counts: Pick<Counts, 'waiting' | 'blocked' | 'rejected'>;
  /** Of the one that waits longest, blocked ones included. */
  readonly left_ms: number | null;
  readonly alarm: AlarmLevel;
  /** Of the oldest one that was refused. */
  readonly rejectedLeft_ms: number | null;
  /** Why the first of the blocked is. */
  readonly blockedBy: Why | null;
  /** Of the last two days. */
  readonly unverified: number;
  readonly orphans: EetView['orphans'];
  readonly now_ms: number;
  /** The register's id does not fit the authority's message. */
  readonly misnamed: string | null;
  /** The first of the authority's warnings beside its last answer. */
  readonly remark: string | null;
  /** What sends could not be loaded. */
  readonly broken: boolean;
  /** Sales that could not be written down to be registered: a defect of the program. */
  readonly lost: number;
}

export function eetHealth(condition: EetCondition): HealthPart[] {
  return [
    waiting(condition),
    ...rejected(condition.counts.rejected, condition.rejectedLeft_ms ?? 0),
    ...unverified(condition.unverified),
    ...orphaned(condition),
    ...misnamed(condition.misnamed),
    ...remarked(condition.remark),
    ...lost(condition.lost),
  ];
}

function part(id: string, what: Words, hint: Words, state: HealthPart['state'] = 'attention'): HealthPart {
  return { id, state, cs: what.cs, en: what.en, hintCs: hint.cs, hintEn: hint.en };
}

const nothing: Words = { cs: '', en: '' };

/** The louder the nearer the end of the 48 hours; what stands in the way is said whenever something does. */
function waiting({ counts, left_ms, alarm, blockedBy, broken }: EetCondition): HealthPart {
  const count = counts.waiting + counts.blocked;
  const left = left_ms ?? 0;
  if (broken) return part('eet', BROKEN.reason, BROKEN.hint);
  if (count === 0) {
    return part('eet', { cs: 'EET: vše je odesláno.', en: 'EET: everything is sent.' }, nothing, 'ok');
  }
  const why = counts.blocked > 0 ? blockedBy : null;
  const because = { cs: why ? ` ${why.reason.cs}` : '', en: why ? ` ${why.reason.en}` : '' };
  const what = howLong(alarm, count, left);
  const said = { cs: `${what.cs}${because.cs}`, en: `${what.en}${because.en}` };
  if (alarm === 0) {
    return why
      ? part('eet', said, why.hint)
      : part('eet', said, { cs: 'Odešle se samo.', en: 'It is sent by itself.' }, 'ok');
  }
  return part('eet', said, why?.hint ?? HINTS[alarm]);
}

function howLong(alarm: AlarmLevel, count: number, left_ms: number): Words {
  const cs = salesCs(count);
  const en = salesEn(count);
  switch (alarm) {
    case 0:
      return { cs: `EET: na odeslání ${cs}.`, en: `EET: ${en} to be sent.` };
    case 1:
      return {
        cs: `EET: na odeslání ${cs}, nejstarší už přes 12 hodin. Do konce lhůty zbývá ${timeOf(left_ms)}.`,
        en: `EET: ${en} to be sent, the oldest for over 12 hours. ${timeOf(left_ms)} left of the time allowed.`,
      };
    case 2:
      return {
        cs: `EET naléhá: na odeslání ${cs}, nejstarší už přes 36 hodin! Do konce lhůty zbývá ${timeOf(left_ms)}.`,
        en: `EET is pressing: ${en} to be sent, the oldest for over 36 hours! ${timeOf(left_ms)} left of the time allowed.`,
      };
    case 3:
      return {
        cs: `POZOR, EET! Na odeslání ${cs} a lhůta končí za ${timeOf(left_ms)}!`,
        en: `ATTENTION, EET! ${en} to be sent, and the time allowed ends in ${timeOf(left_ms)}!`,
      };
    case 4:
      return {
        cs: `EET: LHŮTA 48 HODIN VYPRŠELA! Na odeslání ${cs}, nejstarší je po lhůtě ${timeOf(-left_ms)}.`,
        en: `EET: THE 48 HOURS ARE OVER! ${en} to be sent, the oldest is ${timeOf(-left_ms)} late.`,
      };
  }
}

const HINTS: Readonly<Record<Exclude<AlarmLevel, 0>, Words>> = {
  1: {
    cs: 'Zkontrolujte připojení k internetu. Pokladna to zkouší sama dál.',
    en: 'Check the internet connection. The register keeps trying by itself.',
  },
  2: {
    cs: 'Zařiďte internet ještě dnes, stačí i sdílený z telefonu. Pokladna pak odešle všechno sama.',
    en: 'Get the internet back today, a shared phone will do. The register then sends everything by itself.',
  },
  3: {
    cs: 'Připojte pokladnu k internetu hned, třeba přes telefon, a zavolejte technika.',
    en: 'Connect the register to the internet now, by a phone if need be, and call the technician.',
  },
  4: {
    cs: 'Připojte pokladnu k internetu hned, i pozdě se tržby odešlou. Poznamenejte si, kdy a proč internet nešel, a řekněte to účetní.',
    en: 'Connect the register to the internet now: late sales are sent too. Note when and why it was out, and tell your accountant.',
  },
};

const BROKEN: Why = {
  reason: {
    cs: 'EET: odesílání se nepodařilo spustit, tržby čekají.',
    en: 'EET: sending could not be started; sales wait.',
  },
  hint: {
    cs: 'Pokladna to za minutu zkusí znovu. Když to trvá, zavolejte technika.',
    en: 'The register tries again in a minute. If it lasts, call the technician.',
  },
};

function rejected(count: number, left_ms: number): HealthPart[] {
  if (count === 0) return [];
  const refused =
    count === 1
      ? {
          cs: 'EET: jednu tržbu úřad odmítl, sama se neodešle.',
          en: 'EET: one sale was refused and is not sent by itself.',
        }
      : {
          cs: `EET: úřad odmítl ${givenSalesCs(count)}, samy se neodešlou.`,
          en: `EET: ${salesEn(count)} were refused and are not sent by themselves.`,
        };
  const hint = {
    cs: 'Na stránce EET je vidět proč. Nahlaste to správci pokladny i s čísly účtenek.',
    en: 'The EET page says why. Tell whoever looks after the register, with the numbers of the receipts.',
  };
  return [part('eet-rejected', withTime(refused, left_ms), hint)];
}

function withTime({ cs, en }: Words, left_ms: number): Words {
  return left_ms > 0
    ? {
        cs: `${cs} Do konce lhůty zbývá ${timeOf(left_ms)}.`,
        en: `${en} ${timeOf(left_ms)} left of the time allowed.`,
      }
    : { cs: `${cs} Lhůta 48 hodin už vypršela.`, en: `${en} The 48 hours are over.` };
}

function unverified(count: number): HealthPart[] {
  if (count === 0) return [];
  const what = {
    cs: `EET: úřad potvrdil ${givenSalesCs(count)}, ale podpis jeho odpovědi nejde ověřit. Znovu se neposílá nic.`,
    en: `EET: the authority has confirmed ${salesEn(count)}, but the signature of its answer cannot be verified. Nothing is sent again.`,
  };
  const hint = {
    cs: 'Nahlaste to správci pokladny, odpovědi úřadu jsou uložené.',
    en: 'Tell whoever looks after the register; the answers of the authority are kept.',
  };
  return [part('eet-unverified', what, hint)];
}

/** Of what silent registers have left and nobody has taken over, to the end of its 48 hours; null when there is none. */
export function orphansLeft_ms(orphans: EetView['orphans'], now_ms: number): number | null {
  const deadlines = orphans
    .filter(({ takenOver }) => !takenOver)
    .map(({ deadlineAt }) => Date.parse(deadlineAt));
  return deadlines.length === 0 ? null : Math.min(...deadlines) - now_ms;
}

function orphaned({ orphans, now_ms }: Pick<EetCondition, 'orphans' | 'now_ms'>): HealthPart[] {
  const left = orphans.filter(({ takenOver }) => !takenOver);
  const [first] = left;
  if (!first) return [];
  const count = left.reduce((sum, one) => sum + one.count, 0);
  const abandoned =
    left.length === 1
      ? {
          cs: `EET: pokladna „${first.registerName}“ se neozývá a nechala na odeslání ${givenSalesCs(count)}.`,
          en: `EET: the register “${first.registerName}” is silent and has left ${salesEn(count)} to be sent.`,
        }
      : {
          cs: `EET: pokladny, které se neozývají (${left.length}), nechaly na odeslání ${givenSalesCs(count)}.`,
          en: `EET: ${left.length} registers are silent and have left ${salesEn(count)} to be sent.`,
        };
  const what = withTime(abandoned, orphansLeft_ms(orphans, now_ms) ?? 0);
  const hint = {
    cs: 'Zapněte ji, nebo na stránce EET tržby odešlete odsud.',
    en: 'Switch it on, or send the sales from here on the EET page.',
  };
  return [part('eet-orphans', what, hint)];
}

function misnamed(id: string | null): HealthPart[] {
  if (id === null) return [];
  const what = {
    cs: `EET: značka této pokladny „${id}“ je delší než 20 znaků, její tržby úřad nepřijme.`,
    en: `EET: the id of this register “${id}” is longer than 20 characters; the authority does not take its sales.`,
  };
  const hint = {
    cs: 'Ať ji technik hned zkrátí v souboru s nastavením pokladny.',
    en: 'A technician has to shorten it in the configuration of the register at once.',
  };
  return [part('eet-register-id', what, hint)];
}

/** It never takes a POK back, but may say that each sale is registered under a wrong number. */
function remarked(remark: string | null): HealthPart[] {
  if (remark === null) return [];
  const what = {
    cs: `EET: úřad poslední tržbu potvrdil, ale upozorňuje: ${remark}`,
    en: `EET: the authority has confirmed the last sale, with a warning: “${remark}”`,
  };
  const hint = {
    cs: 'Tržba je zaevidovaná. Zkontrolujte údaje v nastavení EET a datum pokladny a řekněte to účetní.',
    en: 'The sale is registered. Check the settings of EET and the date of the register, and tell your accountant.',
  };
  return [part('eet-warning', what, hint)];
}

function lost(count: number): HealthPart[] {
  if (count === 0) return [];
  const what = {
    cs: `EET: od spuštění se nepodařilo připravit k odeslání ${givenSalesCs(count)}. Prodej platí.`,
    en: `EET: ${salesEn(count)} could not be prepared for sending since the start. The sale holds.`,
  };
  const hint = {
    cs: 'Zavolejte technika: v záznamu o běhu jsou čísla účtenek.',
    en: 'Call the technician: the numbers of the receipts are in the log.',
  };
  return [part('eet-lost', what, hint)];
}
