import type { DiscoveryState, LinkView, Mesh, Sighting } from '../../sync/index.ts';
import type { World } from '../../world/index.ts';
import type { GuestView, SiblingView } from '../http/contract.ts';
import type { Replication } from '../replication/replication.ts';
import type { AddressBook } from './address-book.ts';
import { diagnose } from './diagnosis.ts';
import type { Roster, RosterEntry } from './roster.ts';

export interface ViewParts {
  readonly world: Pick<World, 'wall_ms' | 'now'>;
  /** A moment as the register writes it, RFC 3339 with offset. */
  readonly local: (wall_ms: number) => string;
  readonly roster: Roster;
  readonly addresses: AddressBook;
  readonly replication: Pick<Replication, 'behind'>;
  readonly mesh: Mesh | null;
  readonly sightings: readonly Sighting[];
  /** Null when discovery is off. */
  readonly network: DiscoveryState | null;
  readonly ownNetworks: readonly string[];
  readonly broker: boolean;
  readonly ownId: string;
}

/** Every other register of the shop, those that are cut off last. */
export function siblingViews(parts: ViewParts): SiblingView[] {
  const links = new Map(parts.mesh?.links().map((link) => [link.registerId, link]));
  return parts.roster
    .all()
    .filter(({ registerId }) => registerId !== parts.ownId)
    .map((entry) => siblingView(entry, links.get(entry.registerId), parts))
    .sort((a, b) => Number(a.state === 'revoked') - Number(b.state === 'revoked'));
}

function siblingView(entry: RosterEntry, link: LinkView | undefined, parts: ViewParts): SiblingView {
  const { registerId, name, series, revoked } = entry;
  const state = revoked
    ? 'revoked'
    : link === undefined || isAway(link)
      ? 'missing'
      : link.state === 'linked'
        ? 'linked'
        : 'one-way';
  const known = parts.addresses.of(registerId);
  const behind = state === 'linked' ? parts.replication.behind(registerId) : null;
  const sighting = parts.sightings.find((one) => one.registerId === registerId);
  const told = revoked
    ? { cs: '', en: '', hintCs: '', hintEn: '' }
    : diagnose({
        name,
        link,
        sighting,
        network: parts.network,
        ownNetworks: parts.ownNetworks,
        broker: parts.broker,
      });
  return {
    registerId,
    name,
    series,
    version: link?.about?.version ?? null,
    state,
    address: link?.address ?? known[0]?.address ?? null,
    seenBy: [...new Set([...(sighting ? (['mdns'] as const) : []), ...known.map(({ how }) => how)])],
    since: parts.local(parts.world.wall_ms() - (link ? parts.world.now() - link.since : 0)),
    behind: behind?.they ?? null,
    ahead: behind?.we ?? null,
    clockAhead_s: link?.clockAhead_ms == null ? null : Math.round(link.clockAhead_ms / 1000),
    ...told,
  };
}

/** It is not heard now. */
export const isAway = ({ state }: LinkView): boolean => state === 'down' || state === 'connecting';

export function guestViews(roster: Roster): GuestView[] {
  return roster.guests().map(({ name, revoked, since }) => ({ name, revoked, since }));
}
