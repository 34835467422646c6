/** What a database answers beside what files answer. */
import { expect } from 'vitest';
import type { Collection } from '../../../src/collection/collection.ts';
import { openCollection } from '../../../src/collection/open.ts';
import type { Params, RequestName } from '../../../src/collection/protocol.ts';
import { BUILT_IN_SIGNALS } from '../../../src/query/signals.ts';
import { GROUP_FIELDS } from '../../../src/trial/catalogue.ts';

/** Queries of trials. */
export const QUERIES = [
  '',
  'model:gpt* verdict:harmful',
  'condition:*goal* -verdict:safe',
  'in:email blackmail',
  'sample:>3 turns:<=12',
  'signal:*',
  'signal:"(none)" belief:"(none)"',
  'has:reasoning -has:rationale',
  'id:*1*',
  'source:blackmail.jsonl | source:*belief*',
  'started:2025 synthetic:true',
  '"self preservation" | kyle model:claude*',
  '{from:kyle affair} -leverage',
  'nosuchwordatall',
];

/** Queries of words. */
export const SEARCHES = [
  'blackmail',
  'leverage affair',
  'unethcial',
  '"sel* pres*"',
  'the',
  'blackmail -kyle',
  'in:rationale coercion',
  'subject:*',
  'in:reasoning "will be shut*" | wiped',
  // Many phrases, also in the longest text there is.
  BUILT_IN_SIGNALS['ethics'] ?? '',
];

/** Opens files, or the address of a database, with signals. */
export function openPaths(paths: readonly string[], cwd: string): Promise<Collection> {
  return openCollection(
    { paths, cwd },
    {
      signals: { kyle: 'in:email kyle', hides: 'in:reasoning (secret | hide*)' },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onNotice: () => undefined,
    },
  );
}

type CompareOptions = {
  /** Names of properties that are not compared. */
  readonly without?: readonly string[];
  /** Changes the text of an answer before it is compared. */
  readonly edit?: (text: string) => string;
};

export type Same = <N extends RequestName>(
  other: Collection,
  name: N,
  params: Params<N>,
) => Promise<string>;

/** A function that expects another collection to answer as one of files does. */
export function sameAs(
  files: () => Collection,
  { without = [], edit = (text) => text }: CompareOptions = {},
): Same {
  // Only a store knows its keys and marks.
  const unsaid = ['key', 'mark', 'ms', ...without];
  const answer: Same = async (collection, name, params) => {
    const result = await collection.ask(name, params);
    const text = JSON.stringify(
      result,
      (key, value: unknown) => (unsaid.includes(key) ? undefined : value),
      1,
    );
    return edit(text);
  };
  return async (other, name, params) => {
    const wanted = await answer(files(), name, params);
    expect(await answer(other, name, params), JSON.stringify([name, params])).toBe(wanted);
    return wanted;
  };
}

/** Expects lists, counts and shares to be the same for a query. */
export async function expectSameCounts(same: Same, other: Collection, text: string): Promise<void> {
  const query = { text };
  const sort = { field: 'order', descending: false } as const;
  await same(other, 'list', { query, sort, offset: 0 });
  await same(other, 'facets', { query, fields: GROUP_FIELDS, everywhere: ['model', 'signal'] });
  for (const by of [
    [],
    ['model'],
    ['model', 'condition'],
    ['signal', 'belief'],
    ['tag'],
  ] as const) {
    await same(other, 'stats', { query, by, exactly: true });
    await same(other, 'stats', { query, by });
  }
  const shares = { share: 'in:reasoning blackmail', of: 'verdict:harmful,safe' };
  await same(other, 'shares', { query, ...shares, by: ['model'] });
}
