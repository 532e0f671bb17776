/**
 * Why nothing came back, in words and with the system's own code. Nothing that was sent or came is quoted: errors of
 * TLS and HTTP repeat what a stranger has written.
 */
export function lineFault(error: Error): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!/^[A-Z0-9_]{1,64}$/.test(code)) return 'the connection failed';
  return `${WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'the connection failed'} (${code})`;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_)/, 'its name was not found'],
  [/^ECONNREFUSED$/, 'nobody takes the connection'],
  [/^(ENETUNREACH|EHOSTUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/, 'there is no way to it'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'the connection was cut'],
  [/^ETIMEDOUT$/, 'nobody answers there'],
  [/^(CERT_NOT_YET_VALID|CERT_HAS_EXPIRED)$/, 'its TLS certificate is not valid by the clock of this box'],
  [
    /(CERT|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|INVALID_CA|INVALID_PURPOSE)/,
    'its TLS certificate is not believed',
  ],
  [/^(ERR_SSL_|ERR_TLS_|EPROTO$)/, 'TLS failed'],
  [/^HPE_/, 'it does not speak HTTP'],
];
