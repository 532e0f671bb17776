import iconv from 'iconv-lite';
import type { DeviceEnd } from '../twin.ts';
import type { Lines } from './lines.ts';

export type DisplayFamily = 'escpos' | 'cd5220' | 'logic-controls' | 'utc' | 'utc-enhanced';

export interface VirtualDisplayOptions {
  readonly family: DisplayFamily;
  /** What its `ESC t n` numbers mean; page 0 is on at power-up. Epson's table unless told otherwise. */
  readonly pages?: Readonly<Record<number, string>>;
}

export interface VirtualDisplay {
  /** What a customer reads: two lines of exactly 20 characters. */
  readonly lines: Lines;
  /** 1 to 4. */
  readonly brightness: number;
  onChange(listen: () => void): void;
  /** Loses everything, as after a power cut; the command cut in half too. */
  powerCycle(): void;
}

/** DM-D110 specification, ESC t. */
const epsonPages: Readonly<Record<number, string>> = {
  0: 'cp437',
  2: 'cp850',
  3: 'cp860',
  4: 'cp863',
  5: 'cp865',
  16: 'win1252',
  17: 'cp866',
  18: 'cp852',
  19: 'cp858',
};

const width = 20;
const cells = 2 * width;
/** A string command that never ends must not eat memory. */
const longest = 64;

/** A command: its parameters are a number of bytes, or everything up to CR. */
interface Command {
  readonly args: number | 'cr';
  run(args: number[]): void;
}

/**
 * A 2 × 20 display that interprets the bytes themselves, one grammar per family, written from the makers' tables
 * and not from our profiles, so that it can prove them wrong.
 */
