import { signEnvelope } from '../message/sign-envelope.ts';
import type { Environment } from '../sale.ts';
import { SOAP } from '../signature/names.ts';
import type { Spoilt } from './behaviour.ts';
import type { Holder } from './certificate.ts';
import type { Papers } from './papers.ts';

const EET = 'http://fs.gov.cz/eet/schema/v4';

export interface Confirmation {
  readonly uuid: string;
  readonly pok: string;
  /** Warnings, by `kod_varov`. */
  readonly warnings: readonly number[];
  readonly acceptedAt: string;
  readonly environment: Environment;
}

/** Odpoved with a Potvrzeni, in canonical form: it is signed as it stands. */
function content({ uuid, pok, warnings, acceptedAt, environment }: Confirmation): string {
  const test = environment === 'playground' ? ' test="true"' : '';
  const warned = warnings
    .slice(0, 10)
    .map((code) => `<v4:Varovani kod_varov="${code}">Varování ${code} (dvojník).</v4:Varovani>`);
  return (
    `<v4:Odpoved><v4:Hlavicka dat_prij="${acceptedAt}" uuid_zpravy="${uuid}"></v4:Hlavicka>` +
    `<v4:Potvrzeni pok="${pok}"${test}></v4:Potvrzeni>${warned.join('')}</v4:Odpoved>`
  );
}

export function confirm(confirmation: Confirmation, signer: Holder): string {
  const { uuid } = confirmation;
  const xml = signEnvelope({ xml: content(confirmation), prefix: 'v4', namespace: EET }, signer, {
    body: `Body-${uuid}`,
    token: `SecurityToken-${uuid}`,
    signature: `SIG-${uuid}`,
    keyInfo: `KI-${uuid}`,
    reference: `STR-${uuid}`,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
}

/** A refusal is never signed. */
export function refuse(
  code: number,
  text: string,
  {
    uuid,
    rejectedAt,
    test,
  }: { readonly uuid: string | null; readonly rejectedAt: string; readonly test: boolean },
): string {
  const named = uuid === null ? '' : ` uuid_zpravy="${uuid}"`;
  return envelope(
    `<v4:Odpoved xmlns:v4="${EET}"><v4:Hlavicka${named} dat_odmit="${rejectedAt}"/>` +
      `<v4:Chyba kod="${code}"${test ? ' test="true"' : ''}>${escaped(text)}</v4:Chyba></v4:Odpoved>`,
  );
}

export const soapFault = (text: string): string =>
  envelope(
    `<soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>${escaped(text)}</faultstring></soapenv:Fault>`,
  );

export const webPage = (status: number): string =>
  `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>Access denied</h1></body></html>\n`;

/** A confirmation with one thing wrong with it. */
export function spoil(how: Spoilt, confirmation: Confirmation, papers: Papers): string {
  const { uuid, pok, environment } = confirmation;
  const right = () => confirm(confirmation, papers.answers);
  const otherPok = pok.replace(/^./, (first) => (first === '0' ? '1' : '0'));
  const forged = `<soapenv:Body>${namespaced(content({ ...confirmation, pok: otherPok }))}</soapenv:Body>`;
  switch (how) {
    case 'other-message':
      return confirm({ ...confirmation, uuid: `00000000${uuid.slice(8)}` }, papers.answers);
    case 'forged':
      return right().replace(pok, otherPok);
    case 'wrapped':
      return right()
        .replace(
          /(<\/wsse:Security>)(<\/soapenv:Header>)(<soapenv:Body.*<\/soapenv:Body>)/s,
          '$1<aside>$3</aside>$2',
        )
        .replace('</soapenv:Envelope>', `${forged}</soapenv:Envelope>`);
    case 'second-body':
      return right().replace('</soapenv:Envelope>', `${forged}</soapenv:Envelope>`);
    case 'unsigned':
      return envelope(namespaced(content(confirmation)));
    case 'expired-signer':
      return confirm(confirmation, papers.expired);
    case 'other-organisation':
      return confirm(confirmation, papers.otherOrganisation);
    case 'other-chain':
      return confirm(confirmation, papers.otherChain);
    case 'other-environment': {
      const other = environment === 'production' ? 'playground' : 'production';
      return confirm({ ...confirmation, environment: other }, papers.answers);
    }
    case 'document-type':
      return right().replace('?>\n', '?>\n<!DOCTYPE x [<!ENTITY pok "x">]>\n');
  }
}

const envelope = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="${SOAP}">` +
  `<soapenv:Body>${inside}</soapenv:Body></soapenv:Envelope>`;

const namespaced = (xml: string): string => xml.replace('<v4:Odpoved', `<v4:Odpoved xmlns:v4="${EET}"`);

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`).slice(0, 1_000);
