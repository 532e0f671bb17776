import { verify, type X509Certificate } from 'node:crypto';

/** JWT of the certificate authority's interface (ca-renewal-openapi.yml, `bearerJwtRs256`). */
const LIFE_S = 300;
const TOKEN_CHARS = 4_096;

/** Whose certificate has signed the token of an `Authorization` header; else why it is refused. */
export function bearerOf(
  authorization: string | undefined,
  find: (thumbprint: string) => X509Certificate | undefined,
  now_ms: number,
): X509Certificate | { readonly refused: string } {
  const [, token = ''] = /^Bearer ([\w.-]+)$/.exec(authorization ?? '') ?? [];
  const [head = '', payload = '', signature = '', ...more] = token.split('.');
  if (token === '' || token.length > TOKEN_CHARS || more.length > 0) return { refused: 'no token' };
  const [header, claims] = [objectOf(head), objectOf(payload)];
  if (!header || !claims) return { refused: 'not a JWT' };
  if (header.alg !== 'RS256') return { refused: 'not signed by RS256' };
  const certificate = find(String(header['x5t#S256']));
  if (!certificate) return { refused: 'a certificate unknown here' };
  const signed = Buffer.from(`${head}.${payload}`);
  if (!verify('RSA-SHA256', signed, certificate.publicKey, Buffer.from(signature, 'base64url')))
    return { refused: 'not signed by the certificate' };
  const { iat, exp } = claims;
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat > LIFE_S || exp <= iat)
    return { refused: 'valid for longer than five minutes, or for ever' };
  const now_s = now_ms / 1_000;
  if (now_s < iat || now_s >= exp) return { refused: 'not valid now' };
  if (now_ms < certificate.validFromDate.getTime() || now_ms > certificate.validToDate.getTime())
    return { refused: 'the certificate is not valid now' };
  return certificate;
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
