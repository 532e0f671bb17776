import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Box, freePort, newBox } from './box.fixture.ts';

// Processes on a busy machine with two cores.
vi.setConfig({ testTimeout: 120_000 });

const boxes: Box[] = [];
async function startedBox(env?: Readonly<Record<string, string>>): Promise<Box> {
  const box = await newBox(env);
  boxes.push(box);
  await box.start();
  return box;
}
afterEach(async () => {
  for (const box of boxes.splice(0)) await box.dispose();
});

const register = { id: 'bar-1', name: 'Pokladna u baru', series: 'R7', label: null };
const display = { url: 'serial:/dev/ttyS99?baud=9600', profile: 'cd5220' };

describe('a register that was never set up', () => {
  test('starts, says so, sells nothing, and is named, sold at and kept over a restart', async () => {
    const box = await startedBox();
    expect(await box.state()).toEqual({ configured: false, finished: false, open: true });
    const health = await box.ask<{ state: string; cs: string }>('GET', '/health');
    expect(health.status).toBe(503);
    expect(health.body.cs).toMatch(/^První spuštění není dokončené.*Prodávat se nedá\.$/);
    const drawn = (await box.view()).register;
    expect(drawn.id).toMatch(/^pokladna-[2-9a-z]{5}$/);

    const manager = { name: 'Jana', role: 'manager', pin: '4711' };
    const person = await box.ask<{ id: string }>('POST', '/api/staff', manager);
    expect(person.status).toBe(201);
    // From now on somebody has to be signed in.
    expect((await box.ask('GET', '/api/setup')).status).toBe(401);
    const signIn = async () => {
      const answer = await fetch(`${box.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ staffId: person.body.id, pin: '4711' }),
      });
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
      return (method: string, path: string, body: unknown) =>
        fetch(box.url + path, {
          method,
          headers: { 'content-type': 'application/json', cookie },
          body: JSON.stringify(body),
        });
    };
    const jana = await signIn();
    const refused = await jana('POST', '/api/shift/open', { float_haler: 0 });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'not-set-up' });
    expect((await jana('POST', '/api/bills', { tableId: null, guests: null })).status).toBe(409);

    const { id: change } = await (await jana('PATCH', '/api/setup/config', { register })).json();
    expect(change).toBeDefined();
    await vi.waitUntil(() => box.starts === 2, { timeout: 30_000 });
    const again = await signIn();
    expect((await again('POST', '/api/shift/open', { float_haler: 0 })).status).toBe(200);
    expect(box.config()).toContain('# technik');
    expect(await box.state()).toEqual({ configured: true, finished: false, open: false });

    await box.kill();
    await box.start();
    const kept = await signIn();
    expect((await kept('POST', '/api/shift/open', { float_haler: 0 })).status).toBe(409);
    expect((await box.ask<{ register: object }>('GET', '/api/catalogue')).body.register).toMatchObject({
      id: 'bar-1',
      series: 'R7',
    });
  });

  test('keeps the id that it has drawn, and what was said of each step, over a power cut at any of them', async () => {
    const box = await startedBox();
    const drawn = (await box.view()).register.id;
    const cut = async () => {
      await box.kill();
      await box.start();
    };
    await box.ask('PUT', '/api/setup/language', { language: 'en' });
    await cut();
    await box.ask('POST', '/api/setup/steps/eet', { state: 'skipped' });
    await cut();
    await box.ask('POST', '/api/setup/steps/shop', { state: 'done' });
    await cut();
    expect((await box.change({ display })).state).toBe('applied');
    await cut();
    const view = await box.view();
    expect(view.register.id).toBe(drawn);
    expect(view.language).toBe('en');
    expect(view.display).toEqual(display);
    expect(Object.fromEntries(view.steps.map(({ id, state }) => [id, state]))).toEqual({
      language: 'done',
      shop: 'done',
      register: 'open',
      printers: 'open',
      drawer: 'open',
      display: 'done',
      eet: 'skipped',
      backoffice: 'open',
      staff: 'open',
    });
    expect((await box.ask('POST', '/api/setup/finish', {})).status).toBe(409);
    expect((await box.ask('POST', '/api/setup/steps/staff', { state: 'done' })).status).toBe(409);
    // The language goes with the register to its new id.
    await box.change({ register });
    expect((await box.view()).language).toBe('en');
    expect((await box.ask('POST', '/api/setup/finish', {})).status).toBe(200);
    expect((await box.state()).finished).toBe(true);
  });

  test('values that make no sense are told at their fields, and nothing is written', async () => {
    const box = await startedBox();
    const before = box.config();
    const printer = {
      id: 'uctenky',
      name: 'Účtenky',
      url: 'tcp//10.0.0.5',
      profile: 'epson-xyz',
      routes: ['receipt'],
      standIn: 'kuchyn',
      codePage: null,
      columns: null,
    };
    const { status, body } = await box.ask<{ code: string; faults: { pointer: string }[] }>(
      'PATCH',
      '/api/setup/config',
      { printers: [printer], drawer: { printer: 'nikde', pin: 2, url: null, trigger: 'any' } },
    );
    expect(status).toBe(422);
    expect(body.code).toBe('config-faulty');
    expect(body.faults.map(({ pointer }) => pointer).sort()).toEqual([
      '/drawer/printer',
      '/printers/0/profile',
      '/printers/0/standIn',
      '/printers/0/url',
    ]);
    expect(box.config()).toBe(before);
    expect(existsSync(`${box.file}.previous`)).toBe(false);
  });
});

describe('taking over a new configuration', () => {
  test('within the process and about a second; the one before lies beside it', async () => {
    const box = await startedBox();
    const before = box.config();
    const { pid } = box.child;
    await box.change({ register });
    const began = performance.now();
    expect(await box.change({ display })).toMatchObject({ state: 'applied', cs: 'Nové nastavení platí.' });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(box.child.pid).toBe(pid);
    expect(box.starts).toBe(3);
    expect(readFileSync(`${box.file}.previous`, 'utf8')).toContain('series = "R7"');
    expect(readFileSync(`${box.file}.previous`, 'utf8')).not.toContain('[display]');
    expect(existsSync(`${box.file}.unproven`)).toBe(false);
    expect((await box.change({ display })).state).toBe('unchanged');
    expect(box.starts).toBe(3);
    await box.change({ display: null });
    expect(box.config().startsWith(before)).toBe(true);
  });

  test('SIGHUP reads what was edited by hand; what does not start is refused, and the file stays as it was edited', async () => {
    const box = await startedBox();
    await box.change({ register });
    const good = box.config();
    box.write(good.replace('Pokladna u baru', 'Pokladna v sále'));
    box.child.kill('SIGHUP');
    await vi.waitUntil(() => box.starts === 3, { timeout: 30_000 });
    expect((await box.view()).register.name).toBe('Pokladna v sále');

    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const edited = good.replace(/port = \d+ # technik/, `port = ${port}`);
    box.write(edited);
    box.child.kill('SIGHUP');
    await vi.waitUntil(() => box.starts === 4, { timeout: 30_000 });
    const { applying, register: now } = await box.view();
    expect(applying).toMatchObject({ state: 'refused' });
    expect(applying?.cs).toMatch(
      /^Port pro obrazovku už používá jiný program.*soubor zůstal, jak ho někdo upravil\.$/,
    );
    expect(now.name).toBe('Pokladna v sále');
    expect(box.config()).toBe(edited);

    box.write('[register\nid = ');
    box.child.kill('SIGHUP');
    await vi.waitUntil(async () => (await box.view()).applying?.cs.startsWith('Nastavení má chyby'), {
      timeout: 30_000,
    });
    // Into such a file nothing is written.
    expect((await box.ask('PATCH', '/api/setup/config', { display })).body).toMatchObject({
      code: 'config-edited',
    });
    await new Promise<void>((resolve) => taken.close(() => resolve()));
  });

  test('a request under way is finished first', async () => {
    const box = await startedBox();
    await box.change({ register });
    // A printer that takes the page and says nothing, until it hangs up.
    const sockets: Socket[] = [];
    const mute = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {}).resume();
    });
    const port = await freePort();
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
    const order: string[] = [];
    const connected = new Promise<void>((resolve) => mute.once('connection', () => resolve()));
    const trying = box
      .ask('POST', '/api/setup/try/printer', {
        url: `tcp://127.0.0.1:${port}`,
        profile: 'generic-80',
        codePage: null,
        columns: null,
        page: 'basic',
      })
      .then((answer) => {
        order.push('try answered');
        return answer;
      });
    await connected;
    expect((await box.ask('PATCH', '/api/setup/config', { display })).status).toBe(200);
    expect(box.starts).toBe(2);
    const restarted = vi
      .waitUntil(() => box.starts === 3, { timeout: 60_000 })
      .then(() => order.push('restarted'));
    // As long as it goes on everybody else is served; nothing is being stopped.
    for (let look = 0; look < 10; look++) expect((await box.state()).configured).toBe(true);
    const takenOver = () => box.said.filter((msg) => msg === 'taking over a new configuration').length;
    expect(takenOver()).toBe(1);
    expect(order).toEqual([]);
    mute.close();
    for (const socket of sockets) socket.destroy();
    expect((await trying).status).toBe(200);
    await restarted;
    expect(order).toEqual(['try answered', 'restarted']);
    expect(takenOver()).toBe(2);
  });
});

