import type { HealthPart } from '../http/contract.ts';

export function mendHealth(count: number): HealthPart {
  const id = 'price-list';
  if (count === 0) {
    return {
      id,
      state: 'ok',
      cs: 'Ceník je v pořádku.',
      en: 'The price list is fine.',
      hintCs: '',
      hintEn: '',
    };
  }
  return {
    id,
    state: 'attention',
    cs: `V ceníku si něco odporuje, k opravě: ${count}.`,
    en: `The price list contradicts itself, to be put right: ${count}.`,
    hintCs: 'Otevřete Ceník; seznam je nahoře pod „Opravit“.',
    hintEn: 'Open the price list; what to put right is at the top under “Put right”.',
  };
}
