/** What people read, in both languages of the screen. A new sentence is written in both at once, side by side. */
export interface Words {
  readonly cs: string;
  readonly en: string;
}

export const noWords: Words = { cs: '', en: '' };

/** Whole sentences one after the other; those with nothing to say are left out. */
export function sentences(...parts: readonly Words[]): Words {
  const joined = (language: keyof Words) =>
    parts
      .map((part) => part[language])
      .filter((text) => text !== '')
      .join(' ');
  return { cs: joined('cs'), en: joined('en') };
}
