/**
 * Topics of a shop, MQTT 3.1.1, QoS 0:
 *
 * | topic | payload | who may subscribe |
 * | --- | --- | --- |
 * | `kasad/1/<storeId>/<registerId>/about` | `About` as JSON, retained; empty when it is gone | registers, guests |
 * | `kasad/1/<storeId>/<registerId>/events/<kind>` | JSON | registers, guests |
 * | `kasad/1/<storeId>/<registerId>/to/<other>` | a message of the replica | the register `<other>` alone |
 *
 * `<registerId>` is who speaks. Nobody else publishes on its broker. In a subscription it may be `+`, and the kind
 * may be `+` or `#`; no other wildcard is let through, so none can catch what is said to another register.
 */
export interface Topics {
  about(registerId: string): string;
  event(registerId: string, kind: string): string;
  to(from: string, to: string): string;
  /** What a topic that arrived is about; undefined when it is none of this shop's. */
  read(
    topic: string,
  ): { readonly is: 'about' | 'event' | 'to'; readonly from: string; readonly rest: string } | undefined;
  /** Whether one of that kind and name may subscribe to the filter at the broker of `registerId`. */
  mayListen(
    filter: string,
    who: { readonly kind: 'register' | 'guest'; readonly name: string },
    registerId: string,
  ): boolean;
}

const FILTER_MAX = 200;
/** Kitchen screens get events, not files. */
const EVENT_MAX = 256 * 1024;
const KIND = /^[a-z0-9-]{1,40}(\/[a-z0-9-]{1,40}){0,3}$/;

/** An event that nobody could subscribe to, or too long a one, is a mistake in the program. */
export function checkEvent(kind: string, payload: string): void {
  if (!KIND.test(kind)) throw new RangeError(`no kind of event: ${kind.slice(0, 60)}`);
  if (Buffer.byteLength(payload) > EVENT_MAX) throw new RangeError(`too long an event: ${kind}`);
}

export function topicsOf(storeId: string): Topics {
  const root = ['kasad', '1', storeId];
  const inShop = (parts: readonly string[]) => root.every((part, i) => parts[i] === part);

  return {
    about: (registerId) => [...root, registerId, 'about'].join('/'),
    event: (registerId, kind) => [...root, registerId, 'events', kind].join('/'),
    to: (from, to) => [...root, from, 'to', to].join('/'),
    read(topic) {
      const parts = topic.split('/');
      const [from, sort, ...rest] = parts.slice(root.length);
      if (!inShop(parts) || !from) return undefined;
      if (sort === 'about' && rest.length === 0) return { is: 'about', from, rest: '' };
      if (sort === 'events' && rest.length > 0) return { is: 'event', from, rest: rest.join('/') };
      if (sort === 'to' && rest.length === 1 && rest[0]) return { is: 'to', from, rest: rest[0] };
      return undefined;
    },
    mayListen(filter, who, registerId) {
      if (filter.length > FILTER_MAX) return false;
      const parts = filter.split('/');
      const [of, sort, ...rest] = parts.slice(root.length);
      if (!inShop(parts) || (of !== registerId && of !== '+')) return false;
      if (sort === 'about') return rest.length === 0;
      if (sort === 'events') return rest.length > 0;
      return sort === 'to' && who.kind === 'register' && of === registerId && rest.join('/') === who.name;
    },
  };
}
