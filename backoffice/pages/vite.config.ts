import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** What the first page may cost, gzipped: an owner looks from a phone, on whatever network there is. Charts come later. */
const SCRIPT_BUDGET_BYTES = 60_000;

/** Adds up what the first page loads (the entry and what it imports at once) and stops a build over budget. */
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
        if (chunk.type === 'chunk' && chunk.isEntry) visit(chunk.fileName);
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

/** The backoffice to talk to while developing. */
const server = process.env.BACKOFFICE_URL ?? 'http://127.0.0.1:8500';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [scriptBudget()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Owners' browsers: what understands light-dark() and OKLCH.
    target: ['chrome125', 'firefox128', 'safari17.5'],
    cssTarget: ['chrome125', 'firefox128', 'safari17.5'],
    modulePreload: { polyfill: false },
    // The page's policy forbids data: URLs for fonts and scripts.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
});
