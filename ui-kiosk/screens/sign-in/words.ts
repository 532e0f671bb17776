import { words } from '../../i18n/language.ts';

export const signIn = words(
  {
    who: 'Kdo obsluhuje?',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Klepněte na své jméno, pak zadejte PIN.',
    nobody:
      'Na této pokladně zatím nikdo není. Připojte ji k obchodu, který už běží, nebo na ní technik přidá prvního vedoucího příkazem „kasad staff add“.',
    drawing: 'Pokladna přebírá data obchodu. Obsluha se ukáže za chvíli.',
  },
  {
    who: 'Who is serving?',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Tap your name, then enter your PIN.',
    nobody:
      'There is nobody on this register yet. Join it to a shop that is running already, or a technician adds the first manager by “kasad staff add”.',
    drawing: 'The register is taking over the data of the shop. Its people will be here in a moment.',
  },
);
