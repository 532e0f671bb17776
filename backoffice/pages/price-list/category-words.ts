import { plural, words } from '../../../ui/language.ts';

export const c = words(
  {
    add: 'Nová kategorie',
    none: 'Zatím žádná kategorie',
    noneHint: 'Založte první, třeba Pivo. Každá položka do nějaké patří.',
    items: (count: number) => `${count} ${plural(count, 'položka', 'položky', 'položek')}`,
    prints: (route: string) => `objednávky: ${route}`,
    up: (name: string) => `${name}: výš`,
    down: (name: string) => `${name}: níž`,
    hueOf: (degrees: number) => `barva ${degrees}°`,
    remove: 'Smazat kategorii',
    removeTitle: (name: string) => `Smazat kategorii ${name}?`,
    removeText: 'Smazat jde jen prázdná kategorie. Účtenky zůstanou, jak jsou.',
  },
  {
    add: 'New category',
    none: 'No category yet',
    noneHint: 'Make the first, such as Beer. Every item belongs to one.',
    items: (count: number) => `${count} ${count === 1 ? 'item' : 'items'}`,
    prints: (route: string) => `orders: ${route}`,
    up: (name: string) => `${name}: up`,
    down: (name: string) => `${name}: down`,
    hueOf: (degrees: number) => `colour ${degrees}°`,
    remove: 'Delete the category',
    removeTitle: (name: string) => `Delete the category ${name}?`,
    removeText: 'Only an empty category can be deleted. Receipts stay as they are.',
  },
);
