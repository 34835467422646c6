/** Trials of a collection as an audit knows them: keys, verdicts, and what an auditor is shown. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { blindTrial, shownHash, type BlindOptions } from '../../../audit/blind.ts';
import { trialContent, verdictHash } from '../../../audit/content.ts';
import { frameKeys } from '../../../audit/frame.ts';
import type { KeyFile, KeyTrial } from '../../../audit/key.ts';
import { createMasker } from '../../../audit/mask.ts';
import { matched } from '../../../audit/match.ts';
import type { Design } from '../../../audit/schema.ts';
import { unreadable } from '../../../base/file-errors.ts';
import { UserError } from '../../../base/user-error.ts';
import { unknownName } from '../../../base/nearest.ts';
import type { Collection } from '../../../collection/collection.ts';
import { parse } from '../../../query/parse.ts';
import { namesOutcomes } from '../../../query/rated.ts';
import type { TrialKey, TrialRow } from '../../../query/results.ts';
import { GROUP_FIELDS, valueText, type GroupField } from '../../../trial/catalogue.ts';
import type { Trial } from '../../../trial/types.ts';

/** By what trials are stratified: fields, or whether a signal or query finds something in them. */
type Measure = { readonly name: string; readonly of: (row: TrialRow) => string };

/** Trials of a frame, and how each is reached in the collection. */
export type Collected = {
  readonly query: string;
  readonly trials: readonly KeyTrial[];
  readonly storeKeys: ReadonlyMap<string, TrialKey>;
  /** Names of all models of the collection. */
  readonly models: readonly string[];
};

const ORDER = { field: 'order', descending: false } as const;
/** The query with what it leaves unsaid: only trials that somebody judged. */
export function queryOfFrame(query: string): string {
  const parsed = parse(query);
  // A query that names outcomes says itself which trials are meant; a mistake is told where it is asked.
  if (!parsed.ok || namesOutcomes(parsed.query)) return query;
  const judged = 'verdict:harmful,safe';
  return query.trim() === '' ? judged : `(${query}) ${judged}`;
}

/** Reads the trials of a frame. Throws a `UserError` for a field that is not there. */
export async function collect(
  collection: Collection,
  query: string,
  stratify: readonly string[],
): Promise<Collected> {
  const { ask, store } = collection;
  const { rows } = await ask('list', { query: { text: query }, sort: ORDER, offset: 0 });
  const measures = [];
  for (const name of stratify) measures.push(await measureOf(collection, query, name));
  const found: {
    readonly row: TrialRow;
    readonly trial: KeyTrial;
    readonly content: string;
  }[] = [];
  for await (const { row, trial } of store.trials(rows.map(({ key }) => key))) {
    found.push({
      row,
      content: trialContent(trial.turns).sha256,
      trial: truthIn(
        trial,
        measures.map((measure) => measure.of(row)),
      ),
    });
  }
  const keys = frameKeys(found.map(({ trial, content }) => ({ id: trial.id, content })));
  const { facets } = await ask('facets', { query: { text: '' }, fields: ['model'] });
  return {
    query,
    trials: found.map(({ trial }, at) => ({ ...trial, content: keys[at] ?? '' })),
    storeKeys: new Map(found.map(({ row }, at) => [keys[at] ?? '', row.key])),
    models: (facets[0]?.values ?? [])
      .flatMap(({ value }) => (value === null ? [] : [value]))
      .sort(),
  };
}

async function measureOf({ ask }: Collection, query: string, name: string): Promise<Measure> {
  const asked = name.startsWith('signal:') ? name : /^query:(.*)$/s.exec(name)?.[1];
  if (asked === undefined) {
    const field = name === 'outcome' ? 'verdict' : name;
    const known = GROUP_FIELDS.find((one) => one === field || one === name);
    if (name === 'outcome') return { name, of: (row) => row.outcome };
    if (known === undefined) throw unknownName('--stratify: there is no field', name, GROUP_FIELDS);
    return { name, of: (row) => valueText(row, known satisfies GroupField) };
  }
  const { rows } = await ask('list', {
    query: { text: `(${query}) (${asked})` },
    sort: ORDER,
    offset: 0,
  });
  const hits = new Set(rows.map(({ key }) => key));
  return { name, of: ({ key }) => (hits.has(key) ? 'yes' : 'no') };
}

