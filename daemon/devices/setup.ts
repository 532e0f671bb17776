/**
 * The devices of one register as the configuration has them; parsed and checked before they come here.
 * `url` is a drivers' address (`tcp://…`, `usblp:…`, `serial:…`) or `virtual:`, which a demo shop provides.
 */
export interface DevicesSetup {
  readonly printers: readonly PrinterSetup[];
  readonly drawer: DrawerSetup | null;
  readonly display: DisplaySetup | null;
  readonly scale: ScaleSetup | null;
  readonly scanner: ScannerSetup | null;
}

export interface PrinterSetup {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** A model of drivers/printer. */
  readonly profile: string;
  /** What is printed here: `receipt`, `report` (without one: where receipts go) and routes of orders (`kuchyn`, `bar`). */
  readonly routes: readonly string[];
  /** The printer that takes its orders while this one cannot. */
  readonly standIn: string | null;
  /** The n of ESC t for CP852, when it is not the model's own. Learnt at set-up wins over it. */
  readonly codePage: number | null;
  /** Characters on a line, when not the model's own. */
  readonly columns: number | null;
}

/** On a printer's connector (`printer`) or behind a serial trigger (`url`); exactly one of the two. */
export interface DrawerSetup {
  readonly id: string;
  readonly name: string;
  readonly printer: string | null;
  readonly pin: 2 | 5;
  readonly url: string | null;
  /** What a serial trigger opens on. */
  readonly trigger: 'bel' | 'any';
}

export interface DisplaySetup {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** A profile of drivers/display. */
  readonly profile: string;
}

export interface ScaleSetup {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly protocol: 'toledo-8217' | 'cas';
}

export interface ScannerSetup {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** How a code ends: CR or LF, or only silence. */
  readonly end: 'terminator' | 'idle';
}
