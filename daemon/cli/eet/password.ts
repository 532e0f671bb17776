import { type Terminal, UsageError } from '../command.ts';
import { fileBytes } from './input.ts';

/** The ways to give the password of a certificate. */
export const passwordOptions = {
  password: { type: 'string' },
  'password-file': { type: 'string' },
} as const;

const VARIABLE = 'KASAD_P12_PASSWORD';

/** A command line is seen by whoever is signed in on the box, so a file or the environment are there too. */
export function passwordOf(
  values: { readonly password?: string | undefined; readonly 'password-file'?: string | undefined },
  { env }: Pick<Terminal, 'env'>,
): string {
  const file = values['password-file'];
  const given = values.password ?? (file === undefined ? env[VARIABLE] : firstLine(file));
  if (given === undefined || given === '') {
    throw new UsageError(`Chybí heslo k certifikátu: --password-file SOUBOR, ${VARIABLE}, nebo --password.`);
  }
  return given;
}

const firstLine = (file: string): string => fileBytes(file).toString('utf8').split(/\r?\n/)[0] ?? '';