export function virtualDisplay(end: DeviceEnd, options: VirtualDisplayOptions): VirtualDisplay {
  const pages = options.pages ?? epsonPages;
  const listeners: (() => void)[] = [];
  let glass: string[] = [];
  let at = 0;
  let page = '';
  let scroll = false;
  /** CD5220 after ESC Q: only another string or CLR is heard. */
  let stringMode = false;
  let brightness = 4;
  let pending: number[] = [];

  const wipe = () => {
    glass = new Array<string>(cells).fill(' ');
    at = 0;
    stringMode = false;
  };
  const reset = () => {
    wipe();
    page = pages[0] ?? 'cp437';
    scroll = false;
    brightness = 4;
  };
  const letter = (code: number) =>
    code < 0x80 ? String.fromCharCode(code) : iconv.decode(Buffer.of(code), page);
  const type = (code: number) => {
    if (stringMode) return;
    if (at === cells && scroll) {
      glass = [...glass.slice(width), ...new Array<string>(width).fill(' ')];
      at = width;
    }
    at %= cells;
    glass[at] = letter(code);
    at += 1;
    if (at === cells && !scroll) at = 0;
  };
  const goTo = (cell: number) => {
    if (!stringMode && cell >= 0 && cell < cells) at = cell;
  };
  const goToXY = ([x = 0, y = 0]: number[]) => {
    if (x >= 1 && x <= width && (y === 1 || y === 2)) goTo((y - 1) * width + x - 1);
  };
  const put = (row: 0 | 1, codes: number[]) => {
    const text = codes.slice(0, width).map(letter);
    while (text.length < width) text.push(' ');
    glass.splice(row * width, width, ...text);
  };
  const dim = ([n = 0]: number[]) => {
    if (!stringMode && n >= 1 && n <= 4) brightness = n;
  };

  const none = (run: () => void): Command => ({ args: 0, run });
  const ignored = (args: number): Command => ({ args, run: () => {} });
  const left = none(() => goTo(Math.floor((at % cells) / width) * width));
  const grammars: Record<DisplayFamily, Record<string, Command>> = {
    escpos: {
      '08': none(() => goTo(at - 1)),
      '09': none(() => goTo(at + 1)),
      '0a': none(() => goTo((at + width) % cells)),
      '0b': none(() => goTo(0)),
      '0c': none(wipe),
      '0d': left,
      '18': none(() => put(at < width ? 0 : 1, [])),
      '1b25': ignored(1),
      '1b3d': ignored(1),
      '1b40': none(reset),
      '1b52': ignored(1),
      '1b74': {
        args: 1,
        run: ([n = 0]) => {
          page = pages[n] ?? page;
        },
      },
      '1f01': none(() => {
        scroll = false;
      }),
      '1f02': none(() => {
        scroll = true;
      }),
      '1f24': { args: 2, run: goToXY },
      '1f43': ignored(1),
      '1f45': ignored(1),
      '1f58': { args: 1, run: dim },
    },
    cd5220: {
      '0b': none(() => goTo(0)),
      '0c': none(wipe),
      '0d': left,
      '1b2a': { args: 1, run: dim },
      '1b40': none(() => {
        if (!stringMode) reset();
      }),
      '1b5f': ignored(1),
      '1b6c': { args: 2, run: goToXY },
      '1b74': {
        args: 1,
        run: ([n = 0]) => {
          if (!stringMode) page = pages[n] ?? page;
        },
      },
      '1b5141': {
        args: 'cr',
        run: (codes) => {
          stringMode = true;
          put(0, codes);
        },
      },
      '1b5142': {
        args: 'cr',
        run: (codes) => {
          stringMode = true;
          put(1, codes);
        },
      },
    },
    'logic-controls': {
      '04': {
        args: 1,
        run: ([n = 0]) => {
          const level = [0x20, 0x40, 0x60, 0xff].indexOf(n);
          if (level >= 0) brightness = level + 1;
        },
      },
      '10': { args: 1, run: ([n = 0]) => goTo(n) },
      '11': none(() => {
        scroll = false;
      }),
      '12': none(() => {
        scroll = true;
      }),
      '13': none(() => {}),
      '14': none(() => {}),
      '1f': none(reset),
    },
    utc: {
      '10': { args: 1, run: ([n = 0]) => goTo(n) },
      '13': none(() => {}),
      '14': none(() => {}),
      '1f': none(wipe),
    },
    'utc-enhanced': {
      '0d': left,
      '14': none(() => {}),
      '1f': none(wipe),
      '1b7541': { args: 'cr', run: (codes) => put(0, codes) },
      '1b7542': { args: 'cr', run: (codes) => put(1, codes) },
      '1b7549': {
        args: 'cr',
        run: (codes) => {
          put(0, codes.slice(0, width));
          put(1, codes.slice(width));
        },
      },
    },
  };
  const grammar = grammars[options.family];
  const keys = Object.keys(grammar);

  const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString('hex');
  const step = (byte: number) => {
    pending.push(byte);
    const heard = hex(pending);
    const key = keys.find((k) => heard.startsWith(k));
    const command = key === undefined ? undefined : grammar[key];
    if (key !== undefined && command) {
      const args = pending.slice(key.length / 2);
      if (command.args === 'cr') {
        if (byte !== 0x0d || args.length === 0) {
          if (args.length > longest) pending.pop();
          return;
        }
        args.pop();
      } else if (args.length < command.args) return;
      pending = [];
      command.run(args);
      return;
    }
    if (keys.some((k) => k.startsWith(heard))) return;
    // Unknown: controls are dropped one by one, as displays do; the rest is heard anew.
    const [first = 0, ...rest] = pending;
    pending = [];
    if (first >= 0x20) type(first);
    for (const one of rest) step(one);
  };

  reset();
  end.onData((bytes) => {
    const before = glass.join('') + brightness;
    for (const byte of bytes) step(byte);
    if (before !== glass.join('') + brightness) for (const listen of listeners) listen();
  });

  return {
    get lines(): Lines {
      return [glass.slice(0, width).join(''), glass.slice(width).join('')];
    },
    get brightness() {
      return brightness;
    },
    onChange: (listen) => void listeners.push(listen),
    powerCycle() {
      pending = [];
      reset();
      for (const listen of listeners) listen();
    },
  };
}
