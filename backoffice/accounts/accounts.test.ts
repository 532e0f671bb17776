import { expect, test } from 'vitest';
import { Refusal } from '../../wire/index.ts';
import { type ManualWorld, manualWorld } from '../../world/manual.fixture.ts';
import { describeBoth } from '../database/both.fixture.ts';
import type { Database } from '../database/database.ts';
import { createAccounts } from './accounts.ts';
import { createPasswords } from './password.ts';
import { accountSteps } from './schema.ts';
import { absolute_ms, idle_ms } from './sessions.ts';

const JANA = { email: 'jana@example.cz', password: 'jana-ma-hospodu' };

async function office(database: Database, world: ManualWorld = manualWorld()) {
  await database.migrate(accountSteps);
  const passwords = createPasswords({ bytes: world.bytes, cost: 4 });
  const accounts = createAccounts({ database, world, passwords });
  const hash = await accounts.hash(JANA.password);
  await database.write((sql) =>
    accounts.ensure(sql, { email: 'Jana@Example.cz', name: 'Jana', hash, initial: false }),
  );
  return { accounts, world, database };
}

async function refused(run: Promise<unknown>): Promise<Pick<Refusal, 'code' | 'status' | 'title' | 'extra'>> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw new Error(`no refusal: ${String(error)}`);
  const { code, status, title, extra } = error;
  return { code, status, title, extra };
}

async function everything(database: Database): Promise<string> {
  return database.read(async (sql) =>
    JSON.stringify([
      await sql.all('SELECT * FROM account'),
      await sql.all('SELECT * FROM session'),
      await sql.all('SELECT * FROM attempt'),
    ]),
  );
}

describeBoth('accounts', (open) => {
  test('an e-mail is known however it is written, and opens with its password', async () => {
    const { accounts } = await office(await open());
    const { token, account } = await accounts.signIn(' JANA@example.CZ ', JANA.password, '10.0.0.1');
    expect(account).toMatchObject({ name: 'Jana', initial: false });
    expect((await accounts.session(token))?.account.id).toBe(account.id);
    expect(await accounts.session(`${token.slice(1)}x`)).toBeUndefined();
  });

  test('nothing tells whether an e-mail has an account, not even the lock', async () => {
    const { accounts, world } = await office(await open());
    const answers = async (email: string, client: string) => {
      const all = [];
      for (let i = 0; i < 10; i++) all.push(await refused(accounts.signIn(email, 'nesmysl', client)));
      return all;
    };
    const known = await answers(JANA.email, '10.0.0.1');
    expect(await answers('nikdo@example.cz', '10.0.0.2')).toEqual(known);
    expect(known.map(({ code }) => code)).toEqual([
      ...Array(8).fill('wrong-credentials'),
      ...Array(2).fill('locked-out'),
    ]);
    // Locked is locked, also for the right password and from another address.
    expect(await refused(accounts.signIn(JANA.email, JANA.password, '10.0.0.3'))).toMatchObject({
      code: 'locked-out',
      extra: { retryAfter_s: 30 },
    });
    world.setWall(world.wall_ms() + 31_000);
    await accounts.signIn(JANA.email, JANA.password, '10.0.0.3');
    // And what was wrong before is forgotten.
    expect((await refused(accounts.signIn(JANA.email, 'nesmysl', '10.0.0.3'))).code).toBe(
      'wrong-credentials',
    );
  });

  test('attempts side by side get no more tries than one after another', async () => {
    const { accounts } = await office(await open());
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) => refused(accounts.signIn(JANA.email, 'nesmysl', `10.0.1.${i}`))),
    );
    expect(many.filter(({ code }) => code === 'wrong-credentials')).toHaveLength(8);
  });

  test('one address that tries many e-mails is locked out', async () => {
    const { accounts } = await office(await open());
    const codes = [];
    for (let i = 0; i < 27; i++)
      codes.push((await refused(accounts.signIn(`x${i}@example.cz`, 'nesmysl', '2001:db8::1'))).code);
    expect(codes.indexOf('locked-out')).toBe(25);
    // Its neighbour in the same /64 is the same caller.
    expect((await refused(accounts.signIn(JANA.email, JANA.password, '2001:db8::2'))).code).toBe(
      'locked-out',
    );
    await accounts.signIn(JANA.email, JANA.password, '2001:db8:0:1::2');
  });

  test('a session ends when nobody has used it, and in any case after two weeks', async () => {
    const { accounts, world } = await office(await open());
    const { token } = await accounts.signIn(JANA.email, JANA.password, '10.0.0.1');
    world.setWall(world.wall_ms() + idle_ms - 1000);
    expect(await accounts.session(token)).toBeDefined();
    world.setWall(world.wall_ms() + idle_ms + 1000);
    expect(await accounts.session(token)).toBeUndefined();

    const used = await accounts.signIn(JANA.email, JANA.password, '10.0.0.1');
    const begun_ms = world.wall_ms();
    while (world.wall_ms() + idle_ms / 2 < begun_ms + absolute_ms) {
      world.setWall(world.wall_ms() + idle_ms / 2);
      expect(await accounts.session(used.token)).toBeDefined();
    }
    world.setWall(begun_ms + absolute_ms + 1000);
    expect(await accounts.session(used.token)).toBeUndefined();
  });

  test('a new password ends every other session, and the one that changed it goes on under another token', async () => {
    const { accounts } = await office(await open());
    const elsewhere = await accounts.signIn(JANA.email, JANA.password, '10.0.0.1');
    const here = await accounts.signIn(JANA.email, JANA.password, '10.0.0.2');
    const told: string[] = [];
    accounts.onEnded((id) => told.push(id));
    expect(
      (await refused(accounts.changePassword(here, 'nesmysl', 'uplne nove heslo', '10.0.0.2'))).code,
    ).toBe('wrong-password');
    expect(told).toEqual([]);
    const changed = await accounts.changePassword(here, JANA.password, 'uplne nove heslo', '10.0.0.2');
    expect(await accounts.session(elsewhere.token)).toBeUndefined();
    expect(await accounts.session(here.token)).toBeUndefined();
    expect(await accounts.session(changed.token)).toBeDefined();
    expect(told).toEqual([here.account.id]);
    expect((await refused(accounts.signIn(JANA.email, JANA.password, '10.0.0.1'))).code).toBe(
      'wrong-credentials',
    );
    await accounts.signIn(JANA.email, 'uplne nove heslo', '10.0.0.1');
  });

  test('a reset ends all sessions and asks for an own password', async () => {
    const { accounts } = await office(await open());
    const before = await accounts.signIn(JANA.email, JANA.password, '10.0.0.1');
    expect(await accounts.resetPassword('nikdo@example.cz', 'AAAA-BBBB-CCCC')).toBe(false);
    expect(await accounts.resetPassword(JANA.email, 'AAAA-BBBB-CCCC')).toBe(true);
    expect(await accounts.session(before.token)).toBeUndefined();
    const { account } = await accounts.signIn(JANA.email, 'AAAA-BBBB-CCCC', '10.0.0.1');
    expect(account.initial).toBe(true);
  });

  test('the database holds no password, no token, and no e-mail that somebody has tried', async () => {
    const { accounts, database } = await office(await open());
    const { token } = await accounts.signIn(JANA.email, JANA.password, '10.0.0.1');
    await refused(accounts.signIn('zvedavec@example.cz', 'nesmysl', '10.0.0.1'));
    const all = await everything(database);
    expect(all).toContain('scrypt$4$8$1$');
    for (const secret of [token, JANA.password, 'zvedavec', 'nesmysl', '10.0.0.1'])
      expect(all).not.toContain(secret);
  });
});
