import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // One closing line that any CI can read, besides the usual report.
    reporters: ['default', './scripts/tally-reporter.ts'],
    // Ends what hangs, on a machine of any speed; no test asserts a time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Loads fast-check, and so only where a failure is to be repeated.
    setupFiles: process.env['FC_SEED'] === undefined ? [] : ['test/support/property-seed.ts'],
    pool: 'forks',
  },
});
