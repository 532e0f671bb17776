import { words } from '../../../ui/language.ts';

export const signIn = words(
  {
    who: 'Kdo obsluhuje?',
    newBox: 'Nová pokladna',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Klepněte na své jméno, pak zadejte PIN.',
    nobody:
      'Na této pokladně zatím není žádná obsluha. Připojte ji k obchodu, který už běží: převezme odtud ceník, stoly i obsluhu. Je-li to první pokladna obchodu, technik na ní přidá vedoucího příkazem „kasad staff add“.',
    drawing: 'Pokladna přebírá data obchodu. Obsluha se ukáže za chvíli.',
  },
  {
    who: 'Who is serving?',
    newBox: 'A new register',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Tap your name, then enter your PIN.',
    nobody:
      'There is no staff on this register yet. Join it to a shop that is running already: price list, tables and staff will come from there. On the first register of a shop a technician adds a manager by “kasad staff add”.',
    drawing: 'The register is taking over the data of the shop. Its people will be here in a moment.',
  },
);
