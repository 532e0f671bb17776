/** Its file, from its own folder: in the built program all processes lie beside each other under their own names. */
export const BUNDLE_PROCESS = new URL('./bundle-process.ts', import.meta.url);
