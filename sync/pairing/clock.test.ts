import { execFileSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { createKeyAndRequest, signRegister } from './certificates.ts';
import type { Identity } from './identity.ts';
import { bytes, firstRegister } from './pairing.fixture.ts';

let registers: [Identity, Identity];
beforeAll(async () => {
  const one = await firstRegister();
  const { key, csr } = await createKeyAndRequest('x');
  const signed = await signRegister(one, csr, 'Bar_1', bytes);
  if (!signed.ok) throw new Error(signed.fault);
  registers = [one, { ...one, registerId: 'Bar_1', key, cert: signed.cert }];
});

/** OpenSSL reads the clock of the system, so it is the system's that must be wrong. */
function shakeHands(at: string, [one, other] = registers) {
  const script = new URL('./handshake.fixture.ts', import.meta.url).pathname;
  const answer = execFileSync('faketime', ['-f', `@${at}`, process.execPath, script], {
    input: JSON.stringify([one, other]),
    env: { ...process.env, TZ: 'UTC', DONT_FAKE_MONOTONIC: '1' },
    encoding: 'utf8',
  });
  return JSON.parse(answer);
}

test.each([
  ['1970-01-01 00:00:10', 1970],
  ['2001-01-01 00:00:00', 2001],
  ['2026-11-24 11:00:00', 2026],
  ['2048-12-31 23:00:00', 2048],
])('two registers of a shop trust each other with a clock at %s', (at, year) => {
  expect(shakeHands(at)).toEqual({
    year,
    server: `pokladna-1.${registers[0].storeId}.register.internal`,
    client: `Bar_1.${registers[0].storeId}.register.internal`,
  });
});

test('the clock is really the one that OpenSSL sees: a day after the end nobody is trusted', () => {
  expect(shakeHands('2050-01-01 00:00:10')).toMatchObject({ year: 2050, client: 'CERT_HAS_EXPIRED' });
});
