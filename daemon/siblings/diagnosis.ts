import { isIPv4 } from 'node:net';
import type { DiscoveryState, LinkView, Sighting } from '../../sync/index.ts';
import { parseAddress } from './address.ts';

/** One sentence in both languages, and what to do. */
export interface Told {
  readonly cs: string;
  readonly en: string;
  readonly hintCs: string;
  readonly hintEn: string;
}

export interface Evidence {
  readonly name: string;
  readonly link: LinkView | undefined;
  /** What multicast says of it now. */
  readonly sighting: Sighting | undefined;
  /** How multicast fares; null when it is switched off. */
  readonly network: DiscoveryState | null;
  /** IPv4 networks of this box, CIDR: `10.0.0.7/24`. */
  readonly ownNetworks: readonly string[];
  /** One broker for all, instead of links from box to box. */
  readonly broker: boolean;
}

/** From this on, a difference of the clocks is worth a word: receipts would bear a wrong time. */
export const CLOCK_TOLERANCE_S = 60;

/** Why a sibling is not linked, or what is odd about one that is; for the one who stands at the screen. */
export function diagnose(evidence: Evidence): Told {
  const { name, link } = evidence;
  if (link?.state === 'linked') return clockWord(name, link) ?? WELL;
  if (link?.state === 'one-way') {
    return {
      cs: `${name}: spojení vede zatím jen jedním směrem.`,
      en: `${name}: the connection works one way only so far.`,
      hintCs: `Když to do minuty nezmizí, zkontrolujte na obou pokladnách firewall a port pro sousední pokladny.`,
      hintEn: `If this does not go away in a minute, check the firewall and the siblings' port on both registers.`,
    };
  }
  return missing(evidence);
}

