import { localTime, type RegisterReport } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Envelope } from '../box-key.ts';
import type { Events } from '../events.ts';
import type { BackofficeJoin, BackofficeSync, BackofficeView, HealthPart } from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import type { MetricsSource } from '../http/metrics.ts';
import type { Log } from '../log.ts';
import { backofficeName } from '../replication/backoffice.ts';
import type { Replication } from '../replication/replication.ts';
import type { StampTime } from '../replication/stamp-time.ts';
import type { Store } from '../store/store.ts';
import { backofficeUrl } from './address.ts';
import { createPairedRegisters } from './paired-registers.ts';
import { createPairingFile, type Pairing } from './pairing-file.ts';
import type { Session } from './session.ts';
import { NOTHING_KNOWN } from './standing.ts';
import type { Transport } from './transport.ts';
import { healthOf, metricsOf, syncOf, viewOf } from './view.ts';
import { notAnAddress, pairedAlready, putOut, unpaired } from './words.ts';

/** The backoffice as the kiosk and the command line know it. */
export interface Backoffice {
  view(): BackofficeView;
  /** Throws a Refusal when the backoffice does not take the code, or cannot be reached; then nothing has changed. */
  join(request: BackofficeJoin): Promise<BackofficeView>;
  /** An attempt now, whatever is being waited for; ends when it is over. Throws a Refusal 409 when nothing is paired. */
  sync(): Promise<BackofficeSync>;
  /** Forgets the token. The last register that leaves puts the backoffice's replica out of the shop. */
  leave(): Promise<BackofficeView>;
}

/** The way up. Selling waits for nothing here; a shop without a backoffice does not even load what speaks to one. */
export interface Upstream extends Backoffice, HealthSource, MetricsSource {
  start(): void;
  stop(): Promise<void>;
  /** A message of the replica to that backoffice; false when it is not spoken to. */
  send(name: string, text: string): boolean;
  /** Rows are here that were written by this register, or have come from a sibling. */
  rows(from: string): void;
}

export interface UpstreamOptions {
  readonly dir: string;
  readonly envelope: Envelope;
  readonly store: Store;
  readonly world: World;
  readonly log: Log;
  readonly events: Pick<Events, 'emit' | 'listen'>;
  readonly register: { readonly id: string; readonly name: string; readonly timezone: string };
  readonly version: string;
  /** As the configuration file sets it. */
  readonly config: { readonly url?: string; readonly ca?: string };
  readonly replication: Replication;
  readonly stampTime: StampTime;
  readonly report: () => RegisterReport;
  /** The shop's id among its registers; null while this one is alone. */
  readonly shop: () => string | null;
  readonly addresses: () => readonly string[];
  /** For tests, in the place of HTTPS. */
  readonly transport?: (url: string) => Transport;
}

type Line = typeof import('./open-line.ts');

const GATHER_MS = 300;
const LOAD_AGAIN_MS = 60_000;
/** The last words to a backoffice that is being left. */
const FAREWELL_MS = 10_000;

