import type { SiblingsView } from '../../http/contract.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

/** So many changes are hours of sales: links that work take them over in a second. */
const BEHIND_MAX = 5_000;

const missing: Indicator = {
  id: 'sibling-missing',
  area: 'siblings',
  state: 'attention',
  what: { cs: '{sentence}', en: '{sentenceEn}' },
  remedy: { cs: '{hint}', en: '{hintEn}' },
};
const behind: Indicator = {
  id: 'sibling-behind',
  area: 'siblings',
  state: 'attention',
  what: {
    cs: 'Pokladna {name} nemá {count} změn odsud, i když je spojená.',
    en: '{name} lacks {count} changes of this register, although it is linked.',
  },
  remedy: {
    cs: 'Počkejte pár minut a kontrolu zopakujte. Neubývá-li jich, restartujte obě pokladny po zavření směny a podívejte se na místo na disku té druhé.',
    en: 'Wait some minutes and look again. If they do not grow fewer, restart both after the shift is closed and see the room on the disk of the other one.',
  },
};
const look: Indicator = {
  id: 'sibling-network',
  area: 'siblings',
  state: 'attention',
  what: { cs: '{sentence}', en: '{sentenceEn}' },
  remedy: { cs: '{hint}', en: '{hintEn}' },
};
const drawing: Indicator = {
  id: 'sibling-drawing',
  area: 'siblings',
  state: 'attention',
  what: {
    cs: 'Pokladna ještě nemá všechna data obchodu, čeká na ně od sousedů.',
    en: 'The register does not have all data of the shop yet and waits for its siblings.',
  },
  remedy: {
    cs: 'Zapněte některou z ostatních pokladen a nechte ji běžet, až se data stáhnou. Není-li už žádná, zvolte v Nastavení → Sousedé „Pokračovat bez ostatních“.',
    en: 'Switch another register on and let it run until the data have come. If there is none any more, choose “Go on alone” in Settings → Siblings.',
  },
};
const intruder: Indicator = {
  id: 'sibling-turned-away',
  area: 'siblings',
  state: 'attention',
  what: {
    cs: 'K pokladně se z adresy {address} hlásí někdo, koho nepustila ({count}×): {sentence}',
    en: 'Somebody at {address} knocks at this register and was turned away ({count} times): {sentenceEn}',
  },
  remedy: {
    cs: 'Je-li to vaše pokladna, odpojte ji a připojte znovu kódem. Jinak je v síti cizí zařízení: oddělte síť hostů od sítě pokladen.',
    en: 'If it is a register of yours, disconnect it and join it again by a code. Otherwise a stranger is on the network: keep the guests’ apart from the registers’.',
  },
};

export function judgeSiblings(view: SiblingsView): Finding[] {
  const findings: Finding[] = [];
  const words = (of: { cs: string; en: string; hintCs: string; hintEn: string }) => ({
    sentence: of.cs,
    sentenceEn: of.en,
    hint: of.hintCs,
    hintEn: of.hintEn,
  });
  if (view.self.drawing) findings.push(found(drawing));
  if (view.network.state === 'attention') findings.push(found(look, words(view.network)));
  for (const sibling of view.siblings) {
    const { registerId, name, state } = sibling;
    if (state === 'missing' || state === 'one-way') {
      findings.push(found(missing, { register: registerId, name, ...words(sibling) }));
    } else if (state === 'linked' && (sibling.behind ?? 0) > BEHIND_MAX) {
      findings.push(found(behind, { register: registerId, name, count: sibling.behind }));
    }
  }
  for (const { address, count, cs, en } of view.intruders) {
    findings.push(found(intruder, { address, count, sentence: cs, sentenceEn: en }));
  }
  return findings;
}

export const siblings: Check = {
  id: 'siblings',
  area: 'siblings',
  indicators: [missing, behind, look, drawing, intruder],
  well: { cs: 'Sousední pokladny jsou spojené ({count}).', en: 'Siblings are linked ({count}).' },
  async look({ register }) {
    const view = await register.ask<SiblingsView>('/api/siblings');
    if (!view?.paired) return null;
    const count = view.siblings.filter(({ state }) => state === 'linked').length;
    return { findings: judgeSiblings(view), facts: { count } };
  },
};
