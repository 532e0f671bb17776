import type { SetOn } from '../../wire/index.ts';

/** Where everything that is set here is set, as registers are told. */
export const BACKOFFICE: SetOn = { id: 'backoffice', name: 'BackOffice' };

/** Who makes a change: an account, by the name that it bears now. */
export interface Author {
  readonly name: string;
}

/** What stands as the author in cells and facts: registers show an id that they do not know as a name. */
export const signature = ({ name }: Author): string => name.slice(0, 60).toWellFormed();