export function createUpstream(options: UpstreamOptions): Upstream {
  const { store, world, log, events, register, version, config, replication } = options;
  const file = createPairingFile(options.dir, options.envelope);
  const registers = createPairedRegisters(store);
  const fixedUrl = config.url === undefined ? null : backofficeUrl(config.url);
  const local = (wall_ms: number) => localTime(wall_ms, register.timezone);
  const attempts = new Map<string, number>();
  let pairing: Pairing | null = null;
  let session: Session | undefined;
  let running = false;
  let joining = false;
  let told = '';
  let telling = false;
  let cancelTell = () => {};
  let cancelLoad = () => {};
  let stopListening = () => {};
  let loading: Promise<void> = Promise.resolve();

  const standing = () => session?.standing() ?? NOTHING_KNOWN;
  const view = (): BackofficeView => viewOf(pairing, standing(), { url: fixedUrl, local });

  /** Many changes make one event, and what looks the same makes none. */
  function changed(): void {
    if (telling || !running) return;
    telling = true;
    cancelTell = world.after(GATHER_MS, () => {
      telling = false;
      const { nextAt: _, lastSuccessAt: __, clockAhead_s: ___, ...shown } = view();
      const now = JSON.stringify(shown);
      if (now === told) return;
      told = now;
      events.emit({ kind: 'backoffice' });
    });
  }

  function open({ httpsTransport }: Line, url: string): Transport {
    if (options.transport) return options.transport(url);
    return httpsTransport({
      time: world,
      url,
      version,
      ...(config.ca === undefined ? {} : { caFile: config.ca }),
    });
  }

  function begin(line: Line, with_: Pairing): void {
    const made = line.createSession({
      store,
      world,
      log,
      registerId: register.id,
      replication,
      transport: open(line, with_.url),
      pairing: with_,
      renamed(origin) {
        pairing = { ...with_, origin };
        file.write(pairing);
      },
      report: options.report,
      changed,
      ended: (outcome) => void attempts.set(outcome, (attempts.get(outcome) ?? 0) + 1),
      addresses: options.addresses,
    });
    session = made;
    options.stampTime.correct(() => made.behind_ms() ?? 0);
    registers.note(with_.store.id, register.id, true);
    made.start();
    changed();
  }

  async function load(): Promise<void> {
    try {
      const line = await import('./open-line.ts');
      if (running && pairing && !session) begin(line, pairing);
    } catch (error) {
      log.error({ err: error }, 'what speaks to the backoffice could not be loaded');
      cancelLoad = world.after(LOAD_AGAIN_MS, () => {
        loading = load();
      });
    }
  }

  async function end(): Promise<void> {
    const ending = session;
    session = undefined;
    options.stampTime.correct(() => 0);
    await ending?.stop();
  }

  async function join(url: string, code: string): Promise<void> {
    const line = await import('./open-line.ts');
    const transport = open(line, url);
    const retired = replication.retired();
    const answer = await line
      .pairWith(transport, world, {
        code,
        registerId: register.id,
        name: register.name,
        shop: options.shop(),
        origin: replication.origin,
        version,
        ...(retired.length === 0 ? {} : { retired: retired.slice(-1000) }),
      })
      .finally(() => transport.close());
    if (replication.isRetired(answer.origin)) throw putOut();
    const { token, store: of, origin } = answer;
    const made: Pairing = { url, token, store: of, origin, pairedAt: local(world.wall_ms()) };
    file.write(made);
    pairing = made;
    log.info({ store: of.id, url }, 'joined to a backoffice');
    begin(line, made);
  }

  return {
    view,
    async join({ url, code }) {
      const wanted = fixedUrl ?? backofficeUrl(url ?? '');
      if (wanted === null) throw notAnAddress();
      if (pairing || joining) throw pairedAlready(pairing?.store.name ?? '');
      joining = true;
      try {
        await join(wanted, code);
      } finally {
        joining = false;
      }
      return view();
    },
    async sync() {
      if (!pairing) throw unpaired();
      await loading;
      if (!session) throw unpaired();
      return syncOf(await session.sync());
    },
    async leave() {
      if (!pairing) throw unpaired();
      const { store: of, origin } = pairing;
      registers.note(of.id, register.id, false);
      // The others learn of it by the backoffice where they have no other way to each other.
      let cancel = () => {};
      const patience = new Promise<void>((resolve) => {
        cancel = world.after(FAREWELL_MS, resolve);
      });
      await Promise.race([session?.sync(), patience]);
      cancel();
      await end();
      file.remove();
      pairing = null;
      if (registers.others(of.id, register.id).length === 0) replication.retire(origin);
      log.info({ store: of.id }, 'left the backoffice');
      changed();
      return view();
    },
    start() {
      running = true;
      pairing = file.read();
      stopListening = events.listen(({ kind }) => {
        if (kind === 'shift') session?.shift();
        if (kind === 'health' || kind === 'siblings' || kind === 'eet') session?.condition();
      });
      if (pairing) loading = load();
    },
    async stop() {
      running = false;
      stopListening();
      cancelTell();
      cancelLoad();
      await loading;
      await end();
    },
    send: (name, text) =>
      pairing !== null && name === backofficeName(pairing.store.id) && (session?.send(text) ?? false),
    rows: (from) => session?.rows(from),
    health: (): HealthPart[] => (pairing ? healthOf(pairing, standing(), world.wall_ms()) : []),
    metrics: () => (pairing ? metricsOf(standing(), attempts) : []),
  };
}
