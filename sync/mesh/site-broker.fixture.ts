import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { authorityCertificate, memberCertificate } from '../pairing/x509.ts';
import { layOut, run } from './mosquitto.fixture.ts';
import { filledIn, printed } from './siblings-page.fixture.ts';

/** Debian's mosquitto set up as docs/siblings.md says, with an authority of the site's own. */
export interface SiteBroker {
  /** On `localhost`. */
  readonly port: number;
  /** PEM of the authority of its certificate, which knows nothing of the shop. */
  readonly ca: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and takes away its folder. */
  close(): Promise<void>;
}

/** Not started yet. `registers`: those that the site has written a block for. */
export async function siteBroker(
  shop: { readonly ca: string; readonly storeId: string },
  registers: readonly string[],
): Promise<SiteBroker> {
  const port = await freePort();
  const { caCert, cert, key } = brokerPapers();
  const folder = layOut({ ca: shop.ca });
  writeFileSync(join(folder.dir, 'broker-cert.pem'), cert);
  writeFileSync(join(folder.dir, 'broker-key.pem'), key);
  // The page has a block for each of two registers.
  const [, block = ''] = printed('acl').split('\n\n');
  const others = registers.filter((id) => !printed('acl').includes(`${id}.<shop>`));
  const blocks = others.map((id) => block.trim().replaceAll('pokladna-1', id));
  const acl = filledIn(`${printed('acl')}\n${blocks.join('\n\n')}\n`, { '<shop>': shop.storeId });
  writeFileSync(join(folder.dir, 'acl'), acl);
  const conf = filledIn(printed('conf'), {
    'listener 8883': `listener ${port} 127.0.0.1`,
    '/etc/mosquitto/kasad': folder.dir,
  });
  // Root would hand itself over to the user `mosquitto`, who may not read the folder.
  writeFileSync(join(folder.dir, 'conf'), `${conf}\nuser root\nlog_dest stdout\n`);
  let broker: ReturnType<typeof run> | undefined;

  async function stop(): Promise<void> {
    broker?.kill();
    await broker?.ended;
    broker = undefined;
  }
  return {
    port,
    ca: caCert,
    async start() {
      const started = run('mosquitto', ['-v', '-c', join(folder.dir, 'conf')]);
      broker = started;
      await new Promise<void>((running, failed) => {
        started.ended.then(({ out }) => failed(new Error(out)), failed);
        started.onLine(() => {
          if (started.lines.some((line) => / running$/.test(line))) running();
        });
      });
    },
    stop,
    async close() {
      await stop();
      folder.remove();
    },
  };
}

function brokerPapers() {
  const [caKey, key] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  if (!caKey || !key) throw new Error('no keys');
  const caCert = authorityCertificate(caKey, { commonName: 'site.example', serial: randomBytes(16) });
  const cert = memberCertificate(caKey, caCert, {
    publicKey: createPublicKey(key),
    commonName: 'localhost',
    serverName: 'localhost',
    serial: randomBytes(16),
    ends: ['server'],
  });
  return { caCert, cert, key: key.export({ type: 'pkcs8', format: 'pem' }) as string };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port: free } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return free;
}
