import type { DeviceView } from '../../http/contract.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const down: Indicator = {
  id: 'device-down',
  area: 'devices',
  state: 'fault',
  what: { cs: '{name}: {sentence}', en: '{name}: {sentenceEn}' },
  remedy: { cs: '{hint}', en: '{hintEn}' },
};
const attention: Indicator = { ...down, id: 'device-attention', state: 'attention' };
const unlearnt: Indicator = {
  id: 'drawer-unlearnt',
  area: 'devices',
  state: 'attention',
  what: {
    cs: '{name}: pokladna ještě nezná její čidlo, a proto nevidí, jestli je otevřená.',
    en: '{name}: its switch is not known yet, so that the register cannot see whether it is open.',
  },
  remedy: {
    cs: 'Zásuvku zavřete a v Nastavení → Zařízení klepněte na „Otevřít zásuvku“. Pokladna se čidlo naučí, nebo pozná, že žádné není.',
    en: 'Close the drawer and tap “Open drawer” in Settings → Devices. The register learns the switch, or that there is none.',
  },
};

export function judgeDevices(views: readonly DeviceView[]): Finding[] {
  return views.flatMap(({ id, kind, name, url, state, sentence, hint }) => {
    const facts = {
      device: id,
      name,
      url,
      sentence: sentence.cs,
      sentenceEn: sentence.en,
      hint: hint?.cs ?? '',
      hintEn: hint?.en ?? '',
    };
    if (state === 'down') return [found(down, facts)];
    if (state === 'attention') return [found(attention, facts)];
    return kind === 'drawer' && state === 'up' && hint !== null ? [found(unlearnt, facts)] : [];
  });
}

export const runningDevices: Check = {
  id: 'devices',
  area: 'devices',
  indicators: [down, attention, unlearnt],
  well: { cs: 'Zařízení fungují ({count}).', en: 'Devices work ({count}).' },
  async look({ register }) {
    const views = await register.ask<DeviceView[]>('/api/devices');
    return views ? { findings: judgeDevices(views), facts: { count: views.length } } : null;
  },
};
