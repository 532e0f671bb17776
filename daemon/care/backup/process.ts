/** Its file, from its own folder: in the built program all processes lie beside each other under their own names. */
export const PLACE_COPY_PROCESS = new URL('./place-copy-process.ts', import.meta.url);
