/** Without case and diacritics: `Svíčková` and `svickova` are one. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