describe('a power cut between writing and taking over', () => {
  test('what was written and starts is what it starts with', async () => {
    const box = await startedBox();
    await box.change({ register });
    await box.ask('PATCH', '/api/setup/config', { display });
    await box.kill();
    await box.start();
    expect((await box.view()).display).toEqual(display);
    expect(existsSync(`${box.file}.unproven`)).toBe(false);
  });

  test('what was written and does not start is given up at the next start, and said', async () => {
    const box = await startedBox();
    await box.change({ register });
    const good = box.config();
    await box.kill();
    // As a wizard would leave it that was cut off right after writing a port that is taken.
    const { createConfigFiles } = await import('./config-files.ts');
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    createConfigFiles(box.file).write(good.replace(/port = \d+ # technik/, `port = ${port}`));
    await box.start();
    expect(box.config()).toBe(good);
    expect((await box.view()).applying).toMatchObject({ state: 'refused' });
    await new Promise<void>((resolve) => taken.close(() => resolve()));
  });

  test('a part that was never finished is no configuration', async () => {
    const box = await startedBox();
    await box.change({ register });
    await box.kill();
    writeFileSync(`${box.file}.part`, '[regi');
    await box.start();
    expect((await box.view()).configured).toBe(true);
    expect((await box.change({ display })).state).toBe('applied');
  });
});