function missing(evidence: Evidence): Told {
  const { name, link, sighting, network, broker } = evidence;
  if (broker) return missingAtBroker(name, link);
  switch (link?.fault) {
    case 'certificate':
      return {
        cs: `${name} odpovídá, ale jejímu certifikátu nejde věřit.`,
        en: `${name} answers, but its certificate cannot be trusted.`,
        hintCs: 'Patří nejspíš jinému obchodu. Odpojte ji a připojte znovu kódem.',
        hintEn: 'It probably belongs to another shop. Disconnect it and join it again by a code.',
      };
    case 'not-admitted':
      return {
        cs: `${name} se hlásí certifikátem, který už neplatí.`,
        en: `${name} comes with a certificate that is no longer good.`,
        hintCs: 'Byla odpojena nebo nahrazena jinou. Má-li se vrátit, připojte ji znovu kódem.',
        hintEn: 'It was disconnected or replaced. If it shall return, join it again by a code.',
      };
    case 'turned-away':
      return {
        cs: `${name} odpovídá, ale tuto pokladnu k sobě nepustí.`,
        en: `${name} answers, but does not let this register in.`,
        hintCs: 'Tato pokladna tam nejspíš byla odpojena. Připojte ji znovu kódem.',
        hintEn: 'This register was probably disconnected there. Join it again by a code.',
      };
    case 'wrong-register':
      return {
        cs: `Na adrese ${link.address}, kde bývala ${name}, je teď jiná pokladna.`,
        en: `At ${link.address}, where ${name} used to be, there is another register now.`,
        hintCs: 'Pokladna dostala novou adresu. Když se sama nenajde, zadejte novou adresu ručně.',
        hintEn: 'It was given another address. If it is not found by itself, type the new one.',
      };
    case 'refused-connection':
      return {
        cs: `${name}: počítač běží (${link.address}), program na něm ne.`,
        en: `${name}: the box is running (${link.address}), the program on it is not.`,
        hintCs: 'Zapněte na ní program pokladny, nebo zkontrolujte port pro sousední pokladny.',
        hintEn: "Start the register's program there, or check the siblings' port.",
      };
    case 'silent':
      return {
        cs: `${name} přestala odpovídat.`,
        en: `${name} has stopped answering.`,
        hintCs: 'Zkontrolujte, jestli je zapnutá a má zapojený síťový kabel.',
        hintEn: 'Check that it is on and that its network cable is in.',
      };
  }
  if (network?.fault === 'no-network') return NO_NETWORK;
  if (link?.address != null && link.fault === 'unreachable') {
    if (sighting) {
      return {
        cs: `${name} je v síti vidět, ale spojit se s ní nejde (${link.address}).`,
        en: `${name} is seen on the network, but cannot be reached (${link.address}).`,
        hintCs:
          'Síť nejspíš nepouští zařízení k sobě navzájem (izolace klientů Wi-Fi) nebo brání firewall. Zapojte pokladny kabelem nebo izolaci vypněte.',
        hintEn:
          'The network probably keeps devices apart (Wi-Fi client isolation) or a firewall is in the way. Use a cable, or switch isolation off.',
      };
    }
    if (isElsewhere(link.address, evidence.ownNetworks)) {
      return {
        cs: `${name} neodpovídá na adrese ${link.address}, která je v jiné síti než tato pokladna.`,
        en: `${name} does not answer at ${link.address}, which is in another network than this register.`,
        hintCs:
          'Připojte obě do stejné sítě (stejné Wi-Fi nebo stejného switche), nebo povolte cestu mezi sítěmi.',
        hintEn:
          'Put both on the same network (same Wi-Fi or same switch), or allow the way between the networks.',
      };
    }
    return {
      cs: `${name} neodpovídá na poslední známé adrese ${link.address}.`,
      en: `${name} does not answer at its last known address ${link.address}.`,
      hintCs: 'Nejspíš je vypnutá nebo nemá zapojený síťový kabel.',
      hintEn: 'It is probably off, or its network cable is out.',
    };
  }
  if (network && !network.heard) {
    return {
      cs: `O pokladně ${name} nic nevíme a v síti není slyšet nikdo.`,
      en: `Nothing is known of ${name}, and nobody is heard on the network.`,
      hintCs:
        'Síť nejspíš nepropouští hledání (multicast). Zadejte adresu sousední pokladny ručně; je na její obrazovce Sousedé.',
      hintEn:
        'The network probably blocks discovery (multicast). Type the address of a sibling; it is on its Siblings page.',
    };
  }
  return {
    cs: `${name} není v síti vidět.`,
    en: `${name} is not seen on the network.`,
    hintCs: 'Nejspíš je vypnutá. Je-li zapnutá, zadejte její adresu ručně.',
    hintEn: 'It is probably off. If it is on, type its address.',
  };
}

/** With one broker for all the fault is the broker's, but for a sibling that keeps silent there. */
function missingAtBroker(name: string, link: LinkView | undefined): Told {
  const at = link?.address ?? '';
  switch (link?.fault) {
    case 'unreachable':
    case 'refused-connection':
      return {
        cs: `Společný broker ${at} neodpovídá.`,
        en: `The common broker ${at} does not answer.`,
        hintCs: 'Zkontrolujte, jestli běží a jestli je tato pokladna v síti.',
        hintEn: 'Check that it is running, and that this register is on the network.',
      };
    case 'certificate':
      return {
        cs: `Certifikátu společného brokeru ${at} nejde věřit.`,
        en: `The certificate of the common broker ${at} cannot be trusted.`,
        hintCs: 'V nastavení zkontrolujte v tabulce [sync] adresu brokeru a broker_ca.',
        hintEn: "Check the broker's address and broker_ca in the table [sync] of the configuration.",
      };
    case 'turned-away':
      return {
        cs: `Společný broker ${at} tuto pokladnu nepustí.`,
        en: `The common broker ${at} does not let this register in.`,
        hintCs: 'Zkontrolujte, jestli broker zná autoritu obchodu a má pravidla pro tuto pokladnu.',
        hintEn: "Check that the broker knows the shop's authority and has rules for this register.",
      };
    default:
      return {
        cs: `${name} není připojená ke společnému brokeru.`,
        en: `${name} is not connected to the common broker.`,
        hintCs: 'Zkontrolujte, jestli je zapnutá a jestli má v nastavení stejný broker.',
        hintEn: 'Check that it is on and has the same broker in its configuration.',
      };
  }
}

