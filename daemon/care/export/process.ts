/** Its file, from its own folder: in the built program all processes lie beside each other under their own names. */
export const EXPORT_PROCESS = new URL('./export-process.ts', import.meta.url);
