import { createHash, createHmac, createSign } from 'node:crypto';
import {
  type Authority,
  confirmation,
  envelope,
  odpoved,
  type Parts,
  POK,
  parts,
} from '../answer/signed-answers.fixture.ts';
import { DS, EXC_C14N, SHA256, SOAP, WSSE, WSU } from './names.ts';

export interface Attack {
  readonly xml: string;
  /** What is said of it. */
  readonly reason: RegExp;
  /** Whether xmlsec1 takes the signature, which looks neither at where it stands nor at what it covers. */
  readonly xmlsec: boolean;
}

export const FORGED_POK = '00000000-0000-4000-8000-000000000000-08';

/** Answers with a signature that must not be believed, all of them with a POK in the Body. */
export function attacks({ signer }: Authority): Readonly<Record<string, Attack>> {
  const inside = odpoved(confirmation());
  const good = parts(inside, signer);
  const whole = envelope(good);
  const forgedBody = good.body.replace(POK, FORGED_POK);
  const attack = (xml: string, reason: RegExp, xmlsec: boolean): Attack => ({ xml, reason, xmlsec });
  const formed = (form: Parameters<typeof parts>[2], reason: RegExp, xmlsec: boolean) =>
    attack(envelope(parts(inside, signer, form)), reason, xmlsec);
  const with_ = (changed: Partial<Parts>) => envelope({ ...good, ...changed });
  const other = (id: string) =>
    `<x:Other xmlns:x="urn:x" xmlns:wsu="${WSU}" wsu:Id="${id}">${inside}</x:Other>`;
  const security = `<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}">`;
  const sha1 = (info: string) => createSign('RSA-SHA1').update(info).sign(signer.key);

  return {
    'another POK in the body': attack(with_({ body: forgedBody }), /not what was signed/, false),
    'another POK and a digest to it': attack(
      with_({
        body: forgedBody,
        signature: good.signature.replace(
          /DigestValue>[^<]+/,
          `DigestValue>${createHash('sha256').update(forgedBody).digest('base64')}`,
        ),
      }),
      /not by the key/,
      false,
    ),
    'another signature value': attack(
      with_({
        signature: parts(odpoved(confirmation(FORGED_POK)), signer).signature.replace(
          /DigestValue>[^<]+/,
          /DigestValue>[^<]+/.exec(good.signature)?.[0] ?? '',
        ),
      }),
      /not by the key/,
      false,
    ),
    'a second body': attack(
      whole.replace('</s:Envelope>', `${forgedBody.replace('Body-1', 'Body-2')}</s:Envelope>`),
      /not one soap:Body/,
      true,
    ),
    'a second body before it': attack(
      whole.replace('</s:Header>', `</s:Header>${forgedBody.replace('Body-1', 'Body-2')}`),
      /not one soap:Body/,
      true,
    ),
    'the same id on another element': attack(
      envelope(good, { header: other('Body-1') }),
      /an id is said twice/,
      false,
    ),
    'the same id as another kind of id': attack(
      envelope(good, { header: '<x:Other xmlns:x="urn:x" ID="Body-1"/>' }),
      /an id is said twice/,
      true,
    ),
    'the signed body wrapped in the header': attack(
      envelope({ ...good, body: forgedBody.replace('Body-1', 'Body-2') }, { header: `<w>${good.body}</w>` }),
      /not one soap:Body/,
      true,
    ),
    'the signed body as another element in the header': attack(
      envelope(
        { ...parts(odpoved(confirmation()), signer, { uri: '#Signed' }), body: forgedBody },
        { header: `<w xmlns:wsu="${WSU}" wsu:Id="Signed">x</w>` },
      ),
      /something else than the body/,
      false,
    ),
    'the envelope within an envelope': attack(
      `<s:Envelope xmlns:s="${SOAP}"><s:Header>${whole.replace(/^<\?.*\n/, '')}</s:Header>${forgedBody.replace('Body-1', 'Body-2')}</s:Envelope>`,
      /not one soap:Body/,
      true,
    ),
    'a document that is no envelope': attack(
      `<w>${whole.replace(/^<\?.*\n/, '')}</w>`,
      /not one soap:Body/,
      true,
    ),
    'a document that has only the parts of an envelope': attack(
      whole.replace(/s:Envelope/g, 's:Envelop'),
      /not one soap:Body/,
      true,
    ),
    'the signature in the body': attack(
      envelope({
        ...good,
        signature: '',
        body: good.body.replace(
          '</s:Body>',
          `${good.signature.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, '')}</s:Body>`,
        ),
      }),
      /signature is not in the header/,
      false,
    ),
    'the signature in the header, outside of Security': attack(
      envelope({ ...good, signature: '' }, { header: `<w xmlns:wsse="${WSSE}">${good.signature}</w>` }),
      /signature is not in the header/,
      true,
    ),
    'two headers for security': attack(
      envelope(good, { header: `${security}</wsse:Security>` }),
      /not one wsse:Security/,
      true,
    ),
    'two signatures': attack(with_({ signature: good.signature.repeat(2) }), /not one signature/, true),
    'two certificates': attack(
      with_({ token: good.token + good.token.replace('Token-1', 'Token-2') }),
      /not one signature/,
      true,
    ),
    'a certificate alone': attack(with_({ signature: '' }), /not one signature/, false),
    'a signature alone': attack(with_({ token: '' }), /not one signature/, true),
    'RSA with SHA-1': formed(
      { method: `${DS}rsa-sha1`, prove: sha1 },
      /not signed by RSA with SHA-256/,
      true,
    ),
    'a digest by SHA-1': formed({ digest: `${DS}sha1`, hash: 'sha1' }, /digest is not SHA-256/, true),
    'a secret that everybody knows': formed(
      {
        method: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
        prove: (info) =>
          createHmac('sha256', signer.certificate.publicKey.export({ type: 'spki', format: 'pem' }))
            .update(info)
            .digest(),
      },
      /not signed by RSA with SHA-256/,
      false,
    ),
    'a reference to another element': attack(
      envelope(parts(inside, signer, { uri: '#Other' }), { header: other('Other') }),
      /something else than the body/,
      false,
    ),
    'a reference to the whole document': formed({ uri: '' }, /something else than the body/, false),
    'a reference to nothing': formed({ uri: '#' }, /something else than the body/, false),
    'a reference by XPointer': formed(
      { uri: "#xpointer(id('Body-1'))" },
      /something else than the body/,
      true,
    ),
    'a body without an id': attack(
      envelope({ ...parts(inside, signer, { uri: '#' }), body: `<s:Body>${inside}</s:Body>` }),
      /the body has no id/,
      false,
    ),
    'two references': formed(
      {
        more:
          `<ds:Reference URI="#Body-1"><ds:Transforms><ds:Transform Algorithm="${EXC_C14N}"></ds:Transform></ds:Transforms>` +
          `<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>` +
          `${createHash('sha256').update(good.body).digest('base64')}</ds:DigestValue></ds:Reference>`,
      },
      /SignedInfo does not consist/,
      true,
    ),
    'canonical form with what is above': formed(
      { form: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' },
      /another canonical form/,
      true,
    ),
    'canonical form with comments': formed(
      { form: `${EXC_C14N}WithComments` },
      /another canonical form/,
      true,
    ),
    'a transform that cuts out': formed(
      {
        transforms:
          '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>true()</ds:XPath></ds:Transform>' +
          `<ds:Transform Algorithm="${EXC_C14N}"></ds:Transform>`,
      },
      /Transforms does not consist/,
      true,
    ),
    'no transform': formed({ transforms: '' }, /Transforms does not consist/, true),
    'more prefixes than anybody needs': formed(
      { prefixes: Array.from({ length: 33 }, (_, i) => `p${i}`).join(' ') },
      /too many prefixes/,
      true,
    ),
    'an object in the signature': attack(
      with_({ signature: good.signature.replace('</ds:Signature>', '<ds:Object/></ds:Signature>') }),
      /Signature does not consist/,
      true,
    ),
    'text within SignedInfo': attack(
      with_({ signature: good.signature.replace('<ds:Reference', 'x<ds:Reference') }),
      /SignedInfo does not consist/,
      false,
    ),
    'an element within the digest': attack(
      with_({ signature: good.signature.replace('</ds:DigestValue>', '<x/></ds:DigestValue>') }),
      /digest cannot be read/,
      false,
    ),
    'a length for the signature': attack(
      with_({
        signature: good.signature.replace(
          '</ds:SignatureMethod>',
          '<ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>',
        ),
      }),
      /not signed by RSA with SHA-256/,
      false,
    ),
    'a key said to be elsewhere': attack(
      with_({ signature: good.signature.replace('URI="#Token-1"', 'URI="#Token-2"') }),
      /key is not said to be/,
      true,
    ),
    'a key of its own beside the certificate': attack(
      with_({ signature: good.signature.replace('<ds:KeyInfo>', '<ds:KeyInfo><ds:KeyName>k</ds:KeyName>') }),
      /key is not said to be/,
      true,
    ),
    'a certificate with something behind it': attack(
      with_({
        token: good.token.replace(
          signer.certificate.raw.toString('base64'),
          Buffer.concat([signer.certificate.raw, Buffer.alloc(3)]).toString('base64'),
        ),
      }),
      /not one certificate/,
      true,
    ),
    'a certificate as text': attack(
      with_({
        token: good.token.replace(
          signer.certificate.raw.toString('base64'),
          Buffer.from(signer.certificate.toString()).toString('base64'),
        ),
      }),
      /not one certificate/,
      true,
    ),
    'a token that is no base64': attack(
      with_({ token: good.token.replace('>MII', '>%%%') }),
      /token cannot be read/,
      true,
    ),
    'a token of another kind': attack(
      with_({ token: good.token.replace('#X509v3', '#X509PKIPathv1') }),
      /not an X.509 certificate/,
      true,
    ),
  };
}
