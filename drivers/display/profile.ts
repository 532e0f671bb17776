import type { CodePage } from './charset.ts';

export type Brightness = 1 | 2 | 3 | 4;

/** How one make of display is spoken to. Everything is data; lines of 20 characters stand between the frames. */
export interface DisplayProfile {
  readonly name: string;
  /** For the technician's list. */
  readonly label: string;
  readonly page: CodePage;
  /** Wakes the display, wherever the previous connection broke off. */
  readonly init: readonly number[];
  /** Before the two lines: what a display that lost its power in the meantime would have forgotten. */
  readonly prepare: readonly number[];
  readonly line1: Frame;
  readonly line2: Frame;
  /** From the dimmest; the lines are written anew after it. Missing when the command set has none. */
  readonly brightness?: Readonly<Record<Brightness, readonly number[]>>;
}

interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

// A command cut in half by a pulled cable swallows the bytes that follow. The doubled clear feeds it: the longest
// wait is for two parameters, and neither code is a valid position.
const escposInit = [0x0c, 0x0c, 0x1b, 0x40, 0x1f, 0x43, 0x00];

/** Epson DM-D in ESC/POS mode: DM-D110 specification, chapter 5 (US $, US C, US X, US MD1, ESC R, ESC t). */
const escpos = {
  init: escposInit,
  line1: { before: [0x1f, 0x24, 1, 1], after: [] },
  line2: { before: [0x1f, 0x24, 1, 2], after: [] },
  brightness: { 1: [0x1f, 0x58, 1], 2: [0x1f, 0x58, 2], 3: [0x1f, 0x58, 3], 4: [0x1f, 0x58, 4] },
} as const;

/** Overwrite mode (a display left in scroll mode would shift the lines), USA set, the page by its number. */
const escposPrepare = (page: number) => [0x1f, 0x01, 0x1b, 0x52, 0, 0x1b, 0x74, page];

// After ESC Q only CLR leaves the string mode, so CLR goes before every other command. The CR first ends a
// string that was cut in half.
const cd5220 = {
  init: [0x0d, 0x0c, 0x0c, 0x1b, 0x40, 0x1b, 0x5f, 0x00],
  prepare: [],
  line1: { before: [0x1b, 0x51, 0x41], after: [0x0d] },
  line2: { before: [0x1b, 0x51, 0x42], after: [0x0d] },
  brightness: {
    1: [0x0c, 0x1b, 0x2a, 1],
    2: [0x0c, 0x1b, 0x2a, 2],
    3: [0x0c, 0x1b, 0x2a, 3],
    4: [0x0c, 0x1b, 0x2a, 4],
  },
} as const;

/** DLE n positions from 0; 14h is the first column of line 2. */
const dle = {
  line1: { before: [0x10, 0x00], after: [] },
  line2: { before: [0x10, 0x14], after: [] },
} as const;

export const displayProfiles = {
  'epson-dm-d': {
    name: 'epson-dm-d',
    label: 'Epson DM-D (ESC/POS), CP852',
    page: 'cp852',
    ...escpos,
    prepare: escposPrepare(18),
  },
  aures: {
    name: 'aures',
    label: 'Aures OCD-100/300 (ESC/POS), CP852',
    page: 'cp852',
    ...escpos,
    prepare: escposPrepare(9),
  },
  'escpos-ascii': {
    name: 'escpos-ascii',
    label: 'ESC/POS bez češtiny (text bez háčků)',
    page: 'ascii',
    ...escpos,
    prepare: escposPrepare(0),
  },
  cd5220: {
    name: 'cd5220',
    label: 'CD5220 (Partner Tech, Bixolon BCD, neznačkové)',
    page: 'ascii',
    ...cd5220,
  },
  'logic-controls': {
    name: 'logic-controls',
    label: 'Logic Controls PD3000/PD6000/LD9000',
    page: 'ascii',
    // 1F resets; doubled for the sake of a position cut in half. 14 hides the cursor.
    init: [0x1f, 0x1f, 0x14],
    // 11: normal mode, in which the last column does not scroll.
    prepare: [0x11],
    ...dle,
    brightness: { 1: [0x04, 0x20], 2: [0x04, 0x40], 3: [0x04, 0x60], 4: [0x04, 0xff] },
  },
  utc: {
    name: 'utc',
    label: 'UTC standard',
    page: 'ascii',
    init: [0x1f, 0x1f, 0x14],
    prepare: [],
    ...dle,
  },
  'utc-enhanced': {
    name: 'utc-enhanced',
    label: 'UTC enhanced',
    page: 'ascii',
    init: [0x0d, 0x1f, 0x1f, 0x14],
    prepare: [],
    line1: { before: [0x1b, 0x75, 0x41], after: [0x0d] },
    line2: { before: [0x1b, 0x75, 0x42], after: [0x0d] },
  },
} as const satisfies Readonly<Record<string, DisplayProfile>>;

export type DisplayProfileName = keyof typeof displayProfiles;

/**
 * A profile with another code page, for the display whose self-test lists one: `ESC t number` selects it.
 * Makers number their pages differently (CP852 is 18 at Epson, 9 at Aures).
 */
export function withCodePage(profile: DisplayProfile, page: CodePage, number: number): DisplayProfile {
  if (profile.line1.after.length > 0 || profile.line1.before[0] !== 0x1f) {
    // In string mode ESC t is heard only after CLR, which is a part of the init.
    return { ...profile, page, init: [...profile.init, 0x1b, 0x74, number] };
  }
  return { ...profile, page, prepare: escposPrepare(number) };
}
