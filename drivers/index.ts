export { type Clock, type ManualClock, manualClock } from './clock.ts';
export { createDisplay, type Display, type DisplayOptions } from './display/display.ts';
export { centred, displayLine, displayLines, type Lines } from './display/lines.ts';
export {
  type Brightness,
  type DisplayProfile,
  type DisplayProfileName,
  displayProfiles,
  withCodePage,
} from './display/profile.ts';
export { type VirtualDisplay, virtualDisplay } from './display/virtual.ts';
export type { Align, Bitmap, Block, Cell, Document, Style } from './document.ts';
export {
  createDrawer,
  type Drawer,
  type DrawerOpening,
  type DrawerOutcome,
  type DrawerSensor,
  type DrawerState,
  type LearnOutcome,
} from './drawer/drawer.ts';
export type { DrawerPort, PinLevel } from './drawer/port.ts';
export { type DrawerTrigger, drawerTriggers, serialDrawerPort } from './drawer/serial.ts';
export { type VirtualDrawer, virtualDrawer } from './drawer/virtual.ts';
export type { HeldStatus } from './link/held.ts';
export type { Dial, Link } from './link/link.ts';
export { LinkFault } from './link/link.ts';
export { type FarEnd, linkPair } from './link/pair.ts';
export { dialUrl } from './link/url.ts';
export type { DriverLog } from './log.ts';
export { codePageSheet } from './printer/code-page-sheet.ts';
export { drawerPulse, type Encoded, encode } from './printer/encode.ts';
export type { KickOutcome, Outcome, PrinterStatus, Proof } from './printer/outcome.ts';
export { type Paper, paperText, readPaper } from './printer/paper.ts';
export type { PaperLine, PaperSize, Pulse, Span } from './printer/print-event.ts';
export type { Substitution } from './printer/printable.ts';
export { createPrinter, type Printer, type PrinterParts } from './printer/printer.ts';
export { type Profile, type ProfileOverrides, profiles, profileWith } from './printer/profiles.ts';
export { createVirtualPrinter, type VirtualPrinter } from './printer/virtual.ts';
export type { ListeningPort } from './printer/virtual-ports.ts';
export { createScale, type Scale, type ScaleProtocolName, scaleProtocols } from './scale/scale.ts';
export { type VirtualScale, virtualScale } from './scale/virtual.ts';
export type { Weight, ZeroOutcome } from './scale/weight.ts';
export { createScanner, type Scanner, type ScannerOptions } from './scanner/scanner.ts';
export { type VirtualScanner, virtualScanner } from './scanner/virtual.ts';
export type { DeviceEnd } from './twin.ts';
