/** What is loaded before the first frame: each of these would be felt at every start. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allImports } from '../../scripts/imports.ts';

/** Node's own modules that take long to load, as long as all of the viewer's own code. */
const SLOW = ['node:crypto', 'node:zlib'];

const imports = Map.groupBy(
  allImports().filter(({ kind }) => kind === 'with the file'),
  ({ from }) => from,
);

/** Every module that comes along with a file: without types, and without what is loaded on use. */
function loadedWith(file: string): ReadonlySet<string> {
  const seen = new Set([file]);
  for (const one of seen) for (const { to } of imports.get(one) ?? []) seen.add(to);
  return seen;
}

describe.each([
  'cli/main.ts',
  'cli/program.ts',
  'cli/load-config.ts',
  'cli/context.ts',
  'cli/work/root.ts',
  'viewer/run.ts',
  'viewer/screen.ts',
  'viewer/query-worker.ts',
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

describe('the thread that answers', () => {
  const loaded = [...loadedWith('viewer/query-worker.ts')];

  it('loads only the requests of the first screen with itself', () => {
    const requests = loaded.filter((one) => one.startsWith('collection/requests/'));
    expect(requests.toSorted()).toEqual(
      ['facets', 'fields', 'list'].map((name) => `collection/requests/${name}.ts`),
    );
  });

  it('loads the expansion of words and all libraries on use', () => {
    expect(loaded).not.toContain('query/expand.ts');
    expect(loaded.filter((one) => !/\.tsx?$|^node:/.test(one))).toEqual([]);
  });
});
