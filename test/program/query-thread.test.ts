/**
 * The thread that answers requests is made to fail on each kind of request, on the screen that asks
 * for it: the screen says so, shows nothing that is not so, and goes on with another thread.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RequestName } from '../../src/collection/protocol.ts';
import { createPlace } from '../support/place.ts';
import { KEYS, type TestTerminal } from '../support/terminal.ts';

const place = createPlace();

/** Throws in the thread when a request comes whose name stands in the file; once, unless told `always`. */
const PRELOAD = `
  import { readFileSync, rmSync } from 'node:fs';
  import { parentPort } from 'node:worker_threads';
  const file = process.env.MADE_TO_FAIL;
  const namesIn = () => { try { return readFileSync(file, 'utf8').split(' '); } catch { return []; } };
  if (parentPort !== null) {
    const { on } = parentPort;
    parentPort.on = function (event, listener) {
      if (event !== 'message') return on.call(this, event, listener);
      return on.call(this, event, (message) => {
        const names = namesIn();
        if (message?.type === 'request' && names.includes(message.request.name)) {
          if (!names.includes('always')) rmSync(file);
          throw new Error('made to fail');
        }
        listener(message);
      });
    };
  }`;

async function start(
  args: readonly string[] = [],
  rows = 40,
): Promise<{
  readonly terminal: TestTerminal;
  readonly fail: (what: string) => void;
}> {
  const preload = path.join(place.folder, 'preload.mjs');
  writeFileSync(preload, PRELOAD);
  const file = path.join(place.folder, 'made-to-fail');
  const terminal = place.start(args, {
    rows,
    env: { NODE_OPTIONS: `--import=${preload}`, MADE_TO_FAIL: file },
  });
  // All is read, so that nothing is asked but by keys.
  await terminal.until(/^Inquest sample study {2}1\/2,221 trials +synthetic sample/);
  return {
    terminal,
    fail: (what) => writeFileSync(file, what),
  };
}

const SAID = 'could not be asked: made to fail';

/** What leads to a request, and what the screen shows when it has been answered after all. */
const REQUESTS: readonly (readonly [RequestName, keys: readonly string[], shown: RegExp])[] = [
  ['list', ['F', 'verdict:safe', KEYS.enter], /775 of 2,221 trials {2}filter: verdict:safe/],
  ['facets', ['F', 'verdict:safe', KEYS.enter], /775 of 2,221 trials {2}filter: verdict:safe/],
  ['preview', ['j'], /› .* 002 [^]* 8 email sent /],
  ['trial', [KEYS.enter], /1 briefing · system/],
  ['place', [KEYS.enter, ']'], /claude-3-5-sonnet .*001/],
  ['search', ['/', 'unethical'], /357 passages in 354 trials/],
  ['stats', ['S'], /claude-opus-4 +213\/700/],
];

describe('a query thread that dies', () => {
  it.each(REQUESTS)('on %s refuses it, and another thread answers', async (name, keys, shown) => {
    // Too low for a preview, which would have the trial that is opened, unless it is about that.
    const { terminal, fail } = await start([], name === 'preview' ? 40 : 18);
    fail(name);
    for (const key of keys) {
      terminal.type(key);
      await terminal.frame();
    }
    await terminal.until(() => terminal.raw().includes(SAID));
    // Until the next answer the header says so; then it does not any more.
    await terminal.until((text) => !text.includes('not answered') && shown.test(text));
    terminal.type(KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(0);
  });

  it('again and again leaves what is shown true, and says so', async () => {
    const { terminal, fail } = await start();
    fail('list facets always');
    terminal.type('F');
    await terminal.until('Filter');
    terminal.type(`verdict:safe${KEYS.enter}`);
    // The filter is asked for while it is typed: what was taken is in the header.
    const text = await terminal.until(/not verdict:safe.*not answered/);
    // The rows are those of no filter, and that is what the header names.
    expect(text).toMatch(/^Inquest sample study {2}\d+\/2,221 trials {2}not verdict:safe/);
    expect(text).not.toContain('filter:');
    expect(text).toMatch(/harmful/);
    await terminal.until(/start Inquest again|not answered/);
    terminal.type('S');
    await terminal.until('not counted');
    terminal.type('q');
    await terminal.until(/2,221 trials {2}not verdict:safe/);
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
  });
});
