import { devicesOf } from '../../config/devices.ts';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';
import { localDevices } from './local-devices.ts';

const missing: Indicator = {
  id: 'user-not-in-group',
  area: 'permissions',
  state: 'fault',
  what: {
    cs: 'Uživatel {user} není ve skupině {group}, proto nesmí na zařízení {names}.',
    en: 'The user {user} is not in the group {group}, so that {names} is closed to it.',
  },
  remedy: {
    cs: 'Přidejte ho: „sudo usermod -aG {group} {user}“ a pokladnu restartujte („sudo systemctl restart kasad“).',
    en: 'Add it: “sudo usermod -aG {group} {user}” and restart the register (“sudo systemctl restart kasad”).',
  },
};

/** Debian gives serial ports to `dialout` and USB printers to `lp`. */
export function judgeGroups(
  user: { readonly name: string; readonly uid: number; readonly groups: readonly string[] },
  devices: readonly { readonly name: string; readonly kind: 'serial' | 'usblp' }[],
): Finding[] {
  if (user.uid === 0) return [];
  return (['serial', 'usblp'] as const).flatMap((kind) => {
    const group = kind === 'serial' ? 'dialout' : 'lp';
    const names = devices.filter((one) => one.kind === kind).map(({ name }) => name);
    if (names.length === 0 || user.groups.includes(group)) return [];
    return [found(missing, { user: user.name, group, names: names.join(', ') })];
  });
}

export const groups: Check = {
  id: 'groups',
  area: 'permissions',
  indicators: [missing],
  well: { cs: 'Uživatel {user} je ve správných skupinách.', en: 'The user {user} is in the right groups.' },
  async look({ user, configuration }) {
    if (!configuration.config) return null;
    const devices = localDevices(devicesOf(configuration.config));
    if (devices.length === 0) return null;
    return { findings: judgeGroups(user, devices), facts: { user: user.name } };
  },
};
