import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** What the first screen may cost, gzipped: the box may be slow, the waiter is not. */
const SCRIPT_BUDGET_BYTES = 60_000;

/** Adds up what the first screen loads (the entry and what it imports at once) and stops a build over budget. */
function scriptBudget(): Plugin {
  return {
    name: 'script-budget',
    generateBundle(_options, bundle) {
      const initial = new Set<string>();
      const visit = (name: string): void => {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk' || initial.has(name)) return;
        initial.add(name);
        for (const next of chunk.imports) visit(next);
      };
      for (const chunk of Object.values(bundle)) {
        // The page of virtual devices is another page: no kiosk loads it.
        if (chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'kiosk') visit(chunk.fileName);
      }
      let bytes = 0;
      for (const name of initial) {
        const chunk = bundle[name];
        if (chunk?.type === 'chunk') bytes += gzipSync(chunk.code).length;
      }
      this.info(`initial script ${(bytes / 1000).toFixed(1)} kB gzipped of ${SCRIPT_BUDGET_BYTES / 1000} kB`);
      if (bytes > SCRIPT_BUDGET_BYTES) this.error('the initial script is over its budget');
    },
  };
}

/** The daemon to talk to while developing. The demo shop of `npm start` unless told otherwise. */
const daemon = process.env.KASAD_URL ?? 'http://127.0.0.1:8400';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [scriptBudget()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The kiosk's browser is installed with the box; nothing older has to be served.
    target: 'chrome125',
    modulePreload: { polyfill: false },
    // The page's policy forbids data: URLs for fonts and scripts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        kiosk: join(import.meta.dirname, 'index.html'),
        devices: join(import.meta.dirname, 'devices/index.html'),
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: daemon, changeOrigin: false },
      '/health': { target: daemon, changeOrigin: false },
      '/virtual': { target: daemon, changeOrigin: false },
    },
  },
});
