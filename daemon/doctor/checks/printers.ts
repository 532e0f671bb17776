import { devicesOf } from '../../config/devices.ts';
import type { PrinterSetup } from '../../devices/setup.ts';
import type { Check } from '../check.ts';
import type { PrinterSeen } from '../eyes/printer-look.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const unreachable: Indicator = {
  id: 'printer-unreachable',
  area: 'devices',
  state: 'fault',
  what: {
    cs: '{name} ({url}) se nehlásí: {reason}',
    en: '{name} ({url}) does not answer: {reasonEn}',
  },
  remedy: {
    cs: 'Zapněte tiskárnu a zkontrolujte kabel. Z její zkušební stránky (při zapínání držte FEED) opište IP adresu a porovnejte ji s nastavením; tiskárna má mít pevnou.',
    en: 'Switch the printer on and check its cable. Take its IP address from its self-test page (hold FEED while switching on) and compare it with the configuration; a printer should have a fixed one.',
  },
};
const noPrinter: Indicator = {
  id: 'printer-is-something-else',
  area: 'devices',
  state: 'fault',
  what: {
    cs: '{name}: na adrese {url} není tiskárna, ozývá se tam něco jiného („{heard}“).',
    en: '{name}: at {url} there is no printer; something else answers (“{heard}”).',
  },
  remedy: {
    cs: 'Adresu teď má jiný přístroj. Zjistěte adresu tiskárny z její zkušební stránky, opravte nastavení a v routeru jí adresu vyhraďte.',
    en: 'Another device has the address now. Take the printer’s from its self-test page, correct the configuration and reserve the address in the router.',
  },
};
const mute: Indicator = {
  id: 'printer-mute',
  area: 'devices',
  state: 'attention',
  what: {
    cs: '{name} ({url}) se připojí, ale na otázky neodpovídá: pokladna nepozná, jestli se účtenka opravdu vytiskla.',
    en: '{name} ({url}) takes a connection but answers nothing: the register cannot know whether a receipt was printed.',
  },
  remedy: {
    cs: 'Vypněte ji a zapněte. Nepomůže-li to, vytiskněte zkušební stránku: vyjde-li, tiskárna stav prostě neumí a stačí to vědět. Nevyjde-li, zkontrolujte adresu.',
    en: 'Switch it off and on. If that does not help, print the test page: if it comes out, the printer cannot tell its state, and it is enough to know. If not, check the address.',
  },
};
const noPaper: Indicator = {
  id: 'printer-no-paper',
  area: 'devices',
  state: 'fault',
  what: { cs: '{name}: došel papír.', en: '{name} is out of paper.' },
  remedy: {
    cs: 'Vložte novou roli. Tisky, které čekají, vyjdou samy.',
    en: 'Put in a new roll. Prints that wait come out by themselves.',
  },
};
const littlePaper: Indicator = {
  id: 'printer-little-paper',
  area: 'devices',
  state: 'attention',
  what: { cs: '{name}: dochází papír.', en: '{name} is running low on paper.' },
  remedy: { cs: 'Připravte novou roli.', en: 'Have a new roll ready.' },
};
const coverOpen: Indicator = {
  id: 'printer-cover-open',
  area: 'devices',
  state: 'fault',
  what: { cs: '{name} má otevřený kryt.', en: 'The cover of {name} is open.' },
  remedy: {
    cs: 'Zavřete kryt, až zaklapne na obou stranách.',
    en: 'Close the cover until it clicks on both sides.',
  },
};
const offline: Indicator = {
  id: 'printer-offline',
  area: 'devices',
  state: 'fault',
  what: {
    cs: '{name} hlásí, že netiskne: {reason}',
    en: '{name} says that it does not print: {reasonEn}',
  },
  remedy: {
    cs: 'Zkontrolujte papír, kryt a řezačku, pak ji vypněte a zapněte. Svítí-li kontrolka chyby dál, patří do servisu.',
    en: 'Check paper, cover and cutter, then switch it off and on. If its error light stays on it has to be repaired.',
  },
};

/** Protocols that speak first, or answer anything: RFC 9112, RFC 4253, RFC 959. */
const OTHERS = /^(HTTP\/|SSH-|220[ -]|<\?xml|<!?[a-z])/i;

export function judgePrinter(
  { id, name, url }: Pick<PrinterSetup, 'id' | 'name' | 'url'>,
  { status, connected, heard }: PrinterSeen,
): Finding[] {
  const facts = { device: id, name, url };
  if (OTHERS.test(heard)) {
    const readable = heard.replaceAll(/[^ -~]+/g, ' ').trim();
    return [found(noPrinter, { ...facts, heard: readable.slice(0, 40) })];
  }
  const said = { ...facts, reason: status.reason.cs, reasonEn: status.reason.en };
  if (!connected || status.link === 'down') return [found(unreachable, said)];
  if (status.paper === 'out') return [found(noPaper, facts)];
  if (status.cover === 'open') return [found(coverOpen, facts)];
  if (status.online === 'no' || !(status.error === 'none' || status.error === 'unknown')) {
    return [
      found(offline, {
        ...facts,
        reason: status.reason.cs || 'neřekla proč.',
        reasonEn: status.reason.en || 'it did not say why.',
      }),
    ];
  }
  if (heard === '' && status.online === 'unknown') return [found(mute, facts)];
  return status.paper === 'near-end' ? [found(littlePaper, facts)] : [];
}

export const printers: Check = {
  id: 'printers',
  area: 'devices',
  indicators: [unreachable, noPrinter, mute, noPaper, littlePaper, coverOpen, offline],
  well: { cs: 'Tiskárny odpovídají ({count}).', en: 'Printers answer ({count}).' },
  async look({ configuration, register, printer, files }) {
    if (!configuration.config) return null;
    // A printer that is in use gets not a byte from here: how it is, the register knows.
    if ((await register.meet()).is !== 'stopped') return null;
    const all = devicesOf(configuration.config).printers.filter(({ url }) =>
      /^(tcp|usblp|serial):/.test(url),
    );
    // What is wrong with a file of this box, its own check says.
    const usable = await Promise.all(
      all.map(async (one) => {
        const path = /^(?:usblp|serial):([^?]+)/.exec(one.url)?.[1];
        return path === undefined || (await files.fault(path, 'write')) === null ? [one] : [];
      }),
    );
    const asked = usable.flat();
    if (asked.length === 0) return null;
    const findings = await Promise.all(asked.map(async (one) => judgePrinter(one, await printer(one))));
    return { findings: findings.flat(), facts: { count: asked.length } };
  },
};
