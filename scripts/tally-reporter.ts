/**
 * Prints one closing line, `N passed, N failed, N skipped`, for CI that reads no other summary, and ends
 * a run in which a test never gives its thread back: no timeout of Vitest's own reaches such a test.
 */
import { setTimeout } from 'node:timers/promises';
import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** Milliseconds without any result: more than timeouts of a test and its hooks together. */
const MOST_SILENCE = 15 * 60_000;

export default class TallyReporter implements Reporter {
  readonly #silence: number;
  readonly #seen = new Set<TestModule>();
  readonly #running = new Set<TestModule>();
  #vitest: Vitest | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ silence = MOST_SILENCE }: { readonly silence?: number } = {}) {
    this.#silence = silence;
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestModuleStart(module: TestModule): void {
    this.#seen.add(module);
    this.#running.add(module);
    this.#wait();
  }

  onTestCaseResult(): void {
    this.#wait();
  }

  onTestModuleEnd(module: TestModule): void {
    this.#running.delete(module);
    this.#wait();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    clearTimeout(this.#timer);
    tally(modules, unhandledErrors.length);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = globalThis.setTimeout(() => void this.#end(), this.#silence).unref();
  }

  async #end(): Promise<void> {
    const names = [...this.#running].map(({ relativeModuleId }) => relativeModuleId);
    process.stdout.write(`\nNo result for ${this.#silence / 1000} s from ${names.join(', ')}\n`);
    // Ends what can be ended; a thread that never comes back ends with its process.
    await Promise.race([this.#vitest?.close(), setTimeout(5000)]);
    tally([...this.#seen], names.length);
    process.exit(1);
  }
}

function tally(modules: readonly TestModule[], otherFailures: number): void {
  const count = { passed: 0, failed: otherFailures, skipped: 0 };
  for (const module of modules) {
    if (module.errors().length > 0) count.failed += 1;
    for (const test of module.children.allTests()) {
      const state = test.result().state;
      if (state !== 'pending') count[state] += 1;
    }
  }
  process.stdout.write(
    `\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
  );
}
