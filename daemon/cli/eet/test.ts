import type { EetTestResult } from '../../http/contract.ts';
import { readArgs, type Terminal } from '../command.ts';
import { askRegister } from '../console-request.ts';
import { PLACE_OPTIONS, placeOf } from '../place.ts';

/** Has the running register send the authority a message that records nothing. */
export async function run(args: readonly string[], { out, err }: Terminal): Promise<number> {
  const { values } = readArgs({ args: [...args], options: { ...PLACE_OPTIONS, json: { type: 'boolean' } } });
  const { data_dir } = placeOf(values);
  const result = await askRegister<EetTestResult>(data_dir, 'POST', '/api/eet/test');
  if (values.json) out(JSON.stringify(result));
  else {
    const say = result.ok ? out : err;
    say(result.what.cs);
    for (const { code, text } of result.warnings) say(`Varování ${code}: ${text}`);
    if (!result.ok && result.hint.cs !== '') say(result.hint.cs);
  }
  return result.ok ? 0 : 1;
}
