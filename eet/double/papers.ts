import { generateKeyPair, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Environment } from '../sale.ts';
import type { Trust } from '../trust/trust.ts';
import { certified, type Holder, type Name, OID } from './certificate.ts';
import type { DoubleKeys } from './door.ts';

/** Draws random bytes. */
export type Bytes = (count: number) => Uint8Array;

/** Everything that the double signs with, and what its visitors have to believe. */
export interface Papers {
  /** Signs the answers. */
  readonly answers: Holder;
  /** Signs answers, and should not be believed. */
  readonly expired: Holder;
  readonly otherOrganisation: Holder;
  readonly otherChain: Holder;
  readonly trust: Trust;
  /** Issues the registers' certificates, and its root. */
  readonly registersCa: Holder;
  readonly registersRoot: Holder;
  readonly tls: { readonly key: string; readonly cert: string; readonly ca: string };
}

/** No clock is asked: a box with a dead battery says 1970. Both dates are UTCTime. */
const LONG = { from: new Date('1970-01-01T00:00:00Z'), until: new Date('2049-12-31T23:59:59Z') };
const OVER = { from: LONG.from, until: new Date('1970-01-02T00:00:00Z') };

const ORGANISATION = 'NTRCZ-72080043';

const makeKeyPair = promisify(generateKeyPair);
export const newRsaKey = async (): Promise<KeyObject> =>
  (await makeKeyPair('rsa', { modulusLength: 2048 })).privateKey;

/** Only who signs answers has to have RSA, and whoever issues his certificate; a key on a curve costs nothing. */
const newCurveKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

export async function makePapers(
  environment: Environment,
  bytes: Bytes,
  given: Partial<DoubleKeys> = {},
): Promise<Papers> {
  const [answersKey, issuingKey] = await Promise.all([
    given.answers ?? newRsaKey(),
    given.answersCa ?? newRsaKey(),
  ]);
  const holder = (key: KeyObject, name: Name, by?: Holder, limits: object = {}) =>
    certified(key, { name, serial: bytes(16), ...LONG, ...limits }, by);
  const authority = (key: KeyObject, name: string, pathLength: number, by?: Holder) =>
    holder(key, named(name), by, { authority: { pathLength } });

  const answersRoot = authority(newCurveKey(), 'Root CA of answers (double)', 1);
  const answersCa = authority(issuingKey, 'Public CA of answers (double)', 0, answersRoot);
  // As a stranger would: the same names, another root, the same shape throughout.
  const strangerRoot = authority(newCurveKey(), 'Root CA of answers (double)', 1);
  const stranger = authority(answersKey, 'Public CA of answers (double)', 0, strangerRoot);
  const signerName = (organisation: string): Name => [
    [OID.commonName, `EET, ${environment} (double)`],
    [OID.country, 'CZ'],
    [OID.organisation, 'Generální finanční ředitelství'],
    [OID.organisationIdentifier, organisation],
  ];
  const signer = (by: Holder, organisation = ORGANISATION, limits: object = {}) =>
    holder(answersKey, signerName(organisation), by, limits);

  const registersRoot = authority(newCurveKey(), `${environment} EETv2 RootCA (double)`, 1);
  const tlsCa = authority(newCurveKey(), 'TLS CA (double)', 0);
  const tls = holder(newCurveKey(), named('localhost'), tlsCa, { dnsName: 'localhost' });
  return {
    answers: signer(answersCa),
    expired: signer(answersCa, ORGANISATION, OVER),
    otherOrganisation: signer(answersCa, 'NTRCZ-00000019'),
    otherChain: signer(stranger),
    trust: { chains: [[answersCa.certificate, answersRoot.certificate]], organisation: ORGANISATION },
    registersCa: authority(newCurveKey(), `${environment} EETv2 SubCA (double)`, 0, registersRoot),
    registersRoot,
    tls: {
      key: tls.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      cert: tls.certificate.toString(),
      ca: tlsCa.certificate.toString(),
    },
  };
}

const named = (name: string): Name => [
  [OID.commonName, name],
  [OID.country, 'CZ'],
];
