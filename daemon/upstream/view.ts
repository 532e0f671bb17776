import type { BackofficeSync, BackofficeView, HealthPart } from '../http/contract.ts';
import type { Metric } from '../http/metrics.ts';
import type { Exchanged } from './exchange.ts';
import type { Pairing } from './pairing-file.ts';
import type { Standing } from './standing.ts';
import { changes, faultWords, type Told } from './words.ts';

const UNREACHED: ReadonlySet<string> = new Set([
  'offline',
  'closed',
  'certificate',
  'clock',
  'silent',
  'cut',
  'portal',
  'elsewhere',
]);
/** So long changes may wait before it is said to people who never open the page. */
const WAIT_TOLD_MS = 4 * 3_600_000;
/** From this on, a difference of the clocks is worth a word: receipts would bear a wrong time. */
const CLOCK_TOLERANCE_MS = 60_000;

export function stateOf({
  attempting,
  fault,
  waiting,
  coming,
  lastSuccess_ms,
}: Standing): BackofficeView['state'] {
  const code = fault?.fault.code;
  if (code === 'refused' || code === 'retired') return 'refused';
  if (attempting && (fault !== null || lastSuccess_ms === null || (waiting ?? 0) + (coming ?? 0) > 0))
    return 'sending';
  if (code !== undefined) return UNREACHED.has(code) ? 'offline' : 'waiting';
  return lastSuccess_ms !== null && waiting === 0 && coming === 0 ? 'in-step' : 'waiting';
}

/** `local`: a moment as the register writes it. */
export function viewOf(
  pairing: Pairing | null,
  standing: Standing,
  set: { readonly url: string | null; readonly local: (wall_ms: number) => string },
): BackofficeView {
  const local = (at_ms: number | null) => (at_ms === null ? null : set.local(at_ms));
  const state = pairing ? stateOf(standing) : 'unpaired';
  const { fault } = standing;
  return {
    state,
    ...sentence(state, standing),
    store: pairing && { id: pairing.store.id, name: pairing.store.name },
    url: pairing?.url ?? set.url,
    urlFixed: set.url !== null,
    pairedAt: pairing?.pairedAt ?? null,
    lastSuccessAt: local(standing.lastSuccess_ms),
    nextAt: local(standing.next_ms),
    waiting: standing.waiting,
    coming: standing.coming,
    parked: standing.parked,
    shiftsToCheck: standing.shiftsToCheck,
    live: standing.live,
    clockAhead_s: standing.behind_ms === null ? null : Math.round(standing.behind_ms / 1000),
    fault: fault && { at: set.local(fault.at_ms), code: fault.fault.code, ...faultWords(fault.fault) },
  };
}

function sentence(state: BackofficeView['state'], { fault, waiting }: Standing): Told {
  const count = waiting === null || waiting === 0 ? null : changes(waiting);
  const goesOn = {
    cs: count === null ? ' Prodává se dál.' : ` Prodává se dál, čeká ${count.cs}.`,
    en: count === null ? ' Sales go on.' : ` Sales go on; ${count.en} waiting.`,
  };
  const nothing = { hintCs: '', hintEn: '' };
  if (state === 'unpaired') {
    return {
      cs: 'Pokladna není připojená k žádnému backoffice.',
      en: 'The register is joined to no backoffice.',
      hintCs: 'Kód k připojení vydá BackOffice na stránce Pokladny.',
      hintEn: 'The code to join by is issued by the backoffice on its page of registers.',
    };
  }
  if (state === 'in-step')
    return { cs: 'BackOffice má všechno.', en: 'The backoffice has everything.', ...nothing };
  if (state === 'sending')
    return { cs: 'Odesílá se do backoffice.', en: 'Sending to the backoffice.', ...nothing };
  if (fault) {
    const words = faultWords(fault.fault);
    return { ...words, cs: words.cs + goesOn.cs, en: words.en + goesOn.en };
  }
  return {
    cs: `Odešle se za chvíli${count === null ? '' : `: ${count.cs}`}.`,
    en: `Will be sent in a moment${count === null ? '' : `: ${count.en}`}.`,
    ...nothing,
  };
}

/** What the attempt that a person has asked for came to. */
export function syncOf({ fault, sent, came }: Exchanged): BackofficeSync {
  if (fault !== null) return { ok: false, sent, came, ...faultWords(fault) };
  const [up, down] = [changes(sent), changes(came)];
  return {
    ok: true,
    sent,
    came,
    cs:
      sent + came === 0
        ? 'Není co měnit, BackOffice i pokladna mají totéž.'
        : `Odesláno: ${up.cs}. Přišlo: ${down.cs}.`,
    en:
      sent + came === 0
        ? 'Nothing to change, backoffice and register hold the same.'
        : `Sent: ${up.en}. Came: ${down.en}.`,
    hintCs: '',
    hintEn: '',
  };
}

/** Never a fault: selling waits for no backoffice. */
export function healthOf(pairing: Pairing, standing: Standing, wall_ms: number): HealthPart[] {
  const state = stateOf(standing);
  const since_ms = standing.inStep_ms ?? Date.parse(pairing.pairedAt);
  const late = standing.waiting !== 0 && wall_ms - since_ms > WAIT_TOLD_MS;
  const told = sentence(state, standing);
  const attention = state === 'refused' || late;
  return [
    attention
      ? { id: 'backoffice', state: 'attention', ...told }
      : { id: 'backoffice', state: 'ok', cs: told.cs, en: told.en, hintCs: '', hintEn: '' },
    clock(standing.behind_ms),
  ];
}

function clock(behind_ms: number | null): HealthPart {
  const id = 'backoffice-clock';
  if (behind_ms === null || Math.abs(behind_ms) <= CLOCK_TOLERANCE_MS) {
    return {
      id,
      state: 'ok',
      cs: 'Hodiny pokladny jdou dobře.',
      en: 'The clock of the register is right.',
      hintCs: '',
      hintEn: '',
    };
  }
  const minutes = Math.max(1, Math.round(Math.abs(behind_ms) / 60_000));
  return {
    id,
    state: 'attention',
    cs: `Hodiny pokladny jdou o ${minutes} min ${behind_ms > 0 ? 'pozadu' : 'napřed'}: účtenky nesou špatný čas.`,
    en: `The clock of the register is ${minutes} min ${behind_ms > 0 ? 'slow' : 'fast'}: receipts bear a wrong time.`,
    hintCs: 'Nastavte datum a čas tohoto počítače; nejlépe ať si je bere z internetu.',
    hintEn: 'Set date and time of this computer; best let it take them from the internet.',
  };
}

export function metricsOf(standing: Standing, attempts: ReadonlyMap<string, number>): Metric[] {
  return [
    {
      name: 'kasad_backoffice_rows',
      help: 'Rows that the backoffice does not hold yet, and rows of it that are not here',
      type: 'gauge',
      samples: [
        { labels: { direction: 'up' }, value: standing.waiting ?? Number.NaN },
        { labels: { direction: 'down' }, value: standing.coming ?? Number.NaN },
      ],
    },
    {
      name: 'kasad_backoffice_parked',
      help: 'Rows of the shop that the backoffice has put aside',
      type: 'gauge',
      samples: [{ value: standing.parked }],
    },
    {
      name: 'kasad_backoffice_attempts_total',
      help: 'Attempts to reach the backoffice since the start, by what they came to',
      type: 'counter',
      samples: [...attempts].map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ];
}
