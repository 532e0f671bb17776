import type { HealthPart, SiblingsView, SiblingView } from '../http/contract.ts';
import { CLOCK_TOLERANCE_S } from './diagnosis.ts';

/** What the status bar says of the siblings: one part for those that are missing, one for clocks, one for the network. */
export function siblingsHealth(view: Pick<SiblingsView, 'paired' | 'siblings' | 'network'>): HealthPart[] {
  if (!view.paired) return [];
  const living = view.siblings.filter(({ state }) => state !== 'revoked');
  return [missing(living), clock(living), network(view.network)];
}

function missing(siblings: readonly SiblingView[]): HealthPart {
  const away = siblings.filter(({ state }) => state !== 'linked');
  const [first] = away;
  if (first === undefined) {
    return {
      id: 'siblings',
      state: 'ok',
      cs: 'Pokladny jsou spojené.',
      en: 'The registers are linked.',
      hintCs: '',
      hintEn: '',
    };
  }
  const more = away.length - 1;
  return {
    id: 'siblings',
    state: 'attention',
    cs: `${first.cs}${more > 0 ? ` Nespojených pokladen je ${away.length}.` : ''}`,
    en: `${first.en}${more > 0 ? ` ${away.length} registers are not linked.` : ''}`,
    hintCs: `${first.hintCs} Změny se nahrají samy, až se pokladny spojí.`.trim(),
    hintEn: `${first.hintEn} Changes will catch up by themselves once they are linked.`.trim(),
  };
}

function clock(siblings: readonly SiblingView[]): HealthPart {
  const off = siblings.find(
    ({ state, clockAhead_s }) => state === 'linked' && Math.abs(clockAhead_s ?? 0) > CLOCK_TOLERANCE_S,
  );
  if (off === undefined) {
    return {
      id: 'sibling-clocks',
      state: 'ok',
      cs: 'Hodiny pokladen jdou stejně.',
      en: "The registers' clocks agree.",
      hintCs: '',
      hintEn: '',
    };
  }
  const { cs, en, hintCs, hintEn } = off;
  return { id: 'sibling-clocks', state: 'attention', cs, en, hintCs, hintEn };
}

function network({ state, cs, en, hintCs, hintEn }: SiblingsView['network']): HealthPart {
  return { id: 'network', state, cs, en, hintCs, hintEn };
}
