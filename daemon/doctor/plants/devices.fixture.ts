import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createWebServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createVirtualPrinter, profileWith, type VirtualPrinter } from '../../../drivers/index.ts';
import { realWorld } from '../../../world/index.ts';
import type { DeviceView } from '../../http/contract.ts';
import type { Box } from '../box.fixture.ts';
import { createFiles } from '../eyes/files.ts';
import { createPrinterLook } from '../eyes/printer-look.ts';
import { createProcesses } from '../eyes/processes.ts';
import { type Plant, STOPPED } from './plant.fixture.ts';

/** A pseudo-terminal in the place of a device; the process that made it holds its other end. */
async function pty(box: Box): Promise<string> {
  const [path, far] = [join(box.root, 'device'), join(box.root, 'far')];
  const child = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, `pty,raw,echo=0,link=${far}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  box.undo.push(async () => {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  });
  let said = '';
  for await (const chunk of child.stderr) {
    said += String(chunk);
    if (said.includes('starting data transfer loop')) break;
  }
  return path;
}

/** The kernel refuses to open a file: root, under whom tests may run, is refused nothing. */
function shut(box: Box, path: string, code: string): void {
  const { files } = box.eyes;
  box.eyes.files = {
    ...files,
    fault: async (of, what) => (of === path ? code : files.fault(of, what)),
  };
}

/** The receipt printer at an address, asked as no register runs. */
function onlyPrinter(box: Box, url: string): void {
  box.stop();
  const [printer] = box.eyes.configuration.config?.printer ?? [];
  if (!printer) throw new Error('a healthy box has a printer');
  box.configure({ printer: [{ ...printer, url }] });
  box.eyes.printer = createPrinterLook(realWorld);
}

async function listening(box: Box, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  box.undo.push(() => void server.close());
  return `tcp://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const suffering = (id: string, how: string, suffer: (printer: VirtualPrinter) => void): Plant => ({
  id,
  how,
  with: STOPPED,
  async plant(box) {
    const printer = createVirtualPrinter({ profile: profileWith('epson-tm-t20iii'), clock: realWorld });
    suffer(printer);
    const port = await printer.listenTcp('127.0.0.1', 0);
    box.undo.push(() => port.close());
    onlyPrinter(box, port.url);
  },
});

const thief = (id: string, how: string, scheme: string, plant: (box: Box) => void): Plant => ({
  id,
  how,
  async plant(box) {
    const path = await pty(box);
    const [printer] = box.eyes.configuration.config?.printer ?? [];
    if (!printer) throw new Error('a healthy box has a printer');
    if (scheme === 'usblp') box.configure({ printer: [{ ...printer, url: `usblp:${path}` }] });
    else box.configure({ display: { url: `serial:${path}?baud=9600` } });
    plant(box);
  },
});

const device = (id: string, how: string, change: Partial<DeviceView>): Plant => ({
  id,
  how,
  plant({ views }) {
    const [first] = views['/api/devices'];
    if (first) views['/api/devices'][0] = { ...first, ...change };
  },
});
const words = (cs: string, en: string) => ({ cs, en });

