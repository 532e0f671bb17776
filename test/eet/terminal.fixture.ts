import { Readable } from 'node:stream';
import { run } from '../../daemon/cli/run.ts';
import { manualWorld } from '../../world/manual.fixture.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `kasad eet …` with `input` on standard input. The clock stands at the end of November 2026. */
export async function eet(
  args: readonly string[],
  input: string | Buffer = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const bytes = Buffer.from(input);
  const code = await run(['eet', ...args], {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    write: () => {},
    stdin: Readable.from(bytes.length === 0 ? [] : [bytes.subarray(0, 9), bytes.subarray(9)]),
    world: manualWorld(),
    env,
    pid: 1,
    version: '0',
    onHangup: () => () => {},
    stopSignal: () => new Promise(() => {}),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
