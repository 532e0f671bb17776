import { deviceWords } from './device-words.ts';

/** A model in the language of the screen: the drivers name theirs in Czech. */
export function modelName(id: string, name: string): string {
  const own: Readonly<Record<string, string>> = deviceWords().models;
  return own[id] ?? name;
}
