/** What is loaded before the first frame: each of these would be felt at every start. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = path.resolve(import.meta.dirname, '../../src');

/** Node's own modules that take long to load, as long as all of the viewer's own code. */
const SLOW = ['node:crypto', 'node:zlib'];
const STATIC = /^(?:import|export)\s+(?!type\s)[^;]*?\bfrom\s+'([^']+)'/gm;

/** Every module that comes along with a file: without types, and without what is loaded on use. */
function loadedWith(file: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (one: string): void => {
    if (seen.has(one)) return;
    seen.add(one);
    if (!/\.tsx?$/.test(one)) return;
    for (const [, to = ''] of readFileSync(path.join(SRC, one), 'utf8').matchAll(STATIC)) {
      visit(to.startsWith('.') ? path.join(path.dirname(one), to) : to);
    }
  };
  visit(file);
  return seen;
}

describe.each([
  'cli/main.ts',
  'cli/program.ts',
  'cli/load-config.ts',
  'cli/context.ts',
  'cli/work/root.ts',
  'cli/viewer.ts',
  'cli/viewer-screen.ts',
  'cli/query-worker.ts',
])('%s', (file) => {
  const loaded = loadedWith(file);

  it('loads neither what is slow nor what it has no use for', () => {
    expect([...loaded].filter((one) => SLOW.includes(one))).toEqual([]);
    expect([...loaded].filter((one) => /^(zod|yaml)/.test(one))).toEqual([]);
    expect([...loaded]).not.toContain(path.join('formats', 'index.ts'));
  });

  it('is found at all', () => {
    expect(loaded.size).toBeGreaterThan(1);
  });
});
