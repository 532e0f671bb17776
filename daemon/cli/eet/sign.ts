import { buildMessage, type Credential, faultsOf, openP12, type Sale } from '../../../eet/index.ts';
import { openingRefusal } from '../../eet/certificates/words.ts';
import { readArgs, type Terminal, UsageError } from '../command.ts';
import { fileBytes, inputText } from './input.ts';
import { passwordOf, passwordOptions } from './password.ts';
import { readSignInput } from './sign-input.ts';

const INPUT_BYTES_MAX = 64 * 1024;

/** A sale by its official names, read from standard input, as a signed message on standard output. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = readArgs({
    args: [...args],
    options: { p12: { type: 'string' }, ...passwordOptions },
  });
  if (values.p12 === undefined) throw new UsageError('Chybí --p12 SOUBOR s certifikátem.');
  const password = passwordOf(values, terminal);
  const credential = openP12(fileBytes(values.p12), password);
  if ('fault' in credential) throw openingRefusal(credential.fault);
  const input = readSignInput(await inputText(terminal.stdin, INPUT_BYTES_MAX));
  const faults =
    'faults' in input
      ? input.faults
      : faultsOf(input.sale, input.head).map(
          ({ official }) => `${official}: hodnota chybí, nebo ji rozhraní 4.1 nepřijme.`,
        );
  for (const fault of faults) terminal.err(fault);
  if ('faults' in input || faults.length > 0) return 1;
  for (const warning of warningsOf(credential, input.sale, terminal.world.wall_ms())) {
    terminal.err(`Pozor: ${warning}`);
  }
  terminal.out(buildMessage(input.sale, input.head, credential, input.ids).xml);
  return 0;
}

/** What keeps no message from being signed, though the authority may think otherwise of it. */
function warningsOf(credential: Credential, sale: Sale, now_ms: number): string[] {
  return [
    ...(credential.notAfter_ms < now_ms ? ['platnost certifikátu už skončila, úřad zprávu nepřijme.'] : []),
    ...(credential.notBefore_ms > now_ms ? ['certifikát ještě neplatí, úřad zprávu nepřijme.'] : []),
    ...(credential.eic !== sale.eic
      ? [`certifikát je vystavený na EIČ ${credential.eic}, tržba na ${sale.eic}.`]
      : []),
  ];
}
