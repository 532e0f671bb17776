/* Names that a signed SOAP message is made of: SOAP 1.1, WS-Security 1.0 with its X.509 token profile, XML Signature. */

const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
export const WSSE = `${OASIS}-wssecurity-secext-1.0.xsd`;
export const WSU = `${OASIS}-wssecurity-utility-1.0.xsd`;
export const DS = 'http://www.w3.org/2000/09/xmldsig#';

export const BASE64 = `${OASIS}-soap-message-security-1.0#Base64Binary`;
export const X509_V3 = `${OASIS}-x509-token-profile-1.0#X509v3`;

export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
