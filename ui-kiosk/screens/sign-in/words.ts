import { words } from '../../i18n/language.ts';

export const signIn = words(
  {
    who: 'Kdo obsluhuje?',
    pin: (name: string) => `PIN: ${name}`,
    nobody: 'Na této pokladně zatím nikdo není. Technik přidá prvního vedoucího příkazem „kasad staff add“.',
    other: 'Někdo jiný',
    bill: (where: string) => `Rozepsaný účet zůstává otevřený: ${where}`,
    counter: 'účet u pultu',
  },
  {
    who: 'Who is serving?',
    pin: (name: string) => `PIN: ${name}`,
    nobody: 'There is nobody on this register yet. A technician adds the first manager by “kasad staff add”.',
    other: 'Somebody else',
    bill: (where: string) => `The open bill stays open: ${where}`,
    counter: 'counter bill',
  },
);
