import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { networkInterfaces } from 'node:os';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { realWorld } from '../../world/index.ts';
import type { Config } from '../config/schema.ts';
import { demoConfig } from '../demo/config.ts';
import type {
  BackofficeView,
  DeviceView,
  EetView,
  Health,
  PrintJobView,
  SiblingsView,
  SiblingView,
} from '../http/contract.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/database.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { CHECKS } from './checks.ts';
import { examine } from './examination.ts';
import type { DataState } from './eyes/data-facts.ts';
import type { Eyes } from './eyes/eyes.ts';
import { createFiles } from './eyes/files.ts';
import { createProcesses } from './eyes/processes.ts';
import type { Finding } from './finding.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a running register answers, by path. */
export interface Views {
  '/health': Health;
  '/api/devices': DeviceView[];
  '/api/siblings': SiblingsView;
  '/api/eet': EetView;
  '/api/backoffice': BackofficeView;
  '/api/print-jobs': PrintJobView[];
}

/**
 * A healthy box to plant faults into: a true data folder, a tree of files in the place of /proc, /sys, /etc, /run and
 * /usr, and a register that answers. Whatever a fault needs true is put into `eyes`.
 */
export interface Box {
  readonly eyes: Mutable<Eyes>;
  readonly views: Views;
  readonly root: string;
  readonly dir: string;
  /** Writes a file of the tree, `/proc/meminfo`. */
  put(path: string, text: string): void;
  /** Changes the configuration of the register. */
  configure(change: Partial<Mutable<Config>>): void;
  /** No register runs; it was stopped in good order. */
  stop(): void;
  /** Outputs of programs by their first words. */
  readonly said: Map<string, string>;
  data: DataState;
  /** Undone in reverse when the box is thrown away. */
  readonly undo: (() => void | Promise<void>)[];
  look(): Promise<Finding[]>;
  close(): Promise<void>;
}

const NOW_S = Math.floor(Date.now() / 1000);

const TREE: Readonly<Record<string, string>> = {
  '/proc/self/mountinfo': '22 1 179:2 / / rw,relatime shared:1 - ext4 /dev/mmcblk0p2 rw\n',
  '/proc/meminfo': 'MemTotal:        3884000 kB\nMemFree:          100000 kB\nMemAvailable:    2500000 kB\n',
  '/proc/uptime': '86400.11 160000.22\n',
  '/proc/locks': '',
  '/proc/net/tcp': '  sl  local_address rem_address   st\n',
  '/proc/net/igmp':
    'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n2\teth0      :     2      V3\n\t\t\t\tFB0000E0     1 0:00000000\t\t0\n',
  '/proc/net/route':
    'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\neth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n',
  '/proc/sys/net/ipv4/ip_unprivileged_port_start': '1024\n',
  '/sys/fs/ext4/mmcblk0p2/errors_count': '0\n',
  '/sys/fs/ext4/mmcblk0p2/journal_task': '231\n',
  '/sys/block/mmcblk0/device/life_time': '0x01 0x02\n',
  '/sys/block/mmcblk0/device/pre_eol_info': '0x01\n',
  '/sys/block/mmcblk0/device/type': 'MMC\n',
  '/sys/block/mmcblk0/device/name': 'SLD64G\n',
  '/sys/class/net/eth0/flags': '0x1003\n',
  '/sys/class/rtc/rtc0/since_epoch': `${NOW_S}\n`,
  '/sys/class/thermal/thermal_zone0/temp': '48000\n',
  '/sys/class/hwmon/hwmon0/name': 'rpi_volt\n',
  '/sys/class/hwmon/hwmon0/in0_lcrit_alarm': '0\n',
  '/sys/devices/platform/soc/soc:firmware/get_throttled': '0\n',
  '/etc/resolv.conf': 'nameserver 10.0.0.1\n',
  '/etc/adjtime': '0.0 0 0.0\n0\nUTC\n',
  '/run/systemd/system/.here': '',
};

export const UNIT =
  'LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nNRestarts=0\nResult=success\nWatchdogUSec=30s\n';

const CARD = { family: 'IPv4', mac: '02:00:00:00:00:01', internal: false } as const;
export const card = (address: string) => ({
  ...CARD,
  address,
  netmask: '255.255.255.0',
  cidr: `${address}/24`,
});

const at = (ago_ms = 0) => new Date(realWorld.wall_ms() - ago_ms).toISOString();
const nothing = { hintCs: '', hintEn: '' };

export const sibling = (change: Partial<SiblingView> = {}): SiblingView => ({
  registerId: 'pokladna-2',
  name: 'Pokladna 2',
  series: 'R2',
  version: '0.1.0',
  state: 'linked',
  address: '10.0.0.8:8883',
  seenBy: ['mdns'],
  since: at(),
  behind: 0,
  ahead: 0,
  clockAhead_s: 0,
  cs: '',
  en: '',
  ...nothing,
  ...change,
});

