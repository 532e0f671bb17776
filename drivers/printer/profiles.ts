/**
 * Printer models as data. Sources: Epson ESC/POS reference (APG), the escpos-printer-db capability list, the
 * Citizen CT-S and Star Line/StarPRNT command manuals. What a model does not answer is found out by asking it
 * (protocol.ts); what it cannot print is known here, because asking does not help.
 */
export interface Profile {
  readonly id: string;
  /** For people, as on the label of the box. */
  readonly name: string;
  readonly language: 'esc-pos' | 'star-prnt';
  /** Characters on a line in font A, and the dots the head has across it. */
  readonly columns: number;
  readonly dots: number;
  /** In order of preference; `number` is the n of ESC t n (Star: ESC GS t n). */
  readonly codePages: readonly CodePage[];
  /** `feedLines` bring the last line past the blade. */
  readonly cutter: { readonly kind: 'none' | 'partial' | 'full'; readonly feedLines: number };
  /** Whether it answers DLE EOT and GS a. */
  readonly status: 'escpos' | 'none';
  /** The strongest confirmation of a printed job that the model is known to give. */
  readonly proof: 'process-id' | 'fence' | 'none';
  readonly drawer: DrawerPulse;
  /** DLE DC4 1: opens the drawer even when the printer is out of paper. */
  readonly realtimeDrawer: boolean;
  /** GS ( k. Without it the data is printed as text. */
  readonly qr: boolean;
  /** GS v 0. Without it pictures are left out. */
  readonly raster: boolean;
}

export interface CodePage {
  readonly page: 'cp852' | 'cp858' | 'wpc1250';
  readonly number: number;
}

/** On time over the whole period stays under the fifth that drawer coils are rated for. */
export interface DrawerPulse {
  readonly pin: 2 | 5;
  readonly on_ms: number;
  readonly off_ms: number;
}

const pulse: DrawerPulse = { pin: 2, on_ms: 100, off_ms: 500 };
const latin2: readonly CodePage[] = [
  { page: 'cp852', number: 18 },
  { page: 'cp858', number: 19 },
];

const generic80: Profile = {
  id: 'generic-80',
  name: 'Jiná tiskárna ESC/POS, papír 80 mm',
  language: 'esc-pos',
  columns: 48,
  dots: 576,
  codePages: latin2,
  cutter: { kind: 'partial', feedLines: 4 },
  status: 'escpos',
  proof: 'fence',
  drawer: pulse,
  // Clones may lack DLE DC4, and its four parameter bytes would then come out as text.
  realtimeDrawer: false,
  qr: true,
  raster: true,
};

export const profiles: readonly Profile[] = [
  generic80,
  {
    ...generic80,
    id: 'generic-58',
    name: 'Jiná tiskárna ESC/POS, papír 58 mm',
    columns: 32,
    dots: 384,
    cutter: { kind: 'none', feedLines: 3 },
  },
  {
    ...generic80,
    id: 'epson-tm-t20iii',
    name: 'Epson TM-T20III',
    proof: 'process-id',
    realtimeDrawer: true,
  },
  // 180 dpi: fewer columns on the same paper. GS ( H is documented for the VI, not for the V.
  { ...generic80, id: 'epson-tm-t88v', name: 'Epson TM-T88V', columns: 42, dots: 512, realtimeDrawer: true },
  {
    ...generic80,
    id: 'epson-tm-t88vi',
    name: 'Epson TM-T88VI',
    columns: 42,
    dots: 512,
    proof: 'process-id',
    realtimeDrawer: true,
  },
  {
    // Impact, 76 mm, font A is 9x9: 33 characters. No GS ( H, no two-dimensional codes, no GS v 0.
    ...generic80,
    id: 'epson-tm-u220',
    name: 'Epson TM-U220 (jehličková)',
    columns: 33,
    dots: 400,
    cutter: { kind: 'partial', feedLines: 6 },
    realtimeDrawer: true,
    qr: false,
    raster: false,
  },
  {
    // TSP100IV and later in StarPRNT. The older TSP100 (futurePRNT) knows pictures only and cannot be driven.
    ...generic80,
    id: 'star-tsp100',
    name: 'Star TSP100IV (StarPRNT)',
    language: 'star-prnt',
    codePages: [
      { page: 'cp852', number: 5 },
      { page: 'cp858', number: 4 },
    ],
    cutter: { kind: 'partial', feedLines: 3 },
    status: 'none',
    proof: 'none',
    raster: false,
  },
  {
    // Switched to ESC/POS emulation at set-up, because there it answers DLE EOT and GS r as everyone else does.
    ...generic80,
    id: 'star-mc-print',
    name: 'Star mC-Print3 (emulace ESC/POS)',
    cutter: { kind: 'partial', feedLines: 3 },
  },
  { ...generic80, id: 'bixolon-srp-350', name: 'Bixolon SRP-350III', columns: 42, dots: 512 },
  {
    ...generic80,
    id: 'citizen-ct-s',
    name: 'Citizen CT-S310II / CT-S651 / CT-S801',
    codePages: [
      { page: 'cp852', number: 6 },
      { page: 'cp858', number: 2 },
    ],
    cutter: { kind: 'partial', feedLines: 3 },
    realtimeDrawer: true,
  },
  { ...generic80, id: 'xprinter-xp-80', name: 'Xprinter XP-80 / XP-N160II / XP-T80Q' },
];

/** Which fields a configuration may set against the model's own. */
export type ProfileOverrides = Partial<Omit<Profile, 'id'>>;

/** The model with single fields overridden. Throws RangeError, in Czech, for an unknown id or a senseless value. */
export function profileWith(id: string, overrides: ProfileOverrides = {}): Profile {
  const model = profiles.find((profile) => profile.id === id);
  if (!model) {
    throw new RangeError(`Model tiskárny „${id}“ neznáme. Známe: ${profiles.map((p) => p.id).join(', ')}.`);
  }
  const profile = { ...model, ...overrides, id };
  const check = (holds: boolean, what: string) => {
    if (!holds) throw new RangeError(`Tiskárna ${id}: ${what}.`);
  };
  const whole = (n: number, from: number, to: number) => Number.isInteger(n) && n >= from && n <= to;
  check(whole(profile.columns, 16, 96), 'počet znaků na řádek (columns) má být 16 až 96');
  check(whole(profile.dots, 128, 2_048), 'počet bodů na řádek (dots) má být 128 až 2048');
  check(profile.codePages.length > 0, 'má mít aspoň jednu znakovou sadu (codePages)');
  for (const { page, number } of profile.codePages) {
    check(whole(number, 0, 255), `číslo znakové sady ${page} má být 0 až 255`);
  }
  check(whole(profile.cutter.feedLines, 0, 20), 'posun před střihem (cutter.feedLines) má být 0 až 20 řádků');
  // ESC p counts in steps of 2 ms and one byte; longer than 510 ms would also burn the coil.
  check(whole(profile.drawer.on_ms, 2, 510), 'impulz zásuvky (drawer.on_ms) má být 2 až 510 ms');
  check(whole(profile.drawer.off_ms, 2, 510), 'prodleva zásuvky (drawer.off_ms) má být 2 až 510 ms');
  return profile;
}
