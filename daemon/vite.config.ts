import { globSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { BUILT, digestOf, type MadeOf, stampOf } from './built.ts';

const root = join(import.meta.dirname, '..');

/** Told by npm of what lies in node_modules: the libraries are in the program too. */
const INSTALLED = 'node_modules/.package-lock.json';

/** Writes down what the program was made of, for built.ts. */
function madeOf(): Plugin {
  return {
    name: 'made-of',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) =>
        chunk.type === 'chunk' ? chunk.moduleIds : [],
      );
      const own = modules.filter((id) => id.startsWith(`${root}/`) && !id.includes('/node_modules/'));
      const files = [INSTALLED, ...own.map((id) => relative(root, id)).sort()];
      const made: MadeOf = {
        files,
        digest: digestOf(root, files),
        stamp: stampOf(root, files, Number.POSITIVE_INFINITY),
      };
      this.emitFile({ type: 'asset', fileName: BUILT.madeOf, source: JSON.stringify(made, null, 1) });
    },
  };
}

/** The register in few files: a thousand small ones cost half of its start and a part of its memory. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [madeOf()],
  ssr: {
    noExternal: true,
    external: [
      // Compiled code, found beside their own files.
      'better-sqlite3',
      'serialport',
      // Never loaded: wire/compilers.ts takes the place of two, nobody pretends to be a browser.
      '@fastify/ajv-compiler',
      '@fastify/fast-json-stringify-compiler',
      'light-my-request',
    ],
  },
  build: {
    ssr: true,
    outDir: join(root, BUILT.folder),
    emptyOutDir: true,
    target: 'node24',
    // Whoever reads a stack trace from a shop finds the names.
    minify: false,
    rolldownOptions: {
      input: [
        join(import.meta.dirname, 'program.ts'),
        join(import.meta.dirname, 'installed.ts'),
        ...globSync(join(import.meta.dirname, '**/*-process.ts'), { exclude: ['**/dist/**'] }),
      ],
      output: {
        // All beside each other: a process is started by its file's name, which therefore stays as it is.
        entryFileNames({ facadeModuleId }) {
          if (facadeModuleId?.endsWith('-process.ts')) return basename(facadeModuleId);
          return facadeModuleId?.endsWith('installed.ts') ? BUILT.installed : BUILT.entry;
        },
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
});
