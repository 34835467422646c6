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
    // Threads of the sources have their types stripped by WebAssembly. V8 compiles what joins that to
    // JavaScript anew after 1,000 calls, keeps it for all threads of a process, and now and then dies
    // where it frees it with a thread (`jit_page.has_value()`). The built program has none in threads.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
  },
});