function healthyViews(): Views {
  return {
    '/health': {
      state: 'ok',
      cs: 'Vše v pořádku.',
      en: 'Everything is fine.',
      parts: [{ id: 'disk', state: 'ok', cs: 'Na disku je dost místa.', en: 'There is room.', ...nothing }],
      version: '0.1.0',
      uptime_s: 7_300,
      at: at(),
    },
    '/api/devices': [
      {
        id: 'uctenky',
        kind: 'printer',
        name: 'Tiskárna účtenek',
        url: 'tcp://10.0.0.5:9100',
        profile: 'epson-tm-t20iii',
        state: 'up',
        sentence: { cs: 'Tiskárna je připravená.', en: 'The printer is ready.' },
        hint: null,
        routes: ['receipt'],
        codePage: 18,
      },
    ],
    '/api/siblings': {
      paired: true,
      self: {
        registerId: 'pokladna-1',
        name: 'Pokladna 1',
        series: 'R1',
        version: '0.1.0',
        addresses: ['10.0.0.7:8883'],
        drawing: false,
      },
      siblings: [sibling()],
      hosts: [],
      pairing: null,
      guests: [],
      network: { state: 'ok', cs: 'Síť funguje.', en: 'The network works.', ...nothing },
      intruders: [],
    },
    '/api/eet': {
      environment: 'production',
      waiting: 0,
      blocked: 0,
      rejected: 0,
      unverified: 0,
      confirmedToday: 12,
      oldest: null,
      last: null,
      blockedBy: null,
      certificates: [certificate()],
      renewal: null,
      orphans: [],
    },
    '/api/backoffice': {
      state: 'in-step',
      cs: 'BackOffice má všechno.',
      en: 'The backoffice has everything.',
      ...nothing,
      store: { id: 'brno', name: 'Brno' },
      url: 'https://backoffice.example.cz',
      urlFixed: false,
      pairedAt: at(86_400_000),
      lastSuccessAt: at(),
      nextAt: null,
      waiting: 0,
      coming: 0,
      parked: 0,
      shiftsToCheck: 0,
      live: true,
      clockAhead_s: 0,
      fault: null,
    },
    '/api/print-jobs': [],
  };
}

export function certificate(
  change: Partial<EetView['certificates'][number]> = {},
): EetView['certificates'][number] {
  return {
    eic: 'CZ12345678',
    environment: 'production',
    notBefore: at(86_400_000),
    notAfter: at(-300 * 86_400_000),
    daysLeft: 300,
    fingerprint: 'ab'.repeat(32),
    active: true,
    ...change,
  };
}

export const printJob = (state: PrintJobView['state'], ago_ms: number): PrintJobView => ({
  id: 'job-1',
  printerId: 'uctenky',
  printerName: 'Tiskárna účtenek',
  kind: 'receipt',
  title: { cs: 'Účtenka R1-2026-000001', en: 'Receipt R1-2026-000001' },
  copy: false,
  state,
  proof: null,
  attempts: 1,
  reason: null,
  hint: null,
  createdAt: at(ago_ms),
  insteadOf: null,
});

/** `folder`: where the data lie; without it in a folder of its own. */
export function healthyBox(folder?: string): Box {
  const root = mkdtempSync(join(tmpdir(), 'kasad-box-'));
  const dir = folder ?? join(root, 'data');
  const undo: Box['undo'] = [() => rmSync(root, { recursive: true, force: true })];
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(TREE)) put(path, text);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  openStore({ dir, world: realWorld, log: createLog('silent', realWorld) }).close();

  const views = healthyViews();
  const files = createFiles(root);
  const said = new Map([
    ['timedatectl', 'NTP=yes\nNTPSynchronized=yes\nLocalRTC=no\n'],
    ['systemctl show kasad.service', UNIT],
    ['systemctl show kasad-kiosk.service', UNIT],
  ]);
  const demo = demoConfig(dir, 8400);
  const config: Config = {
    ...demo,
    sync: { ...demo.sync, host: '0.0.0.0', port: 8883, pairing_port: 8884 },
  };
  const box: Box = {
    root,
    dir,
    views,
    put,
    said,
    undo,
    data: {
      database: {
        bytes: 4_000_000,
        born_ms: realWorld.wall_ms(),
        sound: true,
        reason: null,
        version: MIGRATIONS.length,
        lastReceipt_ms: realWorld.wall_ms(),
        jobs: [],
        sales: [],
        drawerLearnt: true,
      },
      copies: { newest: 'kasad-2026-11-24.db', day_ms: realWorld.wall_ms(), count: 3, damaged: [] },
    },
    eyes: {
      world: realWorld,
      version: '0.1.0',
      configuration: { file: '/etc/kasad/kasad.toml', state: 'read', code: null, config, faults: [] },
      dir,
      user: { uid: 1_000, name: 'kasad', groups: ['kasad', 'dialout', 'lp'] },
      files,
      programs: async (command) => [...said].find(([words]) => command.join(' ').startsWith(words))?.[1],
      processes: createProcesses(files),
      register: {
        meet: async () => ({ is: 'running', url: 'http://127.0.0.1:8400' }),
        ask: async <T>(path: string) => structuredClone(views[path as keyof Views]) as T,
      },
      interfaces: (() => ({ eth0: [card('10.0.0.7')] })) as typeof networkInterfaces,
      multicast: { loop: async () => 'heard', advert: async () => 'heard' },
      printer: () => Promise.reject(new Error('nobody may ask a printer that is in use')),
      syncTimes: async () => ({ times_ms: [4, 5, 6, 40] }),
      dataFacts: async () => box.data,
    },
    configure(change) {
      const { configuration } = box.eyes;
      box.eyes.configuration = {
        ...configuration,
        config: { ...(configuration.config ?? config), ...change },
      };
    },
    stop() {
      box.eyes.register = { meet: async () => ({ is: 'stopped' }), ask: async () => undefined };
    },
    async look() {
      return (await Promise.all(CHECKS.map((check) => examine(check, box.eyes)))).flat();
    },
    async close() {
      for (const one of undo.splice(0).reverse()) await one();
    },
  };
  return box;
}
