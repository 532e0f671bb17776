import type { DeviceView, HealthPart } from '../http/contract.ts';
import { named } from '../printing/wording.ts';

/** Selling goes on without any of them, so at worst somebody should look. */
export function otherDevicesHealth(views: readonly DeviceView[]): HealthPart[] {
  return views.map(({ id, name, state, sentence, hint }) => {
    const ok = state === 'up';
    return {
      id,
      state: ok ? 'ok' : 'attention',
      cs: named(name, sentence.cs),
      en: named(name, sentence.en),
      hintCs: ok ? '' : (hint?.cs ?? ''),
      hintEn: ok ? '' : (hint?.en ?? ''),
    };
  });
}
