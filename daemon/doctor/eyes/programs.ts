import { execFile } from 'node:child_process';

/** Programs of this box that tell something. Undefined when one is not there, fails or takes too long. */
export type Programs = (command: readonly string[]) => Promise<string | undefined>;

const PATIENCE_MS = 4_000;
const OUTPUT_BYTES = 512 * 1024;

export const runProgram: Programs = ([file = '', ...args]) =>
  new Promise((resolve) => {
    execFile(
      file,
      args,
      {
        timeout: PATIENCE_MS,
        killSignal: 'SIGKILL',
        maxBuffer: OUTPUT_BYTES,
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      },
      (error, stdout) => resolve(error ? undefined : stdout),
    );
  });
