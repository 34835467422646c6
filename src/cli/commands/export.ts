/** `inquest export`: transcripts for others to read, or a filtered set as data. */
import path from 'node:path';
import { finalMessage } from '../../trial/final-message.ts';
import { UserError } from '../../trial/user-error.ts';
import { plural } from '../../stats/bars.ts';
import type { Collection } from '../collection.ts';
import { note, withCollection, type CommonOptions, type Context } from '../context.ts';
import { deliver, refuseSources } from '../destination.ts';
import { findTrial } from '../find-trial.ts';
import { csvCell, type Row } from '../rows.ts';
import { matchingKeys, nativeLines } from './convert.ts';
import { listRow } from './list.ts';

export type ExportOptions = CommonOptions & {
  readonly trial?: readonly string[];
  readonly query?: string;
  readonly to?: string;
  readonly output: string;
};

type Form = 'md' | 'csv' | 'jsonl';

export async function runExport(
  context: Context<ExportOptions>,
  paths: readonly string[],
): Promise<number> {
  const { trial, query, output } = context.options;
  const form = formOf(context.options);
  if (trial !== undefined && query !== undefined) {
    throw new UserError('export takes --trial or -q, not both');
  }
  return withCollection(paths, context, async (collection) => {
    await refuseSources(output, collection);
    const keys = await (trial === undefined
      ? matchingKeys(collection, query)
      : keysOf(collection, trial));
    if (keys.length === 0) {
      note(`no trial matches${output === '-' ? '' : `; ${output} was not written`}`);
      return 1;
    }
    const { out } = context;
    await deliver(
      output,
      WRITERS[form](collection, keys),
      context,
      form === 'jsonl' ? out.json : out.raw,
    );
    if (output !== '-') note(`${plural(keys.length, 'trial')} written to ${output}`);
    return 0;
  });
}

function formOf({ to, output }: ExportOptions): Form {
  const form = to ?? path.extname(output).slice(1);
  if (form === 'md' || form === 'csv' || form === 'jsonl') return form;
  if (form === 'html' || form === 'cast') {
    throw new UserError(`this version cannot export ${form} yet`, 'it can do md, csv and jsonl');
  }
  throw new UserError('export needs a form', 'give --to md, --to csv or --to jsonl');
}

async function keysOf({ store }: Collection, ids: readonly string[]): Promise<readonly number[]> {
  const keys: number[] = [];
  for (const id of ids) keys.push(await findTrial(store, id));
  return [...new Set(keys)];
}

type Write = (collection: Collection, keys: readonly number[]) => AsyncGenerator<string>;

const WRITERS: Readonly<Record<Form, Write>> = {
  md: documents,
  csv: csvLines,
  jsonl: nativeLines,
};

/** Several transcripts follow one another, each with its own front matter. */
async function* documents({ store }: Collection, keys: readonly number[]): AsyncGenerator<string> {
  const { markdown } = await import('../markdown.ts');
  for (const [at, key] of keys.entries()) {
    const trial = await store.trial(key);
    if (trial !== undefined) yield (at > 0 ? '\n' : '') + markdown(trial);
  }
}

/** The fields of `list`, then who judged, why, and what the model said last. */
async function* csvLines({ store }: Collection, keys: readonly number[]): AsyncGenerator<string> {
  let isFirst = true;
  for (const key of keys) {
    const [row] = await store.rows([key]);
    const trial = await store.trial(key);
    if (row === undefined || trial === undefined) continue;
    const cells: Row = {
      ...listRow(row),
      by: row.by,
      rationale: trial.verdict.rationale ?? null,
      finalMessage: finalMessage(trial.turns)?.text ?? null,
    };
    if (isFirst) yield `${Object.keys(cells).join(',')}\n`;
    isFirst = false;
    yield `${Object.values(cells).map(csvCell).join(',')}\n`;
  }
}
