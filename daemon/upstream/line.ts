import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { World } from '../../world/index.ts';
import type { Question, Transport } from './transport.ts';
import { type Fault, fault, judge } from './verdict.ts';

export type Said<T> =
  | { readonly ok: true; readonly value: T; readonly asked: number; readonly answered: number }
  | { readonly ok: false; readonly fault: Fault };

/** Asks, and reads what comes by the contract. `asked`, `answered`: the running clock. Never rejects. */
export type Ask<S extends TSchema> = (question: Question) => Promise<Said<Static<S>>>;

/** Questions of one kind. The schema is compiled when the first answer comes. */
export function asking<S extends TSchema>(
  transport: Pick<Transport, 'ask'>,
  world: Pick<World, 'now' | 'wall_ms'>,
  schema: S,
): Ask<S> {
  let compiled: ReturnType<typeof Compile> | undefined;
  return async (question) => {
    const asked = world.now();
    const reply = await transport.ask(question);
    const answered = world.now();
    const verdict = judge(reply, world.wall_ms());
    if (!verdict.ok) return verdict;
    compiled ??= Compile(schema);
    if (!compiled.Check(verdict.value)) {
      return { ok: false, fault: fault('garbled', `${question.path}: another shape`) };
    }
    return { ok: true, value: verdict.value as Static<S>, asked, answered };
  };
}
