import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const here = import.meta.dirname;
const units = readdirSync(join(here, 'units'));
const source = (unit: string) => readFileSync(join(here, 'units', unit), 'utf8');

/** What a program said; a program that is not there is a failure of the test and not a pass. */
function says(command: string, args: readonly string[]): { code: number | null; text: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw new Error(`${command} does not run (apt-get install systemd udev): ${error.message}`);
  return { code: status, text: `${stdout}${stderr}` };
}

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kasad-root-'));
  // A box as the package leaves it, as far as systemd asks: its programs, and the units of systemd itself.
  for (const file of ['kasad', 'node', 'media']) program(`usr/lib/kasad/bin/${file}`);
  program('usr/lib/kasad/kiosk/screen');
  for (const file of ['bin/sh', 'bin/rm', 'usr/bin/cage', 'usr/bin/grep', 'usr/bin/dpkg']) program(file);
  cpSync(join(here, 'units'), join(root, 'usr/lib/systemd/system'), { recursive: true });
  cpSync('/usr/lib/systemd/system', join(root, 'usr/lib/systemd/system'), {
    recursive: true,
    verbatimSymlinks: true,
    force: false,
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function program(file: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), '#!/bin/sh\n', { mode: 0o755 });
}

describe('units', () => {
  test.each(units)('systemd finds nothing to say of %s', (unit) => {
    const name = unit.replace('@.', '@sda1.');
    const { code, text } = says('systemd-analyze', ['verify', `--root=${root}`, '--man=no', name]);
    // Of others' units that lie beside it, it may say what it likes.
    const ours = text.split('\n').filter((line) => line.includes('kasad'));
    expect(ours).toEqual([]);
    expect(code).toBe(0);
  });

  test('the register may do little: at most 2.0 of 10', () => {
    const { code, text } = says('systemd-analyze', [
      'security',
      '--offline=true',
      '--threshold=20',
      join(here, 'units/kasad.service'),
    ]);
    expect(text).toMatch(/Overall exposure level for kasad.service: [01]\.\d|: 2\.0/);
    expect(text).not.toMatch(/ignoring|Unknown/);
    expect(code).toBe(0);
  });

  test('printers stay within reach, also those plugged in later', () => {
    const text = source('kasad.service');
    expect(text).not.toMatch(/^(PrivateDevices|PrivateUsers|MemoryDenyWriteExecute)=yes/m);
    for (const [group, module] of Object.entries({
      'char-usb': 'usblp',
      'char-ttyUSB': 'usbserial',
      'char-ttyACM': 'cdc_acm',
    })) {
      expect(text).toContain(`DeviceAllow=${group} rw`);
      for (const order of ['Wants', 'After']) {
        expect(text).toMatch(new RegExp(`^${order}=.*modprobe@${module}\\.service`, 'm'));
      }
    }
    expect(text).toMatch(/^SupplementaryGroups=.*\bdialout\b.*\blp\b/m);
  });

  test('it is started as package.json starts it', () => {
    const { scripts } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8')) as {
      scripts: { kasad: string };
    };
    const [arenas] = /MALLOC_ARENA_MAX=\d+/.exec(scripts.kasad) ?? [];
    expect(source('kasad.service')).toContain(`Environment=${arenas}`);
    expect(source('kasad.service')).toContain('Environment=NODE_COMPILE_CACHE=/var/cache/kasad');
    expect(source('kasad.service')).toContain('CacheDirectory=kasad');
  });

  test('no number of falls keeps register or screen down', () => {
    for (const unit of ['kasad.service', 'kasad-kiosk.service']) {
      expect(source(unit)).toContain('StartLimitIntervalSec=0');
      expect(source(unit)).toContain('Restart=always');
    }
  });

  test('starts that fail one after another are put apart; the first fall and a stop are not', () => {
    const [, line = ''] = /^ExecStopPost=-\/bin\/sh -c '([\s\S]*?)'$/m.exec(source('kasad.service')) ?? [];
    const file = join(root, 'failed-starts');
    const script = line
      .replaceAll('$$', '$')
      .replaceAll('\\\n', '')
      .replaceAll('/run/kasad/failed-starts', file)
      .replaceAll('exec sleep', 'echo sleep');
    const stopped = (result: string) =>
      spawnSync('sh', ['-c', script], { encoding: 'utf8', env: { ...process.env, SERVICE_RESULT: result } });
    const waits = Array.from({ length: 6 }, () => stopped('exit-code').stdout.trim());
    expect(waits).toEqual(['', 'sleep 4', 'sleep 8', 'sleep 16', 'sleep 16', 'sleep 16']);
    expect(stopped('success').stdout).toBe('');
    expect(existsSync(file)).toBe(false);
    expect(stopped('watchdog').stdout.trim()).toBe('');
    expect(source('kasad.service')).toContain(`ExecStartPost=-/bin/rm -f /run/kasad/failed-starts`);
  });
});

