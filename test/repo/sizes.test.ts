/** Holds how long files and functions get. What is longer says why; the lists only ever shrink. */
import { Visitor } from 'rolldown/utils';
import { expect, it } from 'vitest';
import { parsed, SOURCES, sourceText } from '../../scripts/imports.ts';

const FILE_LINES = 300;
const FUNCTION_LINES = 80;

/** Tables: a row more is no more to understand. */
const TABLES = ['app/bindings.ts', 'trial/catalogue.ts'];

/** File → the lines it has at most, and what its parts share. */
const LONG_FILES: Readonly<Record<string, readonly [lines: number, why: string]>> = {
  'formats/inspect.ts': [310, 'one reader of archives and single files'],
  'ingest/ingest.ts': [310, 'one run: its lock, its writer, its progress'],
  'redact/people.ts': [310, 'one set of rules by which names are of one person'],
};

/** Functions that keep a state for the functions inside of them, and those that are one list of cases. */
const LONG_FUNCTIONS: Readonly<Record<string, readonly [lines: number, why: string]>> = {
  'viewer/bookmark-files.ts createBookmarkFiles': [120, 'drafts and saves take turns on one file'],
  'viewer/query-worker.ts serve': [130, 'requests share the view that is open'],
  'viewer/backend.ts startBackend': [130, 'two threads, started and ended together'],
  'viewer/screen.ts runScreen': [180, 'one terminal, taken and given back'],
  'collection/open.ts openCollection': [90, 'what is opened is closed in any case'],
  'collection/reading.ts createReading': [120, 'the progress of one run'],
  'formats/verdict-rule.ts parseVerdictRule': [90, 'one parser over one list of tokens'],
  'ingest/ingest.ts readAll': [130, 'one writer for all files'],
  'ingest/read-file.ts readFile': [180, 'one file: its batches, its problems, its end'],
  'query/expand.ts createExpander': [100, 'one index of a dictionary'],
  'query/plan.ts plan': [100, 'cases of a query, with the words they meet'],
  'redact/gather.ts createGatherer': [120, 'what is gathered in one walk'],
  'redact/names.ts createNameFinder': [100, 'one index of names'],
  'redact/redactor.ts createPlainFinder': [90, 'one index of what is replaced'],
  'store/encoded-trials.ts createEncoder': [110, 'one batch'],
  'store/postgres/batch-writer.ts createBatchWriter': [145, 'one transaction of a bucket'],
  'store/postgres/reader.ts openReader': [140, 'one collection, and what is known of it'],
  'store/postgres/writer.ts bucketWriter': [185, 'one transaction of a bucket'],
  'store/sqlite/reader.ts openReader': [140, 'statements of one connection'],
  'store/sqlite/writer.ts openWriter': [200, 'statements of one transaction'],
};

const linesIn = (text: string): number => text.trimEnd().split('\n').length;

function functionsOf(file: string): readonly { readonly name: string; readonly lines: number }[] {
  const text = sourceText(file);
  const found: { name: string; lines: number }[] = [];
  const add = (node: {
    readonly id: { readonly name: string } | null;
    readonly start: number;
    readonly end: number;
  }): void => {
    const name = `${file} ${node.id?.name ?? '(unnamed)'}`;
    found.push({ name, lines: linesIn(text.slice(node.start, node.end)) });
  };
  new Visitor({
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
  }).visit(parsed(file, text));
  return found;
}

/** What is longer than allowed, as `name: lines`. */
function tooLong(
  all: readonly { readonly name: string; readonly lines: number }[],
  most: number,
  allowed: typeof LONG_FILES,
): readonly string[] {
  return all
    .filter(({ name, lines }) => lines > (allowed[name]?.[0] ?? most))
    .map(({ name, lines }) => `${name}: ${lines} lines`);
}

const files = SOURCES.filter((file) => !TABLES.includes(file)).map((name) => ({
  name,
  lines: linesIn(sourceText(name)),
}));
const functions = SOURCES.flatMap(functionsOf);

it('no file is longer than 300 lines without a reason', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(tooLong(files, FILE_LINES, LONG_FILES)).toEqual([]);
});

it('no function is longer than 80 lines without a reason', () => {
  expect(functions.length).toBeGreaterThan(1000);
  expect(tooLong(functions, FUNCTION_LINES, LONG_FUNCTIONS)).toEqual([]);
});

it.each([
  ['files', LONG_FILES, files, FILE_LINES],
  ['functions', LONG_FUNCTIONS, functions, FUNCTION_LINES],
] as const)('the list of long %s names none that is gone or short by now', (_, list, all, most) => {
  const long = all.filter(({ lines }) => lines > most).map(({ name }) => name);
  expect(Object.keys(list).filter((name) => !long.includes(name))).toEqual([]);
});
