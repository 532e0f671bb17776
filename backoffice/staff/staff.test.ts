import { expect, it } from 'vitest';
import { createPins, isPinHash, Refusal } from '../../wire/index.ts';
import { describeBoth } from '../database/both.fixture.ts';
import { jana, openStore } from '../price-list/store.fixture.ts';

const at = 'shop';

describeBoth('staff', (open) => {
  it('comes to registers with a PIN that is read nowhere', async () => {
    const { staff, register, database } = await openStore(open);
    const eva = await staff.add(at, { name: '  Eva   Malá ', role: 'manager', pin: '2580' }, jana);
    expect(eva).toMatchObject({
      name: 'Eva Malá',
      role: 'manager',
      active: true,
      changed: { by: 'Jana Nováková' },
    });
    const bar = register('r1');
    await bar.exchange();
    const hash = bar.value('staff', eva.id, 'pin') as string;
    expect(isPinHash(hash)).toBe(true);
    const pins = createPins({ bytes: (count) => new Uint8Array(count) });
    expect(await pins.matches('2580', hash)).toBe(true);
    expect(await pins.matches('2581', hash)).toBe(false);
    const told = await staff.list(at);
    expect(JSON.stringify(told)).not.toMatch(/scrypt|2580/);
    expect(told.roles.find(({ role }) => role === 'waiter')?.rights).toContain('sell');
    const kept = await database.read(async (sql) => [
      await sql.all('SELECT * FROM listed'),
      await sql.all('SELECT * FROM listed_change'),
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/scrypt|2580/);

    await staff.edit(at, eva.id, { pin: '1470' }, jana);
    await bar.exchange();
    expect(await pins.matches('1470', bar.value('staff', eva.id, 'pin') as string)).toBe(true);
  });

  it('always keeps a manager, whoever lets whom go', async () => {
    const { staff } = await openStore(open);
    const eva = await staff.add(at, { name: 'Eva', role: 'manager', pin: '2580' }, jana);
    const refused = async (run: Promise<unknown>) =>
      run.then(
        () => 'done',
        (error: unknown) => (error instanceof Refusal ? error.code : 'bug'),
      );
    expect(await refused(staff.edit(at, eva.id, { active: false }, jana))).toBe('last-manager');
    expect(await refused(staff.edit(at, eva.id, { role: 'waiter' }, jana))).toBe('last-manager');
    expect(await refused(staff.edit(at, 'nikdo', { active: false }, jana))).toBe('staff-unknown');
    const ota = await staff.add(at, { name: 'Ota', role: 'manager', pin: '1111' }, jana);
    expect(await staff.edit(at, eva.id, { active: false, name: 'Eva M.' }, jana)).toMatchObject({
      active: false,
      name: 'Eva M.',
    });
    expect((await staff.list(at)).staff.map(({ id }) => id)).toEqual([eva.id, ota.id]);
    expect((await staff.list('jiny')).staff).toEqual([]);
  });
});
