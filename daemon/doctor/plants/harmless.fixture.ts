import { chmodSync } from 'node:fs';
import type { DeviceView } from '../../http/contract.ts';
import type { Box } from '../box.fixture.ts';
import type { Plant } from './plant.fixture.ts';

const device = (how: string, change: Partial<DeviceView>) => ({
  how,
  plant({ views }: Box) {
    const [first] = views['/api/devices'];
    if (first) views['/api/devices'][0] = { ...first, ...change };
  },
});
const hint = { cs: 'Chvíli počkejte.', en: 'Wait a moment.' };

/** What looks like a fault and is none: nothing may be found of it. */
export const harmless: readonly Omit<Plant, 'id' | 'with' | 'says'>[] = [
  {
    how: 'a folder that all may enter, with files that nobody else may read',
    plant: ({ dir }) => chmodSync(dir, 0o755),
  },
  device('a printer that is well and has a hint', { hint }),
  device('a drawer that is being connected', { kind: 'drawer', state: 'connecting', hint }),
  {
    how: 'no way to the internet in a shop that needs none',
    plant(box) {
      box.views['/api/eet'].environment = null;
      box.views['/api/backoffice'].url = 'http://10.0.0.20:8080';
      box.put('/proc/net/route', 'Iface\tDestination\tGateway\n');
      box.put('/etc/resolv.conf', '');
    },
  },
  {
    how: 'a user outside of both groups in a shop whose devices are on the network',
    plant(box) {
      box.eyes.user = { ...box.eyes.user, groups: [] };
    },
  },
];
