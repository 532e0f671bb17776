import { Refusal } from '../../wire/index.ts';

export function memberUnknown(): Refusal {
  return new Refusal(
    404,
    'member-unknown',
    {
      cs: 'Tento člověk do obchodu nepatří. Nic se nezměnilo.',
      en: 'This person does not belong to the store. Nothing was changed.',
    },
    { cs: 'Načtěte stránku znovu.', en: 'Reload the page.' },
  );
}

export function memberExists(): Refusal {
  return new Refusal(
    409,
    'member-exists',
    {
      cs: 'Tento e-mail už mezi lidmi obchodu je. Nic se nezměnilo.',
      en: 'This e-mail is among the people of the store already. Nothing was changed.',
    },
    { cs: 'Změňte roli u jeho řádku.', en: 'Change the role in that row.' },
  );
}

export function lastOwner(): Refusal {
  return new Refusal(
    409,
    'last-owner',
    {
      cs: 'Obchod by zůstal bez majitele. Nic se nezměnilo.',
      en: 'The store would be left without an owner. Nothing was changed.',
    },
    { cs: 'Nejdřív určete jiného majitele.', en: 'Make somebody else an owner first.' },
  );
}

export function tooManyMembers(most: number): Refusal {
  return new Refusal(
    409,
    'too-many-members',
    {
      cs: `Obchod smí mít nejvýš ${most} lidí. Nic se nezměnilo.`,
      en: `A store may have at most ${most} people. Nothing was changed.`,
    },
    { cs: 'Odeberte ty, kteří sem už nepatří.', en: 'Take out those who no longer belong here.' },
  );
}
