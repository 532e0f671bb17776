/**
 * A sale as a signed message of EET 2.0, beside the RSA signature alone, which nobody can do without, and beside two
 * well-known libraries that sign the same Body in the same way: xml-crypto, and soap's WS-Security. Taken in turn in one
 * run. The budget is 1.3 times the signature alone.
 * Run: node bench/eet-message.ts
 */
import { sign } from 'node:crypto';
import { WSSecurityCert } from 'soap';
import { SignedXml } from 'xml-crypto';
import { issueCredential } from '../eet/credential/issue.fixture.ts';
import { buildMessage, type Head, type Sale } from '../eet/index.ts';

const ROUNDS = 15;
const PER_ROUND = 100;
const BUDGET = 1.3;

const credential = issueCredential();
const key = credential.key.export({ type: 'pkcs8', format: 'pem' }).toString();
const certificate = credential.certificate.toString();
const token = credential.certificate.raw.toString('base64');
const sale: Sale = {
  eic: credential.eic,
  unitId: '303',
  registerId: 'pokladna-1',
  number: 'R1-2026-000123',
  soldAt: '2026-12-01T12:00:00+01:00',
  total: '165.00',
};
const head: Head = { uuid: '03965780-6457-4842-bd80-5f9195c0b8c8', sentAt: sale.soldAt, first: true };

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const trzba =
  `<v4:Trzba xmlns:v4="http://fs.gov.cz/eet/schema/v4"><v4:Hlavicka dat_odesl="${head.sentAt}" prvni_zaslani="true" uuid_zpravy="${head.uuid}"/>` +
  `<v4:Data celk_trzba="${sale.total}" dat_trzby="${sale.soldAt}" eic_popl="${sale.eic}" id_jednotky="${sale.unitId}" id_pokl="${sale.registerId}" porad_cis="${sale.number}"/></v4:Trzba>`;
const bare =
  `<soap:Envelope xmlns:soap="${SOAP}"><soap:Header><wsse:Security xmlns:wsse="${OASIS}-wssecurity-secext-1.0.xsd" xmlns:wsu="${OASIS}-wssecurity-utility-1.0.xsd">` +
  `<wsse:BinarySecurityToken wsu:Id="token">${token}</wsse:BinarySecurityToken></wsse:Security></soap:Header>` +
  `<soap:Body xmlns:wsu="${OASIS}-wssecurity-utility-1.0.xsd" wsu:Id="body">${trzba}</soap:Body></soap:Envelope>`;

function xmlCrypto(): number {
  const signed = new SignedXml({ privateKey: credential.key, idMode: 'wssecurity' });
  signed.signatureAlgorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
  signed.canonicalizationAlgorithm = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  signed.addReference({
    xpath: "//*[local-name(.)='Body']",
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
  });
  signed.computeSignature(bare, {
    location: { reference: "//*[local-name(.)='Security']", action: 'append' },
  });
  return signed.getSignedXml().length;
}

const security = new WSSecurityCert(key, certificate, '', {
  hasTimeStamp: false,
  signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
});
const unsigned = `<soap:Envelope xmlns:soap="${SOAP}"><soap:Header></soap:Header><soap:Body>${trzba}</soap:Body></soap:Envelope>`;

const info = Buffer.from('x'.repeat(976)); // As long as the SignedInfo of such a message.
const contenders: Readonly<Record<string, () => number>> = {
  'RSA alone': () => sign('RSA-SHA256', info, credential.key).length,
  kasad: () => buildMessage(sale, head, credential).xml.length,
  'xml-crypto': xmlCrypto,
  soap: () => security.postProcess(unsigned, 'soap').length,
};

const times: Record<string, number[]> = {};
for (let round = -1; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const began = process.cpuUsage();
    let length = 0;
    for (let i = 0; i < PER_ROUND; i++) length += run();
    if (length === 0) throw new Error(`${name} wrote nothing`);
    const { user, system } = process.cpuUsage(began);
    if (round >= 0) times[name] = [...(times[name] ?? []), (user + system) / 1000 / PER_ROUND]; // the first only warms up
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
/** Round by round, so that a machine that is slow for a while is slow for both. */
const against = (values: readonly number[]) =>
  median(values.map((own, round) => own / (times['RSA alone']?.[round] ?? 0)));
console.log(`processor time a message, median of ${ROUNDS} rounds of ${PER_ROUND}`);
for (const [name, values] of Object.entries(times)) {
  const own = median(values);
  console.log(
    `  ${name.padEnd(12)} ${own.toFixed(3)} ms   ${against(values).toFixed(2)}x the signature alone`,
  );
}
const ratio = against(times.kasad ?? []);
console.log(`budget ${BUDGET}x: ${ratio <= BUDGET ? 'kept' : 'NOT kept'} (${ratio.toFixed(2)}x)`);
