import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Box, UNIT } from '../box.fixture.ts';
import type { Plant } from './plant.fixture.ts';

const file = (id: string, how: string, path: string, text: string): Plant => ({
  id,
  how,
  plant: (box) => box.put(path, text),
});
const unit = (id: string, how: string, line: string, name = 'kasad.service'): Plant => ({
  id,
  how,
  plant(box: Box) {
    const [key] = line.split('=');
    box.said.set(`systemctl show ${name}`, UNIT.replace(new RegExp(`^${key}=.*$`, 'm'), line));
  },
});
const clock = (id: string, how: string, shown: string): Plant => ({
  id,
  how,
  plant: (box) => void box.said.set('timedatectl', shown),
});

const THROTTLED = '/sys/devices/platform/soc/soc:firmware/get_throttled';
const YEAR_2010_S = 1_262_304_000;

export const systemPlants: readonly Plant[] = [
  clock(
    'clock-not-synchronised',
    'time from the network that does not come',
    'NTP=yes\nNTPSynchronized=no\n',
  ),
  clock('clock-network-off', 'time from the network is off', 'NTP=no\nNTPSynchronized=no\n'),
  file(
    'clock-battery',
    'a clock on the board that stands in 2010',
    '/sys/class/rtc/rtc0/since_epoch',
    `${YEAR_2010_S}\n`,
  ),
  file(
    'clock-battery',
    'a clock on the board that is an hour behind',
    '/sys/class/rtc/rtc0/since_epoch',
    `${Math.floor(Date.now() / 1000) - 3_600}\n`,
  ),
  {
    id: 'clock-no-battery',
    how: 'a Raspberry Pi without a clock',
    plant(box) {
      box.put('/sys/class/rtc/rtc0/since_epoch', '');
      box.put('/proc/device-tree/model', 'Raspberry Pi 4 Model B Rev 1.4\0');
    },
  },
  unit('service-disabled', 'a service that does not start by itself', 'UnitFileState=disabled'),
  unit('service-failed', 'a screen that has failed', 'ActiveState=failed', 'kasad-kiosk.service'),
  unit('service-restarts', 'a service that has crashed five times', 'NRestarts=5'),
  unit('service-unwatched', 'a service without its watchdog', 'WatchdogUSec=0'),
  file(
    'memory-low',
    'forty megabytes left',
    '/proc/meminfo',
    'MemTotal: 1000000 kB\nMemAvailable: 40000 kB\n',
  ),
  file('temperature-high', 'a box of 91 degrees', '/sys/class/thermal/thermal_zone0/temp', '91000\n'),
  file('temperature-throttled', 'a processor that was slowed down', THROTTLED, '40000\n'),
  file('power-weak', 'a voltage that has fallen once', THROTTLED, '10000\n'),
  file('power-weak', 'a voltage that is low now', '/sys/class/hwmon/hwmon0/in0_lcrit_alarm', '1\n'),
  {
    id: 'update-rolled-back',
    how: 'an update that went back',
    says: /aktualizace na verzi 0\.2\.0 se nepovedla.*předchozí verzi 0\.1\.0/,
    plant: (box) =>
      writeFileSync(
        join(box.dir, 'update.json'),
        '{"state":"rolled-back","from":"0.1.0","to":"0.2.0","at":""}',
        {
          mode: 0o600,
        },
      ),
  },
  {
    id: 'version-not-restarted',
    how: 'a program newer than the one that runs',
    with: ['version-differs'],
    plant({ views }) {
      views['/health'].version = '0.0.9';
    },
  },
  {
    id: 'node-old',
    how: 'a program on Node 22',
    plant(box) {
      const versions = process.versions;
      Object.defineProperty(process, 'versions', { value: { ...versions, node: '22.1.0' } });
      box.undo.push(() => void Object.defineProperty(process, 'versions', { value: versions }));
    },
  },
];
