import { X509Certificate } from 'node:crypto';
import { ICA_PUBLIC, ICA_ROOT } from './anchors.ts';
import type { Trust } from './trust.ts';

/**
 * Who signs the answers of the tax authority, in both environments: Generální finanční ředitelství, with a certificate
 * of I.CA. That authority sells to anybody, so that the chain alone says little; the identifier of the organisation,
 * which it has checked, says who it is.
 */
export const builtInTrust: Trust = {
  chains: [[new X509Certificate(ICA_PUBLIC.pem), new X509Certificate(ICA_ROOT.pem)]],
  organisation: 'NTRCZ-72080043',
};