/** How this box itself sees the network. */
export function networkWord(
  network: DiscoveryState | null,
  ownAddresses: readonly string[],
): Told & { state: 'ok' | 'attention' } {
  if (ownAddresses.length === 0) return { state: 'attention', ...NO_NETWORK };
  if (network === null) {
    return {
      state: 'ok',
      cs: 'Hledání v síti je v nastavení vypnuté, pokladny se spojují na známých adresách.',
      en: 'Discovery is switched off in the configuration; registers connect at known addresses.',
      hintCs: '',
      hintEn: '',
    };
  }
  if (network.fault === 'no-network') return { state: 'attention', ...NO_NETWORK };
  if (network.fault === 'flood') {
    return {
      state: 'attention',
      cs: 'V síti něco zahlcuje hledání pokladen, pokladna si ho na chvíli nevšímá.',
      en: 'Something floods the network with discovery messages; this register ignores them for a while.',
      hintCs: 'Spojení na známých adresách to nevadí. Když to trvá, hledejte v síti vadné zařízení.',
      hintEn:
        'Links to known addresses are not affected. If it lasts, look for a faulty device on the network.',
    };
  }
  if (network.fault !== null) {
    return {
      state: 'attention',
      cs: 'Hledání v síti nejde spustit: jeho port 5353 si drží jiný program.',
      en: 'Discovery cannot start: another program keeps its port 5353.',
      hintCs:
        'Spojení na známých adresách to nevadí. Technik: avahi-daemon nesmí mít disallow-other-stacks=yes.',
      hintEn:
        'Links to known addresses are not affected. Technician: avahi-daemon must not set disallow-other-stacks=yes.',
    };
  }
  return { state: 'ok', cs: 'Síť funguje.', en: 'The network works.', hintCs: '', hintEn: '' };
}

function clockWord(name: string, link: LinkView): Told | undefined {
  const ahead_s = Math.round((link.clockAhead_ms ?? 0) / 1000);
  if (Math.abs(ahead_s) <= CLOCK_TOLERANCE_S) return undefined;
  const [cs, en] = ahead_s > 0 ? ['napřed', 'ahead'] : ['pozadu', 'behind'];
  return {
    cs: `Hodiny pokladny ${name} jdou proti této ${cs} o ${span(ahead_s, 'cs')}.`,
    en: `The clock of ${name} is ${en} of this one by ${span(ahead_s, 'en')}.`,
    hintCs: 'Změny se přesto neztratí. Nastavte na té, která jde špatně, správný čas, ať ho mají i účtenky.',
    hintEn: 'No change is lost. Set the right time on the one that is wrong, for the sake of its receipts.',
  };
}

function span(seconds: number, language: 'cs' | 'en'): string {
  const size = Math.abs(seconds);
  const [value, cs, en] =
    size < 120
      ? [size, 's', 's']
      : size < 7_200
        ? [Math.round(size / 60), 'min', 'min']
        : size < 172_800
          ? [Math.round(size / 3600), 'h', 'h']
          : [Math.round(size / 86_400), 'dní', 'days'];
  return `${value} ${language === 'cs' ? cs : en}`;
}

/** Whether an IPv4 address lies in none of the given networks; of a name nobody can say. */
export function isElsewhere(address: string, networks: readonly string[]): boolean {
  const host = parseAddress(address)?.host;
  if (host === undefined || !isIPv4(host)) return false;
  return !networks.some((cidr) => {
    const [network = '', bits = '32'] = cidr.split('/');
    const shift = 2 ** (32 - Number(bits));
    return Math.floor(numberOf(host) / shift) === Math.floor(numberOf(network) / shift);
  });
}

const numberOf = (ip: string): number => ip.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);

const WELL: Told = { cs: '', en: '', hintCs: '', hintEn: '' };
const NO_NETWORK: Told = {
  cs: 'Tato pokladna nemá síť.',
  en: 'This register has no network.',
  hintCs: 'Zkontrolujte síťový kabel nebo Wi-Fi. Prodává se dál, změny se doženou.',
  hintEn: 'Check its cable or Wi-Fi. Selling goes on, changes will catch up.',
};
