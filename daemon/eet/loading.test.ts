import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { createLoading } from './loading.ts';
import type { Sender } from './sender.ts';

/** What sends, as far as loading has to do with it. */
function loads(begin: (sender: Sender) => void = () => {}) {
  const world = manualWorld();
  const loaded: { sender: Sender; stopped: number }[] = [];
  let arrive = () => {};
  const loading = createLoading({
    async load() {
      const one = { stopped: 0, sender: {} as Sender };
      one.sender = {
        async stop() {
          one.stopped++;
        },
      } as Sender;
      loaded.push(one);
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
      return one.sender;
    },
    world,
    log: pino({ level: 'silent' }),
    onLoaded: begin,
  });
  return {
    world,
    loading,
    loaded,
    async arrive() {
      arrive();
      await new Promise(setImmediate);
    },
  };
}

describe('what sends', () => {
  it('that cannot begin is stopped, and another one is loaded in its place', async () => {
    const faults = [new Error('the disk is full')];
    const { world, loading, loaded, arrive } = loads(() => {
      const fault = faults.pop();
      if (fault) throw fault;
    });
    loading.want();
    await arrive();
    expect([loading.sender, loading.broken, loaded[0]?.stopped]).toEqual([undefined, true, 1]);
    await world.advance(60_000);
    await arrive();
    expect([loading.sender, loading.broken, loaded[1]?.stopped]).toEqual([loaded[1]?.sender, false, 0]);
    expect(loaded).toHaveLength(2);
  });

  it('that comes after the end is stopped and never begins', async () => {
    let begun = 0;
    const { loading, loaded, arrive } = loads(() => begun++);
    loading.want();
    const stopping = loading.stop();
    await arrive();
    await stopping;
    expect([loading.sender, loaded[0]?.stopped, begun]).toEqual([undefined, 1, 0]);
  });
});
