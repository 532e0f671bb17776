import type { SetupScan } from '../../http/contract.ts';
import type { Interfaces } from '../../siblings/own-network.ts';

/** What is searched: a network of this box, or the part of it that is near this box. */
export interface SearchedNetwork {
  /** `10.0.0.0/24`. */
  readonly cidr: string;
  /** All of its addresses but those of the network itself, of everybody, and of this box. */
  readonly hosts: readonly string[];
}

export interface SearchPlan {
  readonly networks: readonly SearchedNetwork[];
  readonly leftOut: SetupScan['leftOut'];
}

/** A thousand addresses: some seconds, and no more noise than a person looking for a printer makes. */
const LONGEST_PREFIX = 22;
const NETWORKS_MAX = 4;
/** Networks that live inside this computer, or lead out of the house. */
const INNER = /^(lo|docker|br-|veth|virbr|tun|tap|wg|zt|tailscale)/;

/** Which addresses are asked: of the own private networks (RFC 1918) alone, never of any other. */
export function planSearch(table: ReturnType<Interfaces['table']>): SearchPlan {
  const own = Object.entries(table)
    .filter(([name]) => !INNER.test(name))
    .flatMap(([, list]) => list ?? [])
    .flatMap(({ family, internal, cidr }) => (family === 'IPv4' && !internal && cidr ? [cidr] : []));
  const mine = new Set(own.map((cidr) => numberOf(cidr.split('/')[0] ?? '')));
  const narrowed: string[] = [];
  const foreign: string[] = [];
  const plans = new Map<string, SearchedNetwork>();
  for (const cidr of own) {
    const [address = '', bits = '32'] = cidr.split('/');
    if (!isPrivate(address)) {
      foreign.push(cidr);
      continue;
    }
    const prefix = Math.max(Number(bits), LONGEST_PREFIX);
    if (prefix > Number(bits)) narrowed.push(cidr);
    const network = networkOf(address, prefix);
    if (!plans.has(network.cidr)) {
      plans.set(network.cidr, {
        ...network,
        hosts: network.hosts.filter((host) => !mine.has(numberOf(host))),
      });
    }
  }
  const networks = [...plans.values()];
  const beyond = networks.splice(NETWORKS_MAX).map(({ cidr }) => cidr);
  return { networks, leftOut: leftOut(networks, narrowed, [...foreign, ...beyond]) };
}

export function isPrivate(address: string): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number);
  return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
}

function networkOf(address: string, prefix: number): SearchedNetwork {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(numberOf(address) / size) * size;
  // A /31 has no address of everybody (RFC 3021), a /32 nobody but this box.
  const hosts = size <= 2 ? { from: 0, to: size } : { from: 1, to: size - 1 };
  return {
    cidr: `${textOf(first)}/${prefix}`,
    hosts: Array.from({ length: hosts.to - hosts.from }, (_, index) => textOf(first + hosts.from + index)),
  };
}

function leftOut(
  networks: readonly SearchedNetwork[],
  narrowed: readonly string[],
  others: readonly string[],
): SetupScan['leftOut'] {
  if (networks.length > 0 && narrowed.length === 0 && others.length === 0) return null;
  const hint = {
    hintCs:
      'Tiskárnu, která se nenašla, přidejte adresou; vytiskne ji sama zkušební stránkou (tlačítko posunu při zapnutí).',
    hintEn:
      'Add a printer that was not found by its address; its own self-test (the feed button at power-on) prints it.',
  };
  if (networks.length === 0 && others.length === 0) {
    return {
      cs: 'Počítač není v žádné síti, proto se v síti nehledalo.',
      en: 'The computer is in no network, so no network was searched.',
      hintCs: 'Zapojte síťový kabel a hledejte znovu.',
      hintEn: 'Plug in the network cable and search again.',
    };
  }
  const parts = {
    cs: [
      ...narrowed.map((cidr) => `ze sítě ${cidr} se prohledá jen okolí této pokladny`),
      ...others.map((cidr) => `síť ${cidr} se nehledá`),
    ],
    en: [
      ...narrowed.map((cidr) => `of the network ${cidr} only the part near this register is searched`),
      ...others.map((cidr) => `the network ${cidr} is not searched`),
    ],
  };
  const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  return { cs: sentence(parts.cs.join(', ')), en: sentence(parts.en.join(', ')), ...hint };
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

const textOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
