import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../box.fixture.ts';
import { createFiles } from '../eyes/files.ts';
import type { Plant } from './plant.fixture.ts';

const MB = 1024 * 1024;
const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' });

/** The data folder moves onto a file system of its own, on a file that the kernel takes for a disk. */
function onDisk(
  box: Box,
  { size_mb = 700, make = [] as string[], options = 'defaults', edit = '' } = {},
): string {
  const image = join(box.root, 'disk.img');
  const dir = join(box.root, 'mounted');
  writeFileSync(image, '');
  truncateSync(image, size_mb * MB);
  run('mkfs.ext4', '-q', '-F', ...make, image);
  if (edit !== '') run('debugfs', '-w', '-R', edit, image);
  mkdirSync(dir);
  run('mount', '-o', `loop,${options}`, image, dir);
  box.undo.push(() => void run('umount', '--lazy', dir));
  box.eyes.dir = dir;
  // From here on it is the kernel that says where the folder lies, and how.
  const files = createFiles(box.root);
  const real = createFiles();
  box.eyes.files = {
    ...files,
    text: (path) => (/mountinfo|\/sys\/fs\//.test(path) ? real.text(path) : files.text(path)),
  };
  return dir;
}

const disk = (id: string, how: string, options: Parameters<typeof onDisk>[1]): Plant => ({
  id,
  how,
  plant: (box) => void onDisk(box, options),
});

export const diskPlants: readonly Plant[] = [
  {
    id: 'disk-full',
    how: 'ext4 with 20 MB left',
    plant(box) {
      const dir = onDisk(box, { size_mb: 64 });
      writeFileSync(join(dir, 'film.mkv'), Buffer.alloc(32 * MB, 1));
    },
  },
  disk('disk-low', 'ext4 of 300 MB', { size_mb: 300 }),
  {
    id: 'disk-no-inodes',
    how: 'ext4 with room and no inodes left',
    plant(box) {
      const dir = onDisk(box, { make: ['-N', '512'] });
      try {
        for (let i = 0; i < 600; i++) writeFileSync(join(dir, `session-${i}`), '');
      } catch {
        // Full of files, as it should be.
      }
    },
  },
  disk('disk-read-only', 'ext4 mounted ro', { options: 'ro' }),
  disk('disk-writeback', 'ext4 mounted data=writeback', { options: 'data=writeback' }),
  disk('disk-no-barrier', 'ext4 mounted nobarrier', { options: 'nobarrier' }),
  disk('disk-no-journal', 'ext4 made without a journal', { make: ['-O', '^has_journal'] }),
  disk('disk-errors', 'ext4 that has recorded an error', { edit: 'set_super_value error_count 3' }),
  {
    id: 'disk-in-memory',
    how: 'data on a tmpfs',
    plant(box) {
      const dir = mkdtempSync('/dev/shm/kasad-doctor-');
      box.undo.push(() => rmSync(dir, { recursive: true }));
      box.eyes.dir = dir;
      const { files } = box.eyes;
      const real = createFiles();
      box.eyes.files = {
        ...files,
        text: (path) => (path.includes('mountinfo') ? real.text(path) : files.text(path)),
      };
    },
  },
  {
    id: 'disk-slow',
    how: 'writes of 150 ms',
    plant(box) {
      box.eyes.syncTimes = async () => ({ times_ms: [90, 150, 151, 160, 700] });
    },
  },
  {
    id: 'disk-write-failed',
    how: 'a write that ends in EIO',
    plant(box) {
      box.eyes.syncTimes = async () => ({ fault: 'EIO' });
    },
  },
  {
    id: 'disk-wearing',
    how: 'an eMMC in the ninth tenth of its life',
    plant: (box) => box.put('/sys/block/mmcblk0/device/life_time', '0x02 0x09\n'),
  },
  {
    id: 'disk-wearing',
    how: 'an NVMe that has used 91 per cent',
    plant(box) {
      box.put('/proc/self/mountinfo', '22 1 259:2 / / rw - ext4 /dev/nvme0n1p2 rw\n');
      const log = { percentage_used: 91 };
      box.said.set(
        'smartctl --json --health --attributes /dev/nvme0n1',
        JSON.stringify({ smart_status: { passed: true }, nvme_smart_health_information_log: log }),
      );
    },
  },
  {
    id: 'disk-worn-out',
    how: 'an eMMC beyond its life',
    plant: (box) => box.put('/sys/block/mmcblk0/device/life_time', '0x0b 0x04\n'),
  },
  {
    id: 'disk-worn-out',
    how: 'an eMMC whose spare blocks are gone',
    plant: (box) => box.put('/sys/block/mmcblk0/device/pre_eol_info', '0x03\n'),
  },
  {
    id: 'disk-worn-out',
    how: 'a SATA disk that fails its own test',
    plant(box) {
      box.put('/proc/self/mountinfo', '22 1 8:2 / / rw - ext4 /dev/sda2 rw\n');
      box.said.set('smartctl', JSON.stringify({ smart_status: { passed: false } }));
    },
  },
  {
    id: 'disk-sd-card',
    how: 'data on an SD card',
    plant: (box) => box.put('/sys/block/mmcblk0/device/type', 'SD\n'),
  },
];
