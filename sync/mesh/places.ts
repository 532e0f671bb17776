import { type Dial, dial } from './dial.ts';
import type { MeshOptions, PlaceView } from './mesh.ts';

/** Addresses typed in by a person: calls there until a register of the shop has answered and shown who it is. */
export interface Places {
  seek(addresses: readonly string[]): void;
  views(): readonly PlaceView[];
  stop(): void;
}

const AGAIN_MS = 5000;
/** Another register may move to an address. */
const STILL_MS = 60_000;

interface Place {
  view: PlaceView;
  calling: Dial | undefined;
  waiting: (() => void) | undefined;
}

export function createPlaces(
  options: Pick<MeshOptions, 'time' | 'registerId' | 'storeId' | 'identity' | 'admits'>,
  found: (registerId: string, address: string) => void,
  changed: () => void,
): Places {
  const places = new Map<string, Place>();

  async function call(address: string, place: Place): Promise<void> {
    place.waiting = undefined;
    place.calling = dial(options, null, [address]);
    const answer = await place.calling.answer;
    place.calling = undefined;
    if (answer.ok) answer.socket.destroy();
    if (places.get(address) !== place) return;
    const before = place.view;
    place.view = {
      address,
      registerId: answer.ok ? answer.caller.name : null,
      fault: answer.ok ? null : answer.fault,
    };
    if (answer.ok) found(answer.caller.name, address);
    place.waiting = options.time.after(answer.ok ? STILL_MS : AGAIN_MS, () => void call(address, place));
    if (before.registerId !== place.view.registerId || before.fault !== place.view.fault) changed();
  }

  function drop(address: string): void {
    const place = places.get(address);
    places.delete(address);
    place?.waiting?.();
    place?.calling?.cancel();
  }

  return {
    seek(addresses) {
      for (const address of [...places.keys()]) if (!addresses.includes(address)) drop(address);
      for (const address of addresses) {
        if (places.has(address)) continue;
        const place: Place = {
          view: { address, registerId: null, fault: null },
          calling: undefined,
          waiting: undefined,
        };
        places.set(address, place);
        void call(address, place);
      }
    },
    views: () => [...places.values()].map(({ view }) => view),
    stop() {
      for (const address of [...places.keys()]) drop(address);
    },
  };
}
