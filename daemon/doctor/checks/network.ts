import type { BackofficeView, EetView, SiblingsView } from '../../http/contract.ts';
import { createInterfaces } from '../../siblings/own-network.ts';
import type { Check } from '../check.ts';
import type { Eyes } from '../eyes/eyes.ts';
import type { Files } from '../eyes/files.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

/** IFF_MULTICAST of linux/if.h. */
const MULTICAST = 0x1000;
/** 224.0.0.251 as /proc/net/igmp writes it: the address as a number of this machine, in hexadecimal. */
const JOINED = 'FB0000E0';

const none: Indicator = {
  id: 'network-none',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Pokladna nemá síť. Prodává se dál, ale sousedé, EET a BackOffice čekají.',
    en: 'The register has no network. Sales go on; siblings, EET and backoffice wait.',
  },
  remedy: {
    cs: 'Zkontrolujte kabel (svítí kontrolka u zásuvky?) nebo Wi-Fi. Adresu má dávat router (DHCP); ukáže ji „ip -brief address“.',
    en: 'Check the cable (is the light at the socket on?) or Wi-Fi. The router should give an address (DHCP); “ip -brief address” shows it.',
  },
};
const noRoute: Indicator = {
  id: 'network-no-route',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Pokladna nemá cestu do internetu (výchozí bránu), {who} se nedočká.',
    en: 'The register has no way to the internet (no default route); {whoEn} waits in vain.',
  },
  remedy: {
    cs: 'Nastavte v síti adresu automaticky (DHCP), nebo doplňte výchozí bránu: adresu routeru.',
    en: 'Let the network give the address (DHCP), or add the default gateway: the address of the router.',
  },
};
const noNames: Indicator = {
  id: 'network-no-names',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Pokladna nemá nastavený žádný server jmen (DNS), {who} nenajde.',
    en: 'The register has no name server (DNS); {whoEn} cannot be found.',
  },
  remedy: {
    cs: 'Nastavte v síti adresu automaticky (DHCP), nebo do /etc/resolv.conf doplňte „nameserver“ s adresou routeru.',
    en: 'Let the network give the address (DHCP), or add “nameserver” with the address of the router to /etc/resolv.conf.',
  },
};
const twice: Indicator = {
  id: 'network-twice',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Pokladna je v jedné síti dvakrát ({names}, {network}): odpovědi chodí jinudy než otázky a spojení padají.',
    en: 'The register is on one network twice ({names}, {network}): answers go another way than questions, and links break.',
  },
  remedy: {
    cs: 'Nechte jen jedno připojení, nejlépe kabel, a Wi-Fi vypněte („sudo nmcli radio wifi off“ nebo v nastavení systému).',
    en: 'Keep one of them, best the cable, and switch Wi-Fi off (“sudo nmcli radio wifi off”, or in the settings of the system).',
  },
};
const cannotMulticast: Indicator = {
  id: 'multicast-off',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Síťová karta {names} neumí hromadné vysílání (multicast), sousední pokladny se samy nenajdou.',
    en: 'The card {names} does no multicast: siblings do not find each other by themselves.',
  },
  remedy: {
    cs: 'Zapněte ho: „sudo ip link set {names} multicast on“. Nejde-li to (VPN, některé převodníky), zadejte sousedy v nastavení do [sync] siblings.',
    en: 'Switch it on: “sudo ip link set {names} multicast on”. If it cannot (VPN, some adapters), give the siblings in the configuration as [sync] siblings.',
  },
};
const notJoined: Indicator = {
  id: 'multicast-not-joined',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Pokladna na kartě {names} hledání sousedů neposlouchá.',
    en: 'The register does not listen for siblings on the card {names}.',
  },
  remedy: {
    cs: 'Počkejte půl minuty po připojení kabelu a kontrolu zopakujte; pak restartujte pokladnu („sudo systemctl restart kasad“).',
    en: 'Wait half a minute after plugging the cable in and look again; then restart the register (“sudo systemctl restart kasad”).',
  },
};
const blocked: Indicator = {
  id: 'multicast-blocked',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Hromadné vysílání (multicast) přes {addresses} neprojde ani uvnitř počítače: brání mu firewall.',
    en: 'Multicast by {addresses} does not get through even inside this box: a firewall is in the way.',
  },
  remedy: {
    cs: 'Povolte ve firewallu UDP port 5353 a skupinu 224.0.0.251 („sudo ufw allow 5353/udp“). Do té doby zadejte sousedy v nastavení do [sync] siblings.',
    en: 'Allow UDP port 5353 and the group 224.0.0.251 in the firewall (“sudo ufw allow 5353/udp”). Until then give the siblings in the configuration as [sync] siblings.',
  },
};
const unheard: Indicator = {
  id: 'advert-unheard',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Pokladna o sobě v síti neříká: její ohlášení tu nikdo neslyší.',
    en: 'The register does not tell the network of itself: its advertisement is not heard here.',
  },
  remedy: {
    cs: 'Restartujte pokladnu. Trvá-li to, zkontrolujte firewall (UDP 5353) a zadejte její adresu u sousedů ručně (Nastavení → Sousedé).',
    en: 'Restart the register. If it lasts, check the firewall (UDP 5353), and type its address at its siblings (Settings → Siblings).',
  },
};
const keptPort: Indicator = {
  id: 'discovery-port-taken',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'Port 5353 pro hledání sousedů drží jiný program jen pro sebe.',
    en: 'Another program keeps the port 5353, by which siblings are found, for itself.',
  },
  remedy: {
    cs: 'V /etc/avahi/avahi-daemon.conf smažte disallow-other-stacks=yes a spusťte „sudo systemctl restart avahi-daemon“.',
    en: 'Delete disallow-other-stacks=yes from /etc/avahi/avahi-daemon.conf and run “sudo systemctl restart avahi-daemon”.',
  },
};
const firewall: Indicator = {
  id: 'firewall-on',
  area: 'network',
  state: 'attention',
  what: {
    cs: 'V počítači je zapnutý firewall {program} a port {port} pro sousední pokladny v něm povolený není.',
    en: 'The firewall {program} is on in this box, and does not allow the port {port} for siblings.',
  },
  remedy: {
    cs: 'Povolte ho: „sudo ufw allow {port}/tcp“ a „sudo ufw allow 5353/udp“.',
    en: 'Allow it: “sudo ufw allow {port}/tcp” and “sudo ufw allow 5353/udp”.',
  },
};

