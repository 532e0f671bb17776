import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { manualWorld } from '../../world/manual.fixture.ts';
import { createUnderWay, patience_ms } from './under-way.ts';

const response = () => new EventEmitter() as unknown as ServerResponse;

test('with nothing under way it is quiet at once; with something, once the last of it is over', async () => {
  const world = manualWorld();
  const underWay = createUnderWay(world);
  expect(await underWay.quiet()).toBe(true);
  const [first, second] = [response(), response()];
  underWay.began(first);
  underWay.began(second);
  const seen: boolean[] = [];
  void underWay.quiet().then((quiet) => seen.push(quiet));
  first.emit('close');
  await world.advance(1);
  expect(seen).toEqual([]);
  second.emit('close');
  await world.advance(1);
  expect(seen).toEqual([true]);
});

test('what never ends is given up on, and is no hindrance the next time', async () => {
  const world = manualWorld();
  const underWay = createUnderWay(world);
  const endless = response();
  underWay.began(endless);
  const quiet = underWay.quiet();
  await world.advance(patience_ms);
  expect(await quiet).toBe(false);
  endless.emit('close');
  expect(await underWay.quiet()).toBe(true);
});