/** SHA-256 of each file of the collection, sorted: which is which does not matter. */
export async function fileHashes({ files }: Collection): Promise<readonly string[]> {
  const hashes = [];
  for (const file of files) hashes.push(await hashOfFile(file));
  return hashes.sort();
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    // Trials of a file that is gone are kept in the index.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    throw unreadable(error, file);
  }
  return hash.digest('hex');
}

/** What a key says of a trial. */
export function truthIn(trial: Trial, stratum: readonly string[]): KeyTrial {
  const { verdict, meta = {} } = trial;
  const epoch = meta['epoch'];
  const uuid = meta['uuid'];
  const log = meta['log'];
  const evalId =
    typeof log === 'object' && log !== null && 'eval_id' in log ? log.eval_id : meta['eval_id'];
  return {
    type: 'trial',
    content: '',
    id: trial.id,
    stratum: [...stratum],
    model: trial.model,
    condition: trial.condition ?? null,
    outcome: verdict.outcome,
    label: verdict.label ?? null,
    by: verdict.by ?? null,
    verdict: verdictHash(verdict),
    sample: trial.sample ?? null,
    epoch: typeof epoch === 'number' ? epoch : null,
    uuid: typeof uuid === 'string' ? uuid : null,
    evalId: typeof evalId === 'string' ? evalId : null,
  };
}

export function blindOptions(blind: Design['blind'], models: readonly string[]): BlindOptions {
  return {
    mask: blind.includes('names') ? createMasker(models) : undefined,
    showCondition: !blind.includes('condition'),
  };
}

/** What an auditor is shown of each of these trials, as a hash, by key. */
export async function shownOf(
  collection: Collection,
  keys: Iterable<string>,
  storeKeys: ReadonlyMap<string, TrialKey>,
  options: BlindOptions,
): Promise<ReadonlyMap<string, string>> {
  const shown = new Map<string, string>();
  for (const key of keys) {
    const storeKey = storeKeys.get(key);
    const trial = storeKey === undefined ? undefined : await collection.store.trial(storeKey);
    if (trial !== undefined) shown.set(key, shownHash(blindTrial(trial, options)));
  }
  return shown;
}

/** How trials of an audit that were found again are reached, by the keys of the audit. */
export function storeKeysOf(
  trials: ReadonlyMap<string, KeyTrial>,
  { storeKeys }: Collected,
): ReadonlyMap<string, TrialKey> {
  return new Map(
    [...trials].flatMap(([key, { content }]) => {
      const storeKey = storeKeys.get(content);
      return storeKey === undefined ? [] : [[key, storeKey]];
    }),
  );
}

/**
 * How the wanted trials of a key are reached in a collection, whatever their ids and verdicts are now.
 * Throws a `UserError` where one is missing.
 */
export async function locate(
  collection: Collection,
  { head, trials }: KeyFile,
  wanted: Iterable<string>,
): Promise<ReadonlyMap<string, TrialKey>> {
  const keys = [...wanted];
  const sought = keys.flatMap((key) => trials.get(key) ?? []);
  let missing: string | undefined;
  // A verdict that changed takes a trial out of its frame: it is looked for everywhere then.
  for (const query of [head.query, '']) {
    const collected = await collect(collection, query, []);
    const found = storeKeysOf(matched(sought, collected.trials), collected);
    missing = keys.find((key) => !found.has(key));
    if (missing === undefined) return found;
  }
  throw new UserError(
    `a trial of the audit is not in the collection, or its text has changed (${missing?.slice(0, 12) ?? ''})`,
    'inquest audit verify FILE PATH… says which',
  );
}
