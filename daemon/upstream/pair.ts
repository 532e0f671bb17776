import { PairAnswer, type PairRequest } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { asking } from './line.ts';
import type { Transport } from './transport.ts';
import { joinRefusal } from './words.ts';

/** A code becomes a token. Throws a Refusal when it does not. */
export async function pairWith(
  transport: Transport,
  world: Pick<World, 'now' | 'wall_ms'>,
  request: PairRequest,
): Promise<PairAnswer> {
  const ask = asking(transport, world, PairAnswer);
  const said = await ask({ method: 'POST', path: '/api/v1/pair', body: JSON.stringify(request) });
  if (!said.ok) throw joinRefusal(said.fault);
  return said.value;
}
