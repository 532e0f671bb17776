import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

const { pki, md } = forge;

/** PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

export interface TestAuthority {
  readonly cert: string;
  /** For a server at `127.0.0.1`, or under that name instead; from yesterday until tomorrow. */
  issue(what?: { readonly name?: string; readonly from_ms?: number; readonly until_ms?: number }): Certified;
}

const DAY_MS = 86_400_000;

/** A certificate authority of a test's own. TLS goes by the clock of the system, and so do its certificates. */
export function testAuthority(commonName: string, now_ms: number): TestAuthority {
  const [key, issuer] = [newKey(), [{ name: 'commonName', value: commonName }]];
  const root = blank(key, now_ms - DAY_MS, now_ms + DAY_MS);
  root.setSubject(issuer);
  root.setIssuer(issuer);
  root.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true },
    { name: 'keyUsage', critical: true, keyCertSign: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  root.sign(key.secret, md.sha256.create());
  const serverKey = newKey();
  return {
    cert: pki.certificateToPem(root),
    issue({ name, from_ms = now_ms - DAY_MS, until_ms = now_ms + DAY_MS } = {}) {
      const cert = blank(serverKey, from_ms, until_ms);
      cert.setSubject([{ name: 'commonName', value: name ?? '127.0.0.1' }]);
      cert.setIssuer(issuer);
      cert.setExtensions([
        { name: 'basicConstraints', critical: true, cA: false },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [name === undefined ? { type: 7, ip: '127.0.0.1' } : { type: 2, value: name }],
        },
      ]);
      cert.sign(key.secret, md.sha256.create());
      return { cert: pki.certificateToPem(cert), key: pki.privateKeyToPem(serverKey.secret) };
    },
  };
}

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secret = pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return { secret, open: pki.setRsaPublicKey(secret.n, secret.e) };
}

let serial = 0;
function blank({ open }: ReturnType<typeof newKey>, from_ms: number, until_ms: number) {
  const cert = pki.createCertificate();
  cert.publicKey = open;
  cert.serialNumber = (++serial).toString(16).padStart(4, '0');
  cert.validity.notBefore = new Date(from_ms);
  cert.validity.notAfter = new Date(until_ms);
  return cert;
}
