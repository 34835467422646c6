/**
 * Repeats properties with the seed of a failure, which its message names:
 * `FC_SEED=1234 npx vitest run test/x.test.ts`, and `FC_PATH=0:1` for the one run of it.
 */
import { configureGlobal } from 'fast-check';

const { FC_SEED: seed, FC_PATH: path } = process.env;

configureGlobal({
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(path === undefined ? {} : { path }),
});
