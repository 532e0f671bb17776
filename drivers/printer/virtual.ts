import type { Clock } from '../clock.ts';
import type { Dial } from '../link/link.ts';
import { linkPair } from '../link/pair.ts';
import { appendLine, type Paper } from './paper.ts';
import type { PaperLine, PrintEvent, Pulse, Request } from './print-event.ts';
import type { Profile } from './profiles.ts';
import { Reader } from './reader.ts';
import { RealtimeScanner } from './realtime.ts';
import {
  automaticAnswer,
  identityAnswer,
  isBlocked,
  realtimeAnswer,
  transmitAnswer,
  type VirtualCondition,
} from './virtual-answers.ts';
import { type ListeningPort, listenOnTcp, type Socket, servePty, type Wire } from './virtual-ports.ts';

/**
 * A printer made of software: it reads the very bytes that a real one would, shows the paper and answers as the
 * manual says. Tests tell it what to suffer; the demo shop prints on it.
 */
export interface VirtualPrinter {
  /** The way to it inside this process. */
  readonly dial: Dial;
  listenTcp(host: string, port: number): Promise<ListeningPort>;
  /** Serves the far end of a pseudo-terminal, such as one of socat's two. */
  servePty(path: string): Promise<ListeningPort>;

  /** Papers torn off, the oldest first, at most `keep` of them. */
  readonly papers: readonly Paper[];
  /** What has been printed since the last cut. */
  paper(): Paper;
  onPaper(listen: (paper: Paper) => void): () => void;
  readonly drawerOpen: boolean;
  onDrawer(listen: (open: boolean) => void): () => void;

  setPaper(level: 'ok' | 'near-end' | 'out'): void;
  /** The paper runs out after this many more lines. */
  runOutAfter(lines: number): void;
  setCover(state: 'closed' | 'open'): void;
  /** The blade jams at the next cut and stays so until it is freed. */
  jamCutter(): void;
  freeCutter(): void;
  /** Prints and answers nothing. */
  setSilent(on: boolean): void;
  setAnswerDelay(delay_ms: number): void;
  /** Time that each line takes; 0 by default. Real-time answers overtake what is still being printed. */
  setPace(line_ms: number): void;
  /** `mute`: prints, never confirms. `false`: confirms, never prints. */
  setProof(honesty: 'honest' | 'mute' | 'false'): void;
  /** Breaks the line when this many more bytes have come; later ones are lost. */
  dropAfter(bytes: number): void;
  /** Pulls the plug: the connection ends and there is none to be had. What was not printed is forgotten. */
  unplug(): void;
  plug(): void;
  openDrawer(): void;
  closeDrawer(): void;
}

export function createVirtualPrinter(parts: {
  readonly profile: Profile;
  readonly clock: Clock;
  /** Papers kept; 50 by default. */
  readonly keep?: number;
  /** Which level of the switch's pin means an open drawer; drawers differ. High by default. */
  readonly openLevel?: 'high' | 'low';
}): VirtualPrinter {
  return new Device(parts.profile, parts.clock, parts.keep ?? 50, parts.openLevel ?? 'high');
}

class Device implements VirtualPrinter, Socket {
  readonly dial: Dial;
  readonly papers: Paper[] = [];
  drawerOpen = false;

  readonly #profile: Profile;
  readonly #clock: Clock;
  readonly #keep: number;
  readonly #openLevel: 'high' | 'low';
  readonly #setPlugged: (on: boolean) => void;
  readonly #onPaper = new Set<(paper: Paper) => void>();
  readonly #onDrawer = new Set<(open: boolean) => void>();

  #reader: Reader;
  #scanner = new RealtimeScanner();
  #wire: Wire | undefined;
  #plugged = true;
  #todo: PrintEvent[] = [];
  #lines: PaperLine[] = [];
  #pulses: Pulse[] = [];
  #unknown: string[] = [];

  #paper: 'ok' | 'near-end' | 'out' = 'ok';
  #linesLeft = Number.POSITIVE_INFINITY;
  #cover: 'closed' | 'open' = 'closed';
  #cutter: 'well' | 'will-jam' | 'jammed' = 'well';
  #silent = false;
  #delay_ms = 0;
  #line_ms = 0;
  #busy = false;
  #proof: 'honest' | 'mute' | 'false' = 'honest';
  #bytesToDrop = Number.POSITIVE_INFINITY;
  #automatic = false;
  #lastAutomatic = '';

