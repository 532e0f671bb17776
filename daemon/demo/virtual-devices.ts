import {
  type Clock,
  createVirtualPrinter,
  type Dial,
  type DisplayProfileName,
  type FarEnd,
  linkPair,
  type Paper,
  profileWith,
  type VirtualPrinter,
  virtualDisplay,
  virtualScale,
  virtualScanner,
} from '../../drivers/index.ts';
import type { DevicesSetup } from '../devices/setup.ts';

/** What the page of virtual devices shows. */
export interface VirtualState {
  readonly printers: readonly VirtualPrinterState[];
  readonly drawer: { readonly name: string; readonly open: boolean } | null;
  readonly display: {
    readonly id: string;
    readonly name: string;
    readonly lines: readonly string[];
    readonly plugged: boolean;
  } | null;
  readonly scale: {
    readonly id: string;
    readonly name: string;
    readonly grams: number;
    readonly moving: boolean;
    readonly plugged: boolean;
  } | null;
  readonly scanner: { readonly id: string; readonly name: string; readonly plugged: boolean } | null;
}

export interface VirtualPrinterState {
  readonly id: string;
  readonly name: string;
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly cover: 'closed' | 'open';
  readonly silent: boolean;
  readonly jammed: boolean;
  readonly plugged: boolean;
  /** What hangs out of it, then the papers torn off, newest first. `id` grows. */
  readonly papers: readonly { readonly id: number; readonly paper: Paper }[];
}

export type PrinterSwitches = Partial<
  Pick<VirtualPrinterState, 'paper' | 'cover' | 'silent' | 'jammed' | 'plugged'>
>;

export interface VirtualDevices {
  /** The way to the twin of a configured device; undefined when it has none. */
  dial(deviceId: string): Dial | undefined;
  state(): VirtualState;
  onChange(listen: () => void): () => void;
  /** False when there is no such printer. */
  setPrinter(id: string, switches: PrinterSwitches): boolean;
  /** `true` is the key in the lock. */
  setDrawer(open: boolean): void;
  setScale(load: { readonly grams?: number; readonly moving?: boolean }): void;
  scan(code: string): void;
  /** Pulls or plugs the cable of the display, scale or scanner; false when there is no such device. */
  setPlugged(deviceId: string, plugged: boolean): boolean;
  /** The receipt printer on a TCP port, for programs outside. The process that dials it takes it for itself. */
  listenTcp(host: string, port: number): Promise<{ readonly url: string; close(): Promise<void> }>;
}

const kept = 12;

