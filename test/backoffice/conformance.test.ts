import { afterAll, describe, expect, test } from 'vitest';
import { describeBoth } from '../../backoffice/database/both.fixture.ts';
import { makeStore, startTestBackoffice } from '../../backoffice/server.fixture.ts';
import { realWorld, type World } from '../../world/index.ts';
import { CHECKS } from './conformance.ts';
import { runName, Server, type Target } from './server-under-test.ts';

/** Pings come every second and a half instead of fifteen. */
const quick: World = { ...realWorld, after: (delay_ms, run) => realWorld.after(delay_ms / 10, run) };

const {
  KASAD_BACKOFFICE_URL: url,
  KASAD_BACKOFFICE_CODE: code,
  KASAD_BACKOFFICE_CODE_2: second,
} = process.env;

if (url !== undefined) {
  const codes = [code, second].filter((one) => one !== undefined);
  describe(`the backoffice at ${url}`, () => {
    runChecks(async () => ({
      url: url.replace(/\/$/, ''),
      twoRegisters: codes.length > 1,
      async code() {
        const next = codes.shift();
        if (next === undefined) throw new Error('set KASAD_BACKOFFICE_CODE to a code of a new, empty store');
        return next;
      },
    }));
  });
} else {
  describeBoth('our own backoffice', (open) => {
    let stop = async () => {};
    afterAll(() => stop());
    runChecks(async () => {
      const backoffice = await startTestBackoffice(await open.url(), { world: quick });
      stop = async () => void (await backoffice.stop());
      const store = await makeStore(backoffice, 'Hospoda', 'jana@example.cz');
      return {
        url: backoffice.url,
        twoRegisters: true,
        code: async () => (await backoffice.codes.open(store)).code,
      };
    });

    test('every operation of the contract is looked at', async () => {
      const backoffice = await startTestBackoffice(await open.url());
      const document = (await (await fetch(`${backoffice.url}/api/openapi.json`)).json()) as {
        paths: Record<string, Record<string, unknown>>;
      };
      await backoffice.stop();
      const operations = Object.entries(document.paths)
        .filter(([path]) => path.startsWith('/api/v1/'))
        .flatMap(([path, of]) =>
          Object.keys(of).map((method) => `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`),
        );
      expect(operations.length).toBeGreaterThan(4);
      expect([...new Set(CHECKS.flatMap((check) => check.of))].sort()).toEqual(operations.sort());
    });
  });
}

/** In one test, because each check goes on from where the one before has left the store. */
function runChecks(aim: () => Promise<Target>): void {
  test('keeps to what registers rely on', { timeout: 120_000 }, async () => {
    const target = await aim();
    const server = new Server(target, runName(`${target.url} ${process.pid} ${performance.timeOrigin}`));
    for (const check of CHECKS) {
      if (check.twoRegisters && !target.twoRegisters) {
        console.warn(`not looked at, for want of KASAD_BACKOFFICE_CODE_2: ${check.name}`);
        continue;
      }
      await check.run(server).catch((error: Error) => {
        error.message = `${check.name}: ${error.message}`;
        throw error;
      });
    }
  });
}