describe('what else the package lays down', () => {
  test('users and groups', () => {
    const etc = join(root, 'etc');
    mkdirSync(etc, { recursive: true });
    writeFileSync(join(etc, 'group'), 'dialout:x:20:\nlp:x:7:\nvideo:x:44:\nrender:x:105:\ninput:x:104:\n');
    const { code, text } = says('systemd-sysusers', [`--root=${root}`, join(here, 'sysusers.d/kasad.conf')]);
    expect(`${code}: ${text}`).not.toMatch(/^[1-9]|fail|not a valid/i);
    expect(readFileSync(join(etc, 'passwd'), 'utf8')).toMatch(
      /^kasad:x:\d+:\d+:[^:]*:\/var\/lib\/kasad:\/usr\/sbin\/nologin$/m,
    );
    const groups = readFileSync(join(etc, 'group'), 'utf8');
    for (const group of ['dialout', 'lp', 'systemd-journal']) {
      expect(groups).toMatch(new RegExp(`^${group}:x:\\d+:(.*,)?kasad(,.*)?$`, 'm'));
    }
    expect(groups).not.toMatch(/^(dialout|lp|kasad):x:\d+:.*kasad-kiosk/m);
  });

  test('folders, none of them open to strangers', () => {
    const etc = join(root, 'etc');
    mkdirSync(etc, { recursive: true });
    writeFileSync(
      join(etc, 'passwd'),
      'root:x:0:0::/root:/bin/sh\nkasad:x:990:990::/var/lib/kasad:/bin/false\n',
    );
    writeFileSync(join(etc, 'group'), 'root:x:0:\nkasad:x:990:\n');
    const { code, text } = says(
      'systemd-tmpfiles',
      ['--create', `--root=${root}`, '--dry-run', join(here, 'tmpfiles.d/kasad.conf')].filter(
        (word) => word !== '--dry-run',
      ),
    );
    expect(`${code} ${text}`).toBe('0 ');
    const modes = says('stat', [
      '-c',
      '%a %u:%g',
      ...['etc/kasad', 'etc/kasad/keys', 'var/lib/kasad'].map((folder) => join(root, folder)),
    ]);
    expect(modes.text.trim().split('\n')).toEqual(['770 0:990', '700 0:0', '700 990:990']);
  });

  test('the rules of udev say what they mean to', () => {
    const rules = (name: string) => readFileSync(join(here, 'udev', name), 'utf8');
    const verify = says('udevadm', ['verify', '--help']);
    // Debian 12 has no `udevadm verify` yet; `udevadm test` reads the rules of the machine, where ours do not lie.
    if (verify.code === 0) {
      const { code, text } = says('udevadm', [
        'verify',
        ...readdirSync(join(here, 'udev')).map((name) => join(here, 'udev', name)),
      ]);
      expect(`${code}${code === 0 ? '' : text}`).toBe('0');
    }
    for (const name of readdirSync(join(here, 'udev'))) {
      for (const line of rules(name).split('\n')) {
        if (line === '' || line.startsWith('#')) continue;
        // One pair after another; only assignments of values that exist, and always against removal.
        expect(line).toMatch(/^([A-Z]+(\{[A-Za-z_]+\})?(==|!=|\+=|=)"[^"]*"(, |$))+$/);
        expect(line).toMatch(/^ACTION!="remove"/);
      }
    }
    // After 60-persistent-storage.rules, which reads what is on a partition; brltty's own rules are 85.
    expect(readdirSync(join(here, 'udev'))).toEqual(['70-kasad.rules', '90-kasad-brltty.rules']);
  });

  test('the screen and its watch are programs that a shell understands', () => {
    for (const file of ['kiosk/screen', 'kiosk/watch', 'bin/media']) {
      const first = readFileSync(join(here, file), 'utf8').split('\n')[0]?.slice(2) ?? '';
      expect(says(first, ['-n', join(here, file)])).toEqual({ code: 0, text: '' });
    }
  });
});
