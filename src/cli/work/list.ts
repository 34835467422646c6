/** `inquest list`: one trial a row. */
import type { Query } from '../../query/ast.ts';
import { parse } from '../../query/parse.ts';
import type { Sort, TrialRow } from '../../query/results.ts';
import type { Mark } from '../../store/store.ts';
import {
  COLUMN_FIELDS,
  type ColumnField,
  isInContents,
  LIST_FIELDS,
  listColumn,
  propertyOf,
  SORT_FIELDS,
} from '../../trial/catalogue.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import type { Collection } from '../../collection/collection.ts';
import {
  checkFollowing,
  formOf,
  withCollection,
  type CommonOptions,
  type Context,
} from '../context.ts';
import { tell } from '../../process/streams.ts';
import { fieldNamed } from '../field-option.ts';
import type { Output } from '../../process/output.ts';
import { printCsv, printJson, printJsonLines, printTable, type Column } from '../print-rows.ts';
import type { Row } from '../../export/csv-line.ts';
import { listRow } from '../../export/list-row.ts';

export type ListOptions = CommonOptions & {
  readonly query?: string;
  readonly sort?: string;
  readonly columns?: readonly string[];
  readonly limit?: number;
};

/** Rows read from the store in one go. */
const PAGE = 1000;

const columnOf = (field: ColumnField): Column => ({
  name: propertyOf(field),
  ...listColumn(field),
});

export async function runList(
  context: Context<ListOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  checkFollowing(options);
  const sort = sortOf(options.sort);
  const fields = columnsOf(options.columns);
  const columns = fields.map(columnOf);
  // What is followed is read whole: a row is printed once.
  const isListing =
    options.follow !== true &&
    [sort.field, ...fields].every((field) => !isOfWhole(field)) &&
    isOfContents(options.query ?? '');
  const work = async (collection: Collection): Promise<number> => {
    let count = 0;
    const counted = async function* (batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
      for await (const rows of batches) {
        count += rows.length;
        yield* rows;
        // What is followed is read as it comes.
        if (options.follow === true) await out.finish();
      }
    };
    const batches = readRows(collection, options, sort, fields);
    const form = formOf(options);
    if (form === 'json') await printJson(out, counted(batches));
    else if (form === 'jsonl') await printJsonLines(out, counted(batches));
    else if (form === 'csv')
      await printCsv(
        out,
        columns.map(({ name }) => name),
        counted(batches),
      );
    else if (options.follow === true) await printFollowed(out, columns, batches);
    else {
      const all = await Array.fromAsync(counted(batches));
      if (all.length > 0) await printTable(out, columns, all);
    }
    if (count === 0) tell('no trial matches');
    return count === 0 ? 1 : 0;
  };
  return withCollection(paths, context, work, { isListing, withNotes: true });
}

/** Whether a query asks only for what is known before the trials themselves are read. */
function isOfContents(text: string): boolean {
  const parsed = parse(text);
  const isOf = (query: Query): boolean => {
    if (query.type === 'and' || query.type === 'or') return query.parts.every(isOf);
    if (query.type === 'not') return isOf(query.part);
    return query.type === 'all' || (query.type === 'field' && isInContents(query.field));
  };
  return parsed.ok && isOf(parsed.query);
}

/** A table of what is there, and then a row for each trial that comes. */
async function printFollowed(
  out: Output,
  columns: readonly Column[],
  batches: AsyncIterable<readonly Row[]>,
): Promise<void> {
  let more: ((rows: readonly Row[]) => Promise<void>) | undefined;
  for await (const rows of batches) {
    if (more !== undefined) await more(rows);
    else if (rows.length > 0) more = await printTable(out, columns, rows);
    await out.finish();
  }
}

/** Rows in batches; where files are followed, for as long as it is not told to stop. */
async function* readRows(
  collection: Collection,
  { query = '', limit = Number.POSITIVE_INFINITY, follow = false }: ListOptions,
  sort: Sort,
  fields: readonly ColumnField[],
): AsyncGenerator<readonly Row[]> {
  let left = limit;
  let since: Mark | undefined;
  // A file that was written anew is read anew, and all its trials come again.
  const printed = new Set<string>();
  const isNew = ({ id, source }: TrialRow, row: Row): boolean => {
    if (!follow) return true;
    const size = printed.size;
    return printed.add(JSON.stringify([source, id, row])).size > size;
  };
  for (;;) {
    let mark: Mark | undefined;
    for (let offset = 0; left > 0; offset += PAGE) {
      const page = await collection.ask('list', {
        query: { text: query },
        sort,
        offset,
        limit: follow ? PAGE : Math.min(PAGE, left),
        since,
        fields: fields.filter(isCollectionField),
      });
      ({ mark } = page);
      const rows = page.rows.flatMap((each) => {
        const row = listRow(each, fields);
        return isNew(each, row) ? [row] : [];
      });
      const wanted = rows.slice(0, left);
      left -= wanted.length;
      yield wanted;
      if (offset + PAGE >= page.total) break;
    }
    if (!follow || left <= 0) return;
    await collection.changed();
    since = mark;
  }
}

/** `turns`, or `-turns` for the other way round. */
function sortOf(text = 'order'): Sort {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  return { field: fieldNamed('--sort', name, SORT_FIELDS), descending };
}

/** `id,score.x`, or `+score.x` for the usual columns and this one. */
function columnsOf(names: readonly string[] | undefined): readonly ColumnField[] {
  if (names === undefined) return LIST_FIELDS;
  const [first = ''] = names;
  const isMore = first.startsWith('+');
  const wanted = names.map((name, at) =>
    fieldNamed('--columns', at === 0 && isMore ? name.slice(1) : name, COLUMN_FIELDS),
  );
  return [...new Set([...(isMore ? LIST_FIELDS : []), ...wanted])];
}

/** Whether only a trial itself tells a field, and not its file's table of contents. */
function isOfWhole(field: string): boolean {
  const asked = !(LIST_FIELDS as readonly string[]).includes(field);
  return field === 'turns' ? true : asked && field !== 'order' && !isInContents(field);
}
