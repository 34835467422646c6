import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // One closing line that any CI can read, besides the usual report.
    reporters: ['default', './scripts/tally-reporter.ts'],
    testTimeout: 30_000,
    pool: 'forks',
  },
});
