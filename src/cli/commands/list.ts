/** `inquest list`: one trial a row. */
import type { Field, Query } from '../../query/ast.ts';
import { parse } from '../../query/parse.ts';
import { SORT_FIELDS, type Sort, type TrialRow } from '../../query/results.ts';
import type { Collection } from '../collection.ts';
import { formOf, note, withCollection, type CommonOptions, type Context } from '../context.ts';
import { unknownName } from '../nearest.ts';
import { printCsv, printJson, printJsonLines, printTable, type Column, type Row } from '../rows.ts';

export type ListOptions = CommonOptions & {
  readonly query?: string;
  readonly sort?: string;
  readonly limit?: number;
};

/** Rows read from the store in one go. */
const PAGE = 1000;

const COLUMNS: readonly Column[] = [
  { name: 'id', share: 0.4, cutMiddle: true },
  { name: 'model', share: 0.2 },
  { name: 'outcome' },
  { name: 'label', share: 0.15 },
  { name: 'disputed' },
  { name: 'scenario', share: 0.15 },
  { name: 'condition', share: 0.25, cutMiddle: true },
  { name: 'sample', align: 'right' },
  { name: 'belief' },
  { name: 'instruction', share: 0.2 },
  { name: 'turns', align: 'right' },
  { name: 'source', share: 0.3, cutMiddle: true },
];
const NAMES = COLUMNS.map(({ name }) => name);

/** A trial as `list` prints it. */
export function listRow(row: TrialRow): Row {
  const { id, model, outcome, label, disputed, scenario, condition } = row;
  const { sample, belief, instruction, turns, source } = row;
  return {
    id,
    model,
    outcome,
    label,
    disputed,
    scenario,
    condition,
    sample,
    belief,
    instruction,
    turns,
    source,
  };
}

export async function runList(
  context: Context<ListOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const sort = await sortOf(options.sort);
  const isListing = sort.field !== 'turns' && isOfContents(options.query ?? '');
  const work = async (collection: Collection): Promise<number> => {
    const rows = readRows(collection, options, sort);
    let count = 0;
    const counting = (async function* (): AsyncGenerator<Row> {
      for await (const row of rows) {
        count += 1;
        yield row;
      }
    })();
    const form = formOf(options);
    if (form === 'json') await printJson(out, counting);
    else if (form === 'jsonl') await printJsonLines(out, counting);
    else if (form === 'csv') await printCsv(out, NAMES, counting);
    else {
      const all = await Array.fromAsync(counting);
      if (all.length > 0) await printTable(out, COLUMNS, all);
    }
    if (count === 0) note('no trial matches');
    return count === 0 ? 1 : 0;
  };
  return withCollection(paths, context, work, { isListing });
}

/** Fields that a file's table of contents tells as well as its trials do. */
const CONTENTS = new Set<Field>(
  'model verdict label by scenario condition sample belief instruction source synthetic'.split(
    ' ',
  ) as Field[],
);

/** Whether a query asks only for what is known before the trials themselves are read. */
function isOfContents(text: string): boolean {
  const parsed = parse(text);
  const isOf = (query: Query): boolean => {
    if (query.type === 'and' || query.type === 'or') return query.parts.every(isOf);
    if (query.type === 'not') return isOf(query.part);
    return query.type === 'all' || (query.type === 'field' && CONTENTS.has(query.field));
  };
  return parsed.ok && isOf(parsed.query);
}

async function* readRows(
  collection: Collection,
  { query = '', limit = Number.POSITIVE_INFINITY }: ListOptions,
  sort: Sort,
): AsyncGenerator<Row> {
  for (let offset = 0; offset < limit; offset += PAGE) {
    const page = await collection.ask('list', {
      query: { text: query },
      sort,
      offset,
      limit: Math.min(PAGE, limit - offset),
    });
    yield* page.rows.map(listRow);
    if (offset + PAGE >= page.total) return;
  }
}

/** `turns`, or `-turns` for the other way round. */
async function sortOf(text = 'order'): Promise<Sort> {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const field = SORT_FIELDS.find((one) => one === name);
  if (field !== undefined) return { field, descending };
  throw await unknownName('--sort: there is no field', name, SORT_FIELDS);
}
