import { expect, test } from 'vitest';
import { Refusal } from '../../wire/index.ts';
import { realWorld } from '../../world/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { createPasswords } from '../accounts/password.ts';
import { accountSteps } from '../accounts/schema.ts';
import { describeBoth } from '../database/both.fixture.ts';
import type { Database } from '../database/database.ts';
import { storeSteps } from '../stores/schema.ts';
import { createStores } from '../stores/stores.ts';
import { code_ms, createCodes } from './codes.ts';
import { createRegisters } from './registers.ts';
import { registerSteps } from './schema.ts';

async function town(database: Database) {
  // Codes and tokens are drawn as they really are; time is moved by hand.
  const world: ManualWorld = { ...manualWorld(), bytes: realWorld.bytes };
  await database.migrate([...accountSteps, ...storeSteps, ...registerSteps]);
  const stores = createStores({ database, world });
  const codes = createCodes({ database, world, passwords: createPasswords({ bytes: world.bytes, cost: 4 }) });
  const registers = createRegisters({ database, world, stores, codes });
  const make = (name: string) =>
    database.write(async (sql) => (await stores.create(sql, name, { id: `owner-${name}`, name })).id);
  const [ours, theirs] = [await make('Domov'), await make('Cizina')];
  const ask = (code: string, registerId: string, shop: string | null) =>
    registers.pair({ code, registerId, name: registerId, shop, origin: `db-${registerId}`, version: '1' });
  const pair = async (store: string, registerId: string, shop: string | null) =>
    ask((await codes.open(store)).code, registerId, shop);
  return { world, database, codes, registers, ours, theirs, ask, pair };
}

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );

/** Another code of the same slot: what somebody guesses who has seen the first letters. */
const guess = (code: string) => `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;

describeBoth('registers', (open) => {
  test('a code is good once, for fifteen minutes', async () => {
    const { codes, ask, ours, world } = await town(await open());
    const { code } = await codes.open(ours);
    const { token, store } = await ask(code.toLowerCase(), 'bar', 'hospoda');
    expect([token.length, store.name]).toEqual([43, 'Domov']);
    expect(await codeOf(ask(code, 'sal', 'hospoda'))).toBe('pairing-code');
    expect((await codes.state(ours)).usedBy?.id).toBe('bar');

    const late = await codes.open(ours);
    world.setWall(world.wall_ms() + code_ms + 1);
    expect(await codeOf(ask(late.code, 'sal', 'hospoda'))).toBe('pairing-code');
    expect((await codes.state(ours)).open).toBeNull();
  });

  test('five tries, also side by side, and the right code comes too late', async () => {
    const { codes, ask, ours } = await town(await open());
    const { code } = await codes.open(ours);
    expect((await codes.state(ours)).open?.triesLeft).toBe(5);
    const wrong = await Promise.all(
      Array.from({ length: 5 }, () => codeOf(ask(guess(code), 'bar', 'hospoda'))),
    );
    expect(new Set(wrong)).toEqual(new Set(['pairing-code']));
    expect(await codeOf(ask(code, 'bar', 'hospoda'))).toBe('pairing-code');
  });

  test('four wrong tries leave one', async () => {
    const { codes, ask, ours } = await town(await open());
    const { code } = await codes.open(ours);
    for (let i = 0; i < 4; i++) await codeOf(ask(guess(code), 'bar', 'hospoda'));
    expect(await codeOf(ask(code, 'bar', 'hospoda'))).toBe('done');
  });

  test('a new code replaces the one before; one taken back is good for nothing', async () => {
    const { codes, ask, ours } = await town(await open());
    const first = await codes.open(ours);
    const second = await codes.open(ours);
    expect(await codeOf(ask(first.code, 'bar', 'hospoda'))).toBe('pairing-code');
    await codes.close(ours);
    expect(await codeOf(ask(second.code, 'bar', 'hospoda'))).toBe('pairing-code');
  });

  test('two registers that type one code at once: one of them comes in', async () => {
    const { codes, ask, ours } = await town(await open());
    const { code } = await codes.open(ours);
    const both = await Promise.all([
      codeOf(ask(code, 'bar', 'hospoda')),
      codeOf(ask(code, 'sal', 'hospoda')),
    ]);
    expect(both.sort()).toEqual(['done', 'pairing-code']);
  });

  test('the first register’s shop becomes the store’s; one of another is refused', async () => {
    const { pair, ours, theirs } = await town(await open());
    await pair(ours, 'bar', 'hospoda');
    expect(await codeOf(pair(ours, 'cizi', 'jina'))).toBe('other-shop');
    await pair(theirs, 'cizi', 'jina');
    await pair(ours, 'sal', 'hospoda');
  });

  test('a register alone comes first, founds a shop later, and its siblings follow; a second one alone does not', async () => {
    const { pair, ours } = await town(await open());
    await pair(ours, 'bar', null);
    expect(await codeOf(pair(ours, 'sal', null))).toBe('alone');
    await pair(ours, 'sal', 'hospoda');
    expect(await codeOf(pair(ours, 'cizi', 'jina'))).toBe('other-shop');
    // It lost its token and pairs again, still without knowing of a shop.
    expect(await codeOf(pair(ours, 'bar', 'hospoda'))).toBe('done');
  });

  test('a token opens its own store until it is cut off, or another is given', async () => {
    const { pair, registers, ours, theirs } = await town(await open());
    const { token } = await pair(ours, 'bar', 'hospoda');
    const other = await pair(theirs, 'bar', 'jina');
    const cut: string[] = [];
    registers.onCutOff((store, id) => cut.push(`${store === ours ? 'ours' : 'theirs'} ${id}`));
    expect(await registers.byToken(token)).toMatchObject({ id: 'bar', store: { id: ours, name: 'Domov' } });
    await registers.revoke(ours, 'bar');
    expect(await registers.byToken(token)).toBeUndefined();
    expect(await registers.byToken(other.token)).toMatchObject({ store: { id: theirs } });
    expect((await registers.list(ours))[0]?.revoked_ms).not.toBeNull();

    const again = await pair(ours, 'bar', 'hospoda');
    expect((await registers.list(ours))[0]?.revoked_ms).toBeNull();
    const third = await pair(ours, 'bar', 'hospoda');
    expect(await registers.byToken(again.token)).toBeUndefined();
    expect(await registers.byToken(third.token)).toBeDefined();
    expect(cut).toEqual(['ours bar', 'ours bar', 'ours bar']);
    expect(await codeOf(registers.revoke(ours, 'nikdo'))).toBe('register-unknown');
  });

  test('neither tokens nor codes stand in the database', async () => {
    const { pair, codes, database, ours } = await town(await open());
    const { token } = await pair(ours, 'bar', 'hospoda');
    const { code } = await codes.open(ours);
    const all = await database.read(async (sql) =>
      JSON.stringify([await sql.all('SELECT * FROM register'), await sql.all('SELECT * FROM pairing_code')]),
    );
    expect(all).not.toContain(token);
    expect(all).not.toContain(code);
    expect(all).not.toContain(code.replaceAll('-', ''));
  });
});
