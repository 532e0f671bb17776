import type { SetupCandidate, SetupScan } from '../../http/contract.ts';
import type { Interfaces } from '../../siblings/own-network.ts';
import type { DeviceFiles } from './device-files.ts';
import type { Knock, Knocked } from './knock.ts';
import { planSearch, type SearchPlan } from './networks.ts';
import { type Candidate, pluggedIn } from './plugged-in.ts';
import { profileFor } from './profile-for.ts';

/** One search for devices at a time; its results are there while it runs. */
export interface Scan {
  /** Answers the search under way when there is one. */
  begin(lan: boolean): SetupScan;
  read(): SetupScan;
  /** Nothing is asked after it. */
  cancel(): Promise<SetupScan>;
}

/** Connections at once: a cheap switch or a printer's own stack never sees more than one of them. */
export const AT_ONCE = 48;
const PORT = 9100;

export function createScan(parts: {
  readonly files: DeviceFiles;
  readonly knock: Knock;
  readonly interfaces: Pick<Interfaces, 'table'>;
  /** For tests, in the place of what the interfaces say. */
  readonly plan?: () => SearchPlan;
  /** Where a device stands in the configuration, by its address. */
  readonly configured: (url: string) => string | null;
  /** `host:port` that is held by a driver of this register: it is not knocked at. */
  readonly held: () => ReadonlySet<string>;
  readonly onChange: () => void;
}): Scan {
  const { files, knock, interfaces, configured, held, onChange } = parts;
  const plan = parts.plan ?? (() => planSearch(interfaces.table()));
  let state: SetupScan['state'] = 'idle';
  let found: Candidate[] = [];
  let asked = 0;
  let search: SearchPlan = { networks: [], leftOut: null };
  let running = new AbortController();
  let done: Promise<void> = Promise.resolve();

  const read = (): SetupScan => ({
    state,
    asked,
    all: search.networks.reduce((sum, { hosts }) => sum + hosts.length, 0),
    networks: search.networks.map(({ cidr }) => cidr),
    leftOut: search.leftOut,
    found: found.map((one): SetupCandidate => ({ ...one, configured: configured(one.url) })),
  });

  async function ask(hosts: Iterator<string>, signal: AbortSignal): Promise<void> {
    for (let next = hosts.next(); !next.done && !signal.aborted; next = hosts.next()) {
      const host = next.value;
      const own = held().has(`${host}:${PORT}`);
      const knocked: Knocked = own ? { is: 'silent' } : await knock(host, PORT, signal);
      if (signal.aborted) return;
      asked++;
      if (knocked.is === 'nobody') continue;
      found = [...found, candidateOf(host, knocked, own)].sort(byAddress);
      onChange();
    }
  }

  return {
    read,
    begin(lan) {
      if (state === 'running') return read();
      running = new AbortController();
      const { signal } = running;
      asked = 0;
      found = pluggedIn(files);
      search = lan ? plan() : { networks: [], leftOut: null };
      const hosts = search.networks.flatMap((network) => network.hosts).values();
      state = 'running';
      done = Promise.all(Array.from({ length: AT_ONCE }, () => ask(hosts, signal))).then(() => {
        state = signal.aborted ? 'cancelled' : 'done';
        onChange();
      });
      onChange();
      return read();
    },
    async cancel() {
      running.abort();
      await done;
      return read();
    },
  };
}

function candidateOf(host: string, knocked: Knocked, own: boolean): Candidate {
  const { maker, model } = knocked.is === 'printer' ? knocked : { maker: '', model: '' };
  return {
    url: `tcp://${host}:${PORT}`,
    kind: 'printer',
    by: 'lan',
    name: `${maker} ${model}`.trim() || host,
    maker,
    model,
    serial: '',
    profile: profileFor(maker, model),
    // Whether its address will be the same tomorrow only the network knows.
    lasting: false,
    trouble: knocked.is === 'printer' || own ? null : SILENT,
  };
}

const SILENT = {
  cs: 'Na adrese něco poslouchá, ale neodpovídá jako účtenková tiskárna.',
  en: 'Something listens at the address and does not answer as a receipt printer.',
  hintCs:
    'Může to být kancelářská tiskárna, nebo účtenková, kterou právě drží jiná pokladna. Rozhodne zkušební tisk.',
  hintEn:
    'It may be an office printer, or a receipt printer that another register holds just now. A test print tells.',
};

const byAddress = (a: Candidate, b: Candidate): number =>
  ORDER.indexOf(a.by) - ORDER.indexOf(b.by) || a.url.localeCompare(b.url, 'en', { numeric: true });
const ORDER: readonly Candidate['by'][] = ['usb', 'serial', 'lan'];
