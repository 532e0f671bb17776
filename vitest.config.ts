import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    globalSetup: ['test/system-packages.ts'],
    exclude: ['node_modules/**', '**/dist/**'],
    // Two cores are common on a register box and in CI: tests that start processes would starve each other.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