export interface Card {
  readonly name: string;
  readonly address: string;
  /** `10.0.0.0/24`. */
  readonly network: string;
  readonly multicast: boolean;
  /** Listens to the group of mDNS; null when it is not known. */
  readonly joined: boolean | null;
  /** Whether a packet to the group came back; null when it was not tried. */
  readonly loop: 'heard' | 'unheard' | 'refused' | null;
}

export interface Network {
  /** Cards that siblings may use, loopback left out. */
  readonly cards: readonly Card[];
  /** The shop lives on this machine alone. */
  readonly alone: boolean;
  readonly discovery: boolean;
  /** The register is running and belongs to a shop of several. */
  readonly paired: boolean;
  readonly advert: 'heard' | 'unheard' | 'port-taken' | null;
  readonly route: boolean;
  readonly nameServer: boolean;
  /** Who beyond the shop's network is waited for. */
  readonly beyond: readonly { readonly cs: string; readonly en: string }[];
  /** A firewall that is on and has no rule for the port. */
  readonly firewall: { readonly program: string; readonly port: number } | null;
}

export function judgeNetwork(network: Network): Finding[] {
  const { cards, alone, discovery, paired, advert, beyond } = network;
  const findings: Finding[] = [];
  if (cards.length === 0 && !alone) findings.push(found(none));
  const who = {
    who: beyond.map(({ cs }) => cs).join(' a '),
    whoEn: beyond.map(({ en }) => en).join(' and '),
  };
  if (beyond.length > 0 && !(cards.length === 0 && !alone)) {
    if (!network.route) findings.push(found(noRoute, who));
    else if (!network.nameServer) findings.push(found(noNames, who));
  }
  for (const [first, second] of pairsOf(cards)) {
    findings.push(found(twice, { names: `${first.name}, ${second.name}`, network: first.network }));
  }
  if (!discovery) return findings;
  const names = (some: readonly Card[]) => some.map(({ name }) => name).join(' ');
  const deaf = cards.filter((card) => !card.multicast);
  if (deaf.length > 0) findings.push(found(cannotMulticast, { names: names(deaf) }));
  const able = cards.filter((card) => card.multicast);
  const unjoined = able.filter(({ joined }) => joined === false);
  if (paired && unjoined.length > 0) findings.push(found(notJoined, { names: names(unjoined) }));
  const shut = able.filter(({ loop }) => loop === 'unheard' || loop === 'refused');
  if (shut.length > 0) {
    findings.push(found(blocked, { addresses: shut.map(({ address }) => address).join(', ') }));
  } else if (advert === 'port-taken') findings.push(found(keptPort));
  else if (advert === 'unheard' && (alone || (able.length > 0 && unjoined.length === 0))) {
    findings.push(found(unheard));
  }
  if (network.firewall) findings.push(found(firewall, network.firewall));
  return findings;
}

function pairsOf(cards: readonly Card[]): [Card, Card][] {
  return cards.flatMap((card, i) => {
    const other = cards
      .slice(i + 1)
      .find(({ name, network }) => name !== card.name && network === card.network);
    return other ? [[card, other] as [Card, Card]] : [];
  });
}

