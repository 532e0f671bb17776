// The clock that all drivers are given, and its hand-moved twin

export { type Clock, manualClock } from './clock.ts';

// What the drivers say to people

export { noWords, sentences, type Words } from './words.ts';

// The way to a device

export type { HeldStatus } from './link/held.ts';
export { type Dial, LinkFault } from './link/link.ts';
export { type FarEnd, linkPair } from './link/pair.ts';
export { dialUrl } from './link/url.ts';

// What is to be printed, and the printer

export type { Bitmap, Block, Document } from './document.ts';
export { codePageSheet } from './printer/code-page-sheet.ts';
export { type Encoded, encode } from './printer/encode.ts';
export type { Outcome, PrinterStatus, Proof } from './printer/outcome.ts';
export { type Paper, paperText, readPaper } from './printer/paper.ts';
export type { PaperSize } from './printer/print-event.ts';
export { createPrinter, type Printer } from './printer/printer.ts';
export { type Profile, profiles, profileWith } from './printer/profiles.ts';
export { createVirtualPrinter, type VirtualPrinter } from './printer/virtual.ts';

// The cash drawer

export { createDrawer, type DrawerOutcome, type DrawerSensor } from './drawer/drawer.ts';
export type { DrawerPort } from './drawer/port.ts';
export { drawerTriggers, serialDrawerPort } from './drawer/serial.ts';

// The customer display

export { createDisplay } from './display/display.ts';
export { centred, displayLine, displayLines, type Lines } from './display/lines.ts';
export { type DisplayProfileName, displayProfiles } from './display/profile.ts';
export { virtualDisplay } from './display/virtual.ts';

// The scale and the scanner

export { createScale } from './scale/scale.ts';
export { virtualScale } from './scale/virtual.ts';
export { createScanner } from './scanner/scanner.ts';
export { virtualScanner } from './scanner/virtual.ts';
