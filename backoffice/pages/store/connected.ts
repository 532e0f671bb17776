import { signal } from '@preact/signals';

/** Whether the server answers; null while the first answer is awaited. */
export const connected = signal<boolean | null>(null);