/** Twins of all devices whose address is `virtual:`. They understand the very bytes that real ones would get. */
export function createVirtualDevices(setup: DevicesSetup, clock: Clock): VirtualDevices {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listen of listeners) listen();
  };
  const isVirtual = (device: { readonly url: string | null } | null): boolean =>
    device?.url?.startsWith('virtual:') ?? false;

  const printers = setup.printers.filter(isVirtual).map((printer) => createTwin(printer, clock, changed));
  const lines = new Map<string, { dial: Dial; far: FarEnd; plugged: boolean }>();
  const wire = <T extends { id: string; url: string }>(device: T | null) => {
    if (!device || !isVirtual(device)) return undefined;
    const line = { ...linkPair(`virtual:${device.id}`), plugged: true };
    lines.set(device.id, line);
    return { device, line };
  };

  const display = wire(setup.display);
  const glass = display && virtualDisplay(display.line.far, displayOptions(display.device.profile));
  glass?.onChange(changed);
  const scale = wire(setup.scale);
  const pan = scale && virtualScale(scale.line.far, scale.device.protocol);
  const scanner = wire(setup.scanner);
  const mouth = scanner && virtualScanner(scanner.line.far);
  let load = { grams: 0, moving: false };

  const drawerTwin = setup.drawer && printers.find((printer) => printer.id === setup.drawer?.printer);

  return {
    dial: (deviceId) =>
      printers.find((printer) => printer.id === deviceId)?.device.dial ?? lines.get(deviceId)?.dial,
    state: () => ({
      printers: printers.map((printer) => printer.state()),
      drawer:
        setup.drawer && drawerTwin ? { name: setup.drawer.name, open: drawerTwin.device.drawerOpen } : null,
      display:
        display && glass
          ? {
              id: display.device.id,
              name: display.device.name,
              lines: glass.lines,
              plugged: display.line.plugged,
            }
          : null,
      scale: scale
        ? { id: scale.device.id, name: scale.device.name, ...load, plugged: scale.line.plugged }
        : null,
      scanner: scanner
        ? { id: scanner.device.id, name: scanner.device.name, plugged: scanner.line.plugged }
        : null,
    }),
    onChange(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    setPrinter(id, switches) {
      const printer = printers.find((one) => one.id === id);
      printer?.set(switches);
      return printer !== undefined;
    },
    setDrawer(open) {
      if (open) drawerTwin?.device.openDrawer();
      else drawerTwin?.device.closeDrawer();
    },
    setScale(next) {
      load = { ...load, ...next };
      pan?.put(load.grams);
      pan?.moving(load.moving);
      changed();
    },
    scan: (code) => mouth?.scan(code),
    setPlugged(deviceId, plugged) {
      const line = lines.get(deviceId);
      if (!line) return false;
      if (plugged) line.far.plug();
      else {
        line.far.unplug();
        if (deviceId === display?.device.id) glass?.powerCycle();
      }
      line.plugged = plugged;
      changed();
      return true;
    },
    listenTcp(host, port) {
      const receipts = setup.printers.find(
        (printer) => isVirtual(printer) && printer.routes.includes('receipt'),
      );
      const twin = printers.find((printer) => printer.id === receipts?.id) ?? printers[0];
      if (!twin) throw new Error('there is no virtual printer to listen');
      return twin.device.listenTcp(host, port);
    },
  };
}

interface Twin {
  readonly id: string;
  readonly device: VirtualPrinter;
  state(): VirtualPrinterState;
  set(switches: PrinterSwitches): void;
}

function createTwin(
  { id, name, profile, columns }: DevicesSetup['printers'][number],
  clock: Clock,
  changed: () => void,
): Twin {
  const device = createVirtualPrinter({
    profile: profileWith(profile, columns === null ? {} : { columns }),
    clock,
    keep: kept,
  });
  let torn = 0;
  let switches = {
    paper: 'ok',
    cover: 'closed',
    silent: false,
    jammed: false,
    plugged: true,
  } as Required<PrinterSwitches>;
  device.onPaper(() => {
    torn += 1;
    changed();
  });
  device.onDrawer(changed);

  return {
    id,
    device,
    state() {
      const hanging = device.paper();
      const papers = device.papers.map((paper, i) => ({ id: torn - device.papers.length + i, paper }));
      if (hanging.lines.length > 0) papers.push({ id: torn, paper: hanging });
      return { id, name, ...switches, papers: papers.reverse() };
    },
    set(next) {
      switches = { ...switches, ...next };
      if (next.paper !== undefined) device.setPaper(next.paper);
      if (next.cover !== undefined) device.setCover(next.cover);
      if (next.silent !== undefined) device.setSilent(next.silent);
      if (next.jammed === true) device.jamCutter();
      if (next.jammed === false) device.freeCutter();
      if (next.plugged === true) device.plug();
      if (next.plugged === false) device.unplug();
      changed();
    },
  };
}

/** What the twin of a display understands; an Aures numbers CP852 differently. */
function displayOptions(profile: string): Parameters<typeof virtualDisplay>[1] {
  const name = profile as DisplayProfileName;
  switch (name) {
    case 'aures':
      return { family: 'escpos', pages: { 0: 'cp437', 9: 'cp852' } };
    case 'epson-dm-d':
    case 'escpos-ascii':
      return { family: 'escpos' };
    default:
      return { family: name };
  }
}
