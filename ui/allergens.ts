import { words } from './language.ts';

/** The fourteen allergens of Regulation (EU) 1169/2011, annex II, by their usual numbers. */
export const allergenNames = words(
  {
    1: 'lepek',
    2: 'korýši',
    3: 'vejce',
    4: 'ryby',
    5: 'arašídy',
    6: 'sója',
    7: 'mléko',
    8: 'skořápkové plody',
    9: 'celer',
    10: 'hořčice',
    11: 'sezam',
    12: 'oxid siřičitý',
    13: 'vlčí bob',
    14: 'měkkýši',
  },
  {
    1: 'gluten',
    2: 'crustaceans',
    3: 'eggs',
    4: 'fish',
    5: 'peanuts',
    6: 'soya',
    7: 'milk',
    8: 'nuts',
    9: 'celery',
    10: 'mustard',
    11: 'sesame',
    12: 'sulphites',
    13: 'lupin',
    14: 'molluscs',
  },
);
export const ALLERGEN_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] as const;