  constructor(profile: Profile, clock: Clock, keep: number, openLevel: 'high' | 'low') {
    this.#profile = profile;
    this.#clock = clock;
    this.#keep = keep;
    this.#openLevel = openLevel;
    this.#reader = new Reader(profile);
    const { dial, far } = linkPair('virtual:');
    this.dial = dial;
    let wire: Wire | undefined;
    far.onOpen(() => {
      if (wire) this.disconnect(wire);
      wire = {
        send: (bytes) => far.send(bytes),
        hangUp: () => {
          far.unplug({ cs: 'Tiskárna ukončila spojení.', en: 'The printer ended the connection.' });
          if (this.#plugged) far.plug();
        },
      };
      this.connect(wire);
    });
    far.onData((bytes) => {
      if (wire) this.receive(wire, bytes);
    });
    this.#setPlugged = (on) => (on ? far.plug() : far.unplug());
  }

  listenTcp(host: string, port: number): Promise<ListeningPort> {
    return listenOnTcp(this, host, port);
  }

  servePty(path: string): Promise<ListeningPort> {
    return servePty(this, path, this.#clock);
  }

  // The line

  connect(wire: Wire): 'connected' | 'busy' | 'unplugged' {
    if (!this.#plugged) return 'unplugged';
    if (this.#wire) return 'busy';
    this.#wire = wire;
    this.#automatic = false;
    return 'connected';
  }

  disconnect(wire: Wire): void {
    if (this.#wire !== wire) return;
    this.#wire = undefined;
    this.#automatic = false;
  }

  receive(wire: Wire, bytes: Uint8Array): void {
    if (this.#wire !== wire) return;
    const taken = bytes.subarray(0, this.#bytesToDrop);
    this.#bytesToDrop -= taken.length;
    for (const command of this.#scanner.push(taken)) {
      if (command.kind === 'status') this.#answerRealtime(command.n);
      else this.#openDrawer();
    }
    this.#todo.push(...this.#reader.push(taken));
    this.#work();
    // A real one stops taking bytes when it cannot print; this one would grow without end.
    if (this.#bytesToDrop <= 0 || this.#todo.length > 100_000) {
      this.#bytesToDrop = Number.POSITIVE_INFINITY;
      this.#hangUp();
    }
  }

  #hangUp(): void {
    const wire = this.#wire;
    if (!wire) return;
    this.disconnect(wire);
    wire.hangUp();
  }

  #answer(bytes: readonly number[]): void {
    const wire = this.#wire;
    if (this.#silent || this.#profile.status === 'none' || !wire || bytes.length === 0) return;
    const send = () => {
      if (this.#wire === wire) wire.send(Uint8Array.from(bytes));
    };
    if (this.#delay_ms > 0) this.#clock.after(this.#delay_ms, send);
    else send();
  }

  // What it does, in turn

  get #blocked(): boolean {
    return isBlocked(this.#condition);
  }

  #work(): void {
    while (!this.#blocked && !this.#busy) {
      const event = this.#todo.shift();
      if (!event) return;
      this.#perform(event);
      if (event.kind === 'print' && this.#line_ms > 0) {
        this.#busy = true;
        this.#clock.after(this.#line_ms, () => {
          this.#busy = false;
          this.#work();
        });
      }
    }
  }

  #perform(event: PrintEvent): void {
    switch (event.kind) {
      case 'print':
        this.#print(event.line);
        break;
      case 'pulse':
        this.#pulses.push(event.pulse);
        this.#openDrawer();
        break;
      case 'unknown':
        this.#unknown.push(event.bytes);
        break;
      case 'request':
        this.#answerRequest(event.request);
        break;
    }
  }

  #print(line: PaperLine): void {
    if (this.#proof === 'false') return;
    appendLine(this.#lines, line);
    if (line.kind === 'cut') {
      if (this.#cutter === 'will-jam') {
        this.#cutter = 'jammed';
        this.#changed();
      }
      this.#tearOff();
    }
    this.#linesLeft -= 1;
    if (this.#linesLeft <= 0) this.setPaper('out');
  }

  #tearOff(): void {
    if (this.#lines.length === 0) return;
    const paper = this.paper();
    this.#lines = [];
    this.#pulses = [];
    this.#unknown = [];
    this.papers.push(paper);
    if (this.papers.length > this.#keep) this.papers.shift();
    for (const listen of this.#onPaper) listen(paper);
  }

  // What it answers (Epson APG)

  get #condition(): VirtualCondition {
    return {
      drawerPin: this.drawerOpen === (this.#openLevel === 'high') ? 'high' : 'low',
      paper: this.#paper,
      cover: this.#cover,
      jammed: this.#cutter === 'jammed',
    };
  }

  #answerRealtime(n: number): void {
    this.#answer(realtimeAnswer(this.#condition, n));
  }

  #answerRequest(request: Request): void {
    switch (request.ask) {
      case 'initialize':
        this.#automatic = false;
        if (this.#profile.cutter.kind === 'none') this.#tearOff();
        break;
      case 'asb':
        this.#automatic = request.mask !== 0;
        if (this.#automatic) this.#sendAutomatic();
        break;
      case 'transmit':
        if (this.#profile.cutter.kind === 'none') this.#tearOff();
        if (this.#proof === 'mute') break;
        this.#answer(transmitAnswer(this.#condition, request.n));
        break;
      case 'identity':
        this.#answer(identityAnswer(this.#profile, request.n));
        break;
      case 'process-id':
        if (this.#profile.proof !== 'process-id' || this.#proof === 'mute') break;
        this.#answer([0x37, 0x22, ...request.id, 0]);
        break;
    }
  }

  #sendAutomatic(): void {
    const bytes = automaticAnswer(this.#condition);
    this.#lastAutomatic = bytes.join();
    this.#answer(bytes);
  }

  #changed(): void {
    const bytes = automaticAnswer(this.#condition);
    if (this.#automatic && bytes.join() !== this.#lastAutomatic) this.#sendAutomatic();
    this.#work();
  }

  // What people do to it

  paper(): Paper {
    return {
      columns: this.#profile.columns,
      lines: [...this.#lines],
      pulses: [...this.#pulses],
      unknown: [...this.#unknown],
    };
  }

  onPaper(listen: (paper: Paper) => void): () => void {
    this.#onPaper.add(listen);
    return () => this.#onPaper.delete(listen);
  }

  onDrawer(listen: (open: boolean) => void): () => void {
    this.#onDrawer.add(listen);
    return () => this.#onDrawer.delete(listen);
  }

  setPaper(level: 'ok' | 'near-end' | 'out'): void {
    this.#paper = level;
    this.#linesLeft = Number.POSITIVE_INFINITY;
    this.#changed();
  }

  runOutAfter(lines: number): void {
    this.#linesLeft = lines;
  }

  setCover(state: 'closed' | 'open'): void {
    this.#cover = state;
    this.#changed();
  }

  jamCutter(): void {
    this.#cutter = 'will-jam';
  }

  freeCutter(): void {
    this.#cutter = 'well';
    this.#changed();
  }

  setSilent(on: boolean): void {
    this.#silent = on;
  }

  setAnswerDelay(delay_ms: number): void {
    this.#delay_ms = delay_ms;
  }

  setPace(line_ms: number): void {
    this.#line_ms = line_ms;
  }

  setProof(honesty: 'honest' | 'mute' | 'false'): void {
    this.#proof = honesty;
  }

  dropAfter(bytes: number): void {
    this.#bytesToDrop = bytes;
  }

  unplug(): void {
    this.#plugged = false;
    this.#todo = [];
    this.#reader = new Reader(this.#profile);
    this.#scanner = new RealtimeScanner();
    this.#hangUp();
    this.#setPlugged(false);
  }

  plug(): void {
    this.#plugged = true;
    this.#setPlugged(true);
  }

  openDrawer(): void {
    this.#openDrawer();
  }

  closeDrawer(): void {
    this.#setDrawer(false);
  }

  #openDrawer(): void {
    this.#setDrawer(true);
  }

  #setDrawer(open: boolean): void {
    if (this.drawerOpen === open) return;
    this.drawerOpen = open;
    for (const listen of this.#onDrawer) listen(open);
    this.#changed();
  }
}
