import type { EetCertificateImport, EetCertificateView } from '../../http/contract.ts';
import { readArgs, type Terminal, UsageError } from '../command.ts';
import { askRegister } from '../console-request.ts';
import { PLACE_OPTIONS, placeOf } from '../place.ts';
import { fileBytes } from './input.ts';
import { passwordOf, passwordOptions } from './password.ts';

/** Brings a certificate into the running register. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...PLACE_OPTIONS, ...passwordOptions, json: { type: 'boolean' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Zadejte jeden soubor .p12.');
  const { data_dir } = placeOf(values);
  const body: EetCertificateImport = {
    p12: fileBytes(file).toString('base64'),
    password: passwordOf(values, terminal),
  };
  const view = await askRegister<EetCertificateView>(data_dir, 'POST', '/api/eet/certificate', body);
  if (values.json) terminal.out(JSON.stringify(view));
  else {
    const where = view.environment === 'production' ? 'ostré prostředí' : 'zkušební prostředí';
    terminal.out(`Certifikát ${view.eic} (${where}) platí do ${view.notAfter.slice(0, 10)}.`);
    if (!view.active) terminal.out('Podle nastavení obchodu se teď nepoužívá (stránka EET v pokladně).');
  }
  return 0;
}
