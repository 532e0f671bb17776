import type { DeviceView, HealthPart } from '../http/contract.ts';
import { named } from '../printing/wording.ts';

const english: Record<DeviceView['kind'], readonly [string, string]> = {
  printer: ['Printer', 'Check its power and cable.'],
  drawer: ['Cash drawer', 'Open it with the key; check its cable.'],
  display: ['Customer display', 'Check its cable.'],
  scale: ['Scale', 'Type weights by hand; check its cable.'],
  scanner: ['Scanner', 'Type codes by hand; check its cable.'],
};

/** Selling goes on without any of them, so at worst somebody should look. */
export function otherDevicesHealth(views: readonly DeviceView[]): HealthPart[] {
  return views.map((view) => {
    const [name, hint] = english[view.kind];
    const ok = view.state === 'up';
    return {
      id: view.id,
      state: ok ? 'ok' : 'attention',
      cs: named(view.name, view.sentence),
      en: ok ? `${name} is connected.` : `${name} is not connected.`,
      hintCs: ok ? '' : (view.hint ?? ''),
      hintEn: ok ? '' : hint,
    };
  });
}