export const devicePlants: readonly Plant[] = [
  {
    id: 'device-missing',
    how: 'a display at a port that is not there',
    plant: (box) => box.configure({ display: { url: 'serial:/dev/ttyUSB77?baud=9600' } }),
  },
  {
    id: 'device-not-a-device',
    how: 'a plain file in the place of a printer',
    plant(box) {
      const path = join(box.root, 'lp0');
      writeFileSync(path, '');
      box.configure({ drawer: { url: `serial:${path}` } });
    },
  },
  {
    id: 'device-denied',
    how: 'a port that is closed to the user',
    says: /EACCES.*dialout/,
    async plant(box) {
      const path = await pty(box);
      box.configure({ display: { url: `serial:${path}` } });
      shut(box, path, 'EACCES');
    },
  },
  {
    id: 'device-busy',
    how: 'a port that another program holds open',
    async plant(box) {
      const path = await pty(box);
      const child = spawn('sh', ['-c', `exec 3<>${path}; echo open; exec sleep 60`], { stdio: 'pipe' });
      await once(child.stdout, 'data');
      box.undo.push(() => void child.kill());
      box.configure({ scale: { url: `serial:${path}?baud=9600` } });
      box.eyes.processes = createProcesses(createFiles());
    },
  },
  {
    id: 'device-busy',
    how: 'a USB printer that lets nobody in',
    async plant(box) {
      const path = await pty(box);
      box.configure({ display: { url: `serial:${path}` } });
      shut(box, path, 'EBUSY');
    },
  },
  {
    id: 'device-name-swaps',
    how: 'a port by its number, beside another one',
    plant(box) {
      box.configure({ display: { url: 'serial:/dev/ttyUSB0' } });
      const { files } = box.eyes;
      const lists: Readonly<Record<string, string[]>> = {
        '/dev': ['tty', 'ttyUSB0', 'ttyUSB1'],
        '/dev/serial/by-path': ['pci-0000:00:14.0-usb-0:1:1.0-port0'],
      };
      box.eyes.files = {
        ...files,
        list: async (path) => lists[path] ?? files.list(path),
        stat: async (path) => files.stat(path === '/dev/ttyUSB0' ? '/dev/null' : path),
        fault: async (path, what) => files.fault(path === '/dev/ttyUSB0' ? '/dev/null' : path, what),
      };
    },
  },
  thief('program-takes-printer', 'CUPS is installed', 'usblp', (box) => box.put('/usr/sbin/cupsd', '')),
  thief('program-takes-printer', 'ipp-usb is running', 'usblp', (box) =>
    box.put('/proc/77/comm', 'ipp-usb\n'),
  ),
  thief('program-takes-serial', 'ModemManager is running', 'serial', (box) =>
    box.put('/proc/78/comm', 'ModemManager\n'),
  ),
  thief('program-takes-serial', 'brltty is installed', 'serial', (box) => box.put('/usr/bin/brltty', '')),
  {
    id: 'printer-unreachable',
    how: 'nobody listens at its address',
    with: STOPPED,
    async plant(box) {
      const server = createServer();
      const url = await listening(box, server);
      server.close();
      await once(server, 'close');
      onlyPrinter(box, url);
    },
  },
  {
    id: 'printer-is-something-else',
    how: 'a web server at its address',
    with: STOPPED,
    plant: async (box) => onlyPrinter(box, await listening(box, createWebServer())),
  },
  {
    id: 'printer-is-something-else',
    how: 'a box with ssh at its address',
    with: STOPPED,
    plant: async (box) =>
      onlyPrinter(
        box,
        await listening(
          box,
          createServer((socket) => void socket.on('error', () => {}).write('SSH-2.0-OpenSSH_9.2p1\r\n')),
        ),
      ),
  },
  suffering('printer-mute', 'it takes bytes and answers nothing', (printer) => printer.setSilent(true)),
  suffering('printer-no-paper', 'its paper has run out', (printer) => printer.setPaper('out')),
  suffering('printer-little-paper', 'its paper runs low', (printer) => printer.setPaper('near-end')),
  suffering('printer-cover-open', 'its cover is open', (printer) => printer.setCover('open')),
  {
    id: 'printer-offline',
    how: 'its blade has jammed',
    with: STOPPED,
    async plant(box) {
      // Answers to DLE EOT 1 to 4 of a printer whose cutter is stuck: offline, error, autocutter, paper there.
      const answers = [0x1a, 0x52, 0x1a, 0x12];
      const url = await listening(
        box,
        createServer((socket) => {
          socket.on('error', () => {});
          socket.on('data', (bytes) => {
            if (bytes[0] === 0x10 && bytes[1] === 0x04)
              socket.write(Buffer.from([answers[(bytes[2] ?? 1) - 1] ?? 0]));
          });
        }),
      );
      onlyPrinter(box, url);
    },
  },
  device('device-down', 'a printer that the register cannot reach', {
    state: 'down',
    sentence: words('Tiskárna se nehlásí.', 'The printer does not answer.'),
    hint: words('Zkontrolujte kabel.', 'Check its cable.'),
  }),
  device('device-attention', 'a printer out of paper', {
    state: 'attention',
    sentence: words('V tiskárně došel papír.', 'The printer is out of paper.'),
    hint: words('Vložte roli.', 'Put in a roll.'),
  }),
  device('drawer-unlearnt', 'a drawer whose switch nobody has tried', {
    kind: 'drawer',
    state: 'up',
    sentence: words('Zásuvka se otevírá.', 'The drawer can be opened.'),
    hint: words('Spusťte zkoušku.', 'Run the test.'),
  }),
];
