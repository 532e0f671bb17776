import { words } from '../../i18n/language.ts';

export const signIn = words(
  {
    who: 'Kdo obsluhuje?',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Klepněte na své jméno, pak zadejte PIN.',
    nobody: 'Na této pokladně zatím nikdo není. Technik přidá prvního vedoucího příkazem „kasad staff add“.',
  },
  {
    who: 'Who is serving?',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Tap your name, then enter your PIN.',
    nobody: 'There is nobody on this register yet. A technician adds the first manager by “kasad staff add”.',
  },
);
