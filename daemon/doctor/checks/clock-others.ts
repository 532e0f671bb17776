import type { BackofficeView, SiblingsView } from '../../http/contract.ts';
import { CLOCK_TOLERANCE_S } from '../../siblings/diagnosis.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const siblings: Indicator = {
  id: 'clock-siblings',
  area: 'clock',
  state: 'attention',
  what: {
    cs: 'Hodiny pokladny {name} jdou proti této o {seconds} s jinak.',
    en: 'The clock of {name} differs from this one by {seconds} s.',
  },
  remedy: {
    cs: 'Porovnejte obě s přesným časem a na té, která jde špatně, zapněte čas ze sítě („sudo timedatectl set-ntp true“).',
    en: 'Compare both with the exact time, and switch on time from the network on the wrong one (“sudo timedatectl set-ntp true”).',
  },
};
const backoffice: Indicator = {
  id: 'clock-backoffice',
  area: 'clock',
  state: 'attention',
  what: {
    cs: 'Hodiny pokladny jdou proti BackOffice o {seconds} s jinak: účtenky nesou špatný čas.',
    en: 'The clock of the register differs from the backoffice by {seconds} s: receipts bear a wrong time.',
  },
  remedy: {
    cs: 'Zapněte čas ze sítě („sudo timedatectl set-ntp true“). Pomůže-li to jen do vypnutí, vyměňte baterii na základní desce.',
    en: 'Switch on time from the network (“sudo timedatectl set-ntp true”). If that helps only until it is switched off, replace the battery on the board.',
  },
};

export function judgeOthers(
  others: readonly { readonly name: string; readonly ahead_s: number | null }[],
  backofficeAhead_s: number | null,
): Finding[] {
  const off = (ahead_s: number | null) => Math.abs(ahead_s ?? 0) > CLOCK_TOLERANCE_S;
  const findings = others
    .filter(({ ahead_s }) => off(ahead_s))
    .map(({ name, ahead_s }) => found(siblings, { name, seconds: Math.abs(ahead_s ?? 0) }));
  if (off(backofficeAhead_s)) findings.push(found(backoffice, { seconds: Math.abs(backofficeAhead_s ?? 0) }));
  return findings;
}

export const clockOthers: Check = {
  id: 'clock-others',
  area: 'clock',
  indicators: [siblings, backoffice],
  well: { cs: 'Hodiny souhlasí s ostatními.', en: 'The clock agrees with the others.' },
  async look({ register }) {
    const [view, upstream] = await Promise.all([
      register.ask<SiblingsView>('/api/siblings'),
      register.ask<BackofficeView>('/api/backoffice'),
    ]);
    if (!view && !upstream) return null;
    const linked = view?.siblings.filter(({ state }) => state === 'linked') ?? [];
    return {
      findings: judgeOthers(
        linked.map(({ name, clockAhead_s }) => ({ name, ahead_s: clockAhead_s })),
        upstream?.clockAhead_s ?? null,
      ),
    };
  },
};
