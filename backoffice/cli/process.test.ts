import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import forge from 'node-forge';
import { afterAll, afterEach, expect, test } from 'vitest';
import { Client } from '../server.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'kasad-backoffice-'));
afterAll(() => rmSync(folder, { recursive: true }));
const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

function start(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: folder,
  });
  running.push(child);
  child.stdin.end(input);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  const lines = createInterface({ input: child.stdout });
  const errors = createInterface({ input: child.stderr });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, out, err }));
  return { child, lines, errors, ended };
}
const ran = (args: readonly string[], input = '') => start(args, input).ended;
const firstLine = async (lines: ReturnType<typeof start>['lines']) => String((await once(lines, 'line'))[0]);

test('the demo is up with an owner, a store and a code for a register, and again after a restart', {
  timeout: 60_000,
}, async () => {
  const args = ['demo', '--data', join(folder, 'demo'), '--json'];
  for (const store of ['', 'the same']) {
    const { child, lines, ended } = start(args);
    const said = JSON.parse(await firstLine(lines));
    const owner = new Client(said.url);
    const session = await owner.signIn(said.email, said.password);
    expect(session.stores.map(({ id }) => id)).toEqual([said.store]);
    const register = await new Client(said.url).post('/api/v1/pair', {
      ...{
        code: said.code,
        registerId: `p${store.length}`,
        name: 'Bar',
        shop: 'ukazka',
        origin: 'db-1',
        version: '1',
      },
    });
    expect(register.status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  }
});

test('init makes an owner who has to choose a password; a forgotten one is set anew', {
  timeout: 60_000,
}, async () => {
  const database = ['--database', `sqlite:${join(folder, 'own.db')}`];
  const made = await ran([
    'init',
    '--email',
    'jana@example.cz',
    '--name',
    'Jana',
    '--store',
    'Hospoda',
    ...database,
    '--json',
  ]);
  expect(made).toMatchObject({ code: 0, err: '' });
  const { password } = JSON.parse(made.out);
  expect((await ran(['password', 'nikdo@example.cz', ...database])).code).toBe(1);
  const reset = await ran(['password', 'jana@example.cz', ...database]);
  const next = /[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/.exec(reset.out)?.[0] ?? '';
  expect(next).not.toBe('');
  expect(next).not.toBe(password);

  const { child, errors, ended } = start(['--listen', '127.0.0.1:0', ...database]);
  const url = /http:\S+/.exec(await firstLine(errors))?.[0] ?? '';
  const jana = new Client(url);
  await expect(jana.signIn('jana@example.cz', password)).rejects.toThrow(/wrong-credentials/);
  expect((await jana.signIn('jana@example.cz', next)).passwordIsInitial).toBe(true);
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

test('an own password comes by standard input and never by the command line', {
  timeout: 60_000,
}, async () => {
  const args = ['init', '--email', 'a@b.cz', '--name', 'A', '--store', 'S', '--password-stdin'];
  const database = ['--database', `sqlite:${join(folder, 'stdin.db')}`];
  expect(await ran([...args, ...database], 'short\n')).toMatchObject({ code: 2 });
  const made = await ran([...args, ...database], 'dost dlouhe heslo\n');
  expect(made.code).toBe(0);
  expect(made.out).not.toContain('heslo');
});

test('with a certificate of its own it speaks HTTPS alone', { timeout: 60_000 }, async () => {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notAfter.setFullYear(certificate.validity.notBefore.getFullYear() + 1);
  certificate.setSubject([{ name: 'commonName', value: 'localhost' }]);
  certificate.setIssuer(certificate.subject.attributes);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate);
  writeFileSync(join(folder, 'cert.pem'), pem);
  writeFileSync(join(folder, 'key.pem'), forge.pki.privateKeyToPem(keys.privateKey));
  writeFileSync(
    join(folder, 'https.toml'),
    'listen = "127.0.0.1:0"\ndatabase = "sqlite:https.db"\ncert = "cert.pem"\nkey = "key.pem"\n',
  );
  const { child, errors, ended } = start(['start', '--config', 'https.toml']);
  const url = /https:\S+/.exec(await firstLine(errors))?.[0] ?? '';
  const { get } = await import('node:https');
  const answer = await new Promise<{ status: number | undefined; hsts: unknown }>((resolve, reject) => {
    get(`${url}/health`, { ca: pem }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, hsts: response.headers['strict-transport-security'] });
    }).on('error', reject);
  });
  expect(answer).toEqual({ status: 200, hsts: expect.stringContaining('max-age=') });
  await expect(fetch(`${url.replace('https', 'http')}/health`)).rejects.toThrow();
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

test('what cannot be understood is told, with exit code 2', { timeout: 60_000 }, async () => {
  const wrong = await ran(['start', '--listen', '0.0.0.0:8500', '--log', 'x']);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('--listen');
  expect(wrong.err).toContain('--log');
  expect((await ran(['nesmysl'])).code).toBe(2);
  expect((await ran(['init', '--email'])).code).toBe(2);
  expect((await ran(['--help'])).out).toContain('backoffice init');
});
