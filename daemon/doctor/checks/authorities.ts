import { X509Certificate } from 'node:crypto';
import type { Check } from '../check.ts';
import { type Finding, found, type Indicator } from '../finding.ts';

const unreadable: Indicator = {
  id: 'authority-unreadable',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Soubor {file} ({key} v nastavení) není čitelný certifikát, spojení s ním se nepovede.',
    en: 'The file {file} ({key} of the configuration) is no readable certificate; no link is made with it.',
  },
  remedy: {
    cs: 'Uložte na to místo certifikát autority ve tvaru PEM (začíná „-----BEGIN CERTIFICATE-----“), čitelný pro uživatele kasad, nebo řádek z nastavení smažte.',
    en: 'Put the certificate of the authority there as PEM (it begins “-----BEGIN CERTIFICATE-----”), readable for the user kasad, or delete the line.',
  },
};
const ended: Indicator = {
  id: 'authority-ended',
  area: 'certificates',
  state: 'fault',
  what: {
    cs: 'Certifikát autority {file} ({key} v nastavení) skončil {until}.',
    en: 'The certificate of the authority {file} ({key} of the configuration) ended on {until}.',
  },
  remedy: {
    cs: 'Vyžádejte si nový od toho, kdo se o server stará, a soubor vyměňte.',
    en: 'Ask whoever runs the server for a new one and replace the file.',
  },
};

/** A file of the configuration that holds a certificate. `text`: undefined when it cannot be read. */
export function judgeAuthority(
  { file, key, text }: { readonly file: string; readonly key: string; readonly text: string | undefined },
  now_ms: number,
): Finding[] {
  try {
    const { validToDate } = new X509Certificate(text ?? '');
    if (validToDate.getTime() > now_ms) return [];
    return [found(ended, { file, key, until: validToDate.toISOString().slice(0, 10) })];
  } catch {
    return [found(unreadable, { file, key })];
  }
}

export const authorities: Check = {
  id: 'authorities',
  area: 'certificates',
  indicators: [unreadable, ended],
  well: { cs: 'Certifikáty autorit z nastavení platí.', en: 'Certificates of authorities are good.' },
  async look({ configuration, files, world }) {
    const { config } = configuration;
    const named = [
      { key: '[backoffice] ca', file: config?.backoffice.ca },
      { key: '[sync] broker_ca', file: config?.sync.broker_ca },
    ].flatMap(({ key, file }) => (file === undefined ? [] : [{ key, file }]));
    if (named.length === 0) return null;
    const read = await Promise.all(named.map(async (one) => ({ ...one, text: await files.text(one.file) })));
    return { findings: read.flatMap((one) => judgeAuthority(one, world.wall_ms())) };
  },
};