export const network: Check = {
  id: 'network',
  area: 'network',
  indicators: [
    none,
    noRoute,
    noNames,
    twice,
    cannotMulticast,
    notJoined,
    blocked,
    unheard,
    keptPort,
    firewall,
  ],
  well: { cs: 'Síť je v pořádku ({addresses}).', en: 'The network is well ({addresses}).' },
  limit_ms: 9_000,
  async look(eyes) {
    const { configuration, register, multicast, files } = eyes;
    const { config } = configuration;
    if (!config) return null;
    const [siblings, eet, backoffice] = await Promise.all([
      register.ask<SiblingsView>('/api/siblings'),
      register.ask<EetView>('/api/eet'),
      register.ask<BackofficeView>('/api/backoffice'),
    ]);
    const { sync } = config;
    const alone = sync.host.startsWith('127.');
    const paired = siblings?.paired === true;
    const discovery = sync.discovery && sync.broker === undefined;
    const cards = await cardsOf(eyes, discovery);
    const advert = paired && discovery ? await multicast.advert(config.register.id, sync.host) : null;
    const seen: Network = {
      cards,
      alone,
      discovery,
      paired,
      advert,
      route: hasDefault((await files.text('/proc/net/route')) ?? ''),
      nameServer: /^\s*nameserver\s/m.test((await files.text('/etc/resolv.conf')) ?? ''),
      beyond: [
        ...(eet && eet.environment !== null ? [{ cs: 'EET', en: 'the tax authority' }] : []),
        ...(onInternet(backoffice?.url ?? config.backoffice.url)
          ? [{ cs: 'BackOffice', en: 'the backoffice' }]
          : []),
      ],
      firewall: paired && !alone ? await firewallOf(files, sync.port) : null,
    };
    const addresses = cards.map(({ address }) => address).join(', ') || sync.host;
    return { findings: judgeNetwork(seen), facts: { addresses, paired } };
  },
};

/** A backoffice on the shop's own network needs no way out of it. */
function onInternet(url: string | null | undefined): boolean {
  if (url == null) return false;
  return !/^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)|\.local$/.test(
    new URL(url).hostname,
  );
}

async function cardsOf(
  { configuration, interfaces, files, multicast }: Eyes,
  discovery: boolean,
): Promise<Card[]> {
  const { table } = createInterfaces('0.0.0.0', interfaces);
  const host = configuration.config?.sync.host ?? '0.0.0.0';
  const igmp = (await files.text('/proc/net/igmp')) ?? '';
  const all = Object.entries(table()).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter((one) => one.family === 'IPv4' && !one.internal)
      .filter(({ address }) => host === '0.0.0.0' || host === address)
      .map((one) => ({ name, ...one })),
  );
  return Promise.all(
    all.map(async ({ name, address, netmask, cidr }) => {
      const flags = Number(await files.text(`/sys/class/net/${name}/flags`));
      const able = Number.isNaN(flags) || (flags & MULTICAST) !== 0;
      return {
        name,
        address,
        network: `${masked(address, netmask)}/${cidr?.split('/')[1] ?? ''}`,
        multicast: able,
        joined: igmp === '' ? null : joinedOn(igmp, name),
        loop: discovery && able ? await multicast.loop(address) : null,
      };
    }),
  );
}

const masked = (address: string, netmask: string): string => {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((byte, i) => Number(byte) & (mask[i] ?? 255))
    .join('.');
};

/** /proc/net/igmp: a line for the card, `2\teth0 : …`, then one for each group. */
export function joinedOn(table: string, name: string): boolean {
  let card = '';
  for (const line of table.split('\n')) {
    const head = /^\d+\s+(\S+?)\s*:/.exec(line);
    if (head) card = head[1] ?? '';
    else if (card === name && line.trim().startsWith(JOINED)) return true;
  }
  return false;
}

/** /proc/net/route: the destination 0 with the mask 0, up. */
export function hasDefault(table: string): boolean {
  return table
    .split('\n')
    .slice(1)
    .some((line) => {
      const [, destination, , flags, , , , mask] = line.split('\t');
      return (
        destination === '00000000' && mask === '00000000' && (Number.parseInt(flags ?? '0', 16) & 1) === 1
      );
    });
}

/** ufw alone tells an ordinary user that it is on; its rules are a secret of root's, and then count as missing. */
async function firewallOf(files: Files, port: number): Promise<Network['firewall']> {
  if (!/^ENABLED=yes/m.test((await files.text('/etc/ufw/ufw.conf')) ?? '')) return null;
  const rules = (await files.text('/etc/ufw/user.rules')) ?? '';
  return new RegExp(`dport ${port}\\b[^\\n]*-j ACCEPT`).test(rules) ? null : { program: 'ufw', port };
}
