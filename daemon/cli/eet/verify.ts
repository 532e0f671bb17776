import {
  ANSWER_BYTES_MAX,
  type Asked,
  builtInTrust,
  type Environment,
  type Outcome,
  readAnswer,
} from '../../../eet/index.ts';
import { readArgs, type Terminal, UsageError } from '../command.ts';
import { inputBytes } from './input.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What an answer of the authority, read from standard input, means for the sale. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = readArgs({
    args: [...args],
    options: { now: { type: 'string' }, uuid: { type: 'string' }, environment: { type: 'string' } },
  });
  const { uuid = null, environment } = values;
  const now_ms = values.now === undefined ? terminal.world.wall_ms() : Date.parse(values.now);
  if (!Number.isFinite(now_ms)) throw new UsageError('Čas má být třeba 2026-12-01T12:00:00Z.');
  if (uuid !== null && !UUID.test(uuid)) throw new UsageError('UUID má jinou podobu.');
  if (environment !== undefined && environment !== 'production' && environment !== 'playground')
    throw new UsageError(`Prostředí „${environment}“ neznáme; je production a playground.`);

  const answer = await inputBytes(terminal.stdin, ANSWER_BYTES_MAX);
  // Whether the message asked for verification only is not known here, so that both kinds of good news are good.
  const read = (where: Environment) => {
    const asked: Asked = { uuid, environment: where, verification: false, now_ms };
    const outcome = readAnswer(answer, asked, builtInTrust);
    const isCheck = 'code' in outcome && outcome.code === 0;
    return isCheck ? readAnswer(answer, { ...asked, verification: true }, builtInTrust) : outcome;
  };
  const asIfReal = read(environment ?? 'production');
  const outcome = environment === undefined && asIfReal.test ? read('playground') : asIfReal;
  terminal.out(JSON.stringify(told(outcome)));
  return outcome.state === 'confirmed' || outcome.state === 'verified-only' ? 0 : 1;
}

function told(outcome: Outcome) {
  const { state, test, warnings, signature, reason } = outcome;
  return { state, pok: 'pok' in outcome ? outcome.pok : null, test, warnings, signature, reason };
}
