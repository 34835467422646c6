/** Reads files that people write, in YAML or JSON; a mistake is told with its line and column. */
import { isMap, isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { UserError } from '../base/user-error.ts';

type Path = readonly PropertyKey[];

/**
 * The data in a file's text, checked. `file` is its name for messages; `at` says where the value at
 * a path stands, as `FILE:LINE:COLUMN`. Throws a `UserError` that begins with that.
 */
export function readData<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): { readonly data: z.output<S>; readonly at: (path: Path) => string } {
  try {
    return checkedData(text, file, schema);
  } catch (error) {
    // The library recurses as deeply as the file is nested.
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`${file}: it is nested too deeply`);
  }
}

function checkedData<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): { readonly data: z.output<S>; readonly at: (path: Path) => string } {
  const lines = new LineCounter();
  // Tags are refused, but those of plain data: a file is data, and nothing it says is carried out.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    schema: 'core',
    // `!!binary`, `!!set`, `!!timestamp`: values that JSON does not have, and no field takes.
    resolveKnownTags: false,
  });
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const at = (path: Path): string => placeOf(offsetOf(document, path));
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) {
    const message = /call stack/.test(wrong.message)
      ? 'it is nested too deeply'
      : firstLine(wrong.message);
    throw new UserError(`${placeOf(wrong.pos[0])}: ${message}`);
  }
  trimBlocks(document);
  const result = schema.safeParse(plain(document, placeOf(0)), { reportInput: true });
  if (result.success) return { data: result.data, at };
  const issue = firstIn(result.error.issues);
  throw new UserError(`${at(issue.path)}: ${complaint(issue)}`);
}

/** Takes the blanks off texts over several lines (`|`, `>`): these end with a line break by their form. */
function trimBlocks(document: Document): void {
  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value !== 'string' || !scalar.type?.startsWith('BLOCK')) return;
      scalar.value = scalar.value.trim();
    },
  });
}

/** The document's data. A file whose aliases multiply beyond reason is refused. */
function plain(document: Document, where: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UserError(`${where}: ${firstLine((error as Error).message)}`);
  }
}

/** The mistake that stands first in the file is the one told. */
function firstIn(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [first] = issues;
  if (first === undefined) throw new Error('a failed check without a reason');
  if (first.code !== 'unrecognized_keys') return first;
  return { ...first, path: [...first.path, first.keys[0] ?? ''] };
}

function complaint(issue: z.core.$ZodIssue): string {
  const name = nameOf(issue.path);
  if (issue.code === 'unrecognized_keys')
    return `unknown key "${(issue.keys[0] ?? '').replaceAll(/\s+/g, ' ')}"`;
  if (issue.code !== 'invalid_type') {
    return name === undefined ? issue.message : `${name}: ${issue.message}`;
  }
  const { input, expected } = issue;
  if (name === undefined && input == null) return 'the file is empty';
  if (input === undefined) return `${name} is missing`;
  return `${name ?? 'the file'} has to be ${EXPECTED[expected] ?? expected}, and is ${typeName(input)}`;
}

/** `"title"`; `entry 2 of "stops"`; undefined: the whole file. */
function nameOf(path: Path): string | undefined {
  const name = path.findLast((part) => typeof part === 'string');
  if (name === undefined) return undefined;
  const last = path.at(-1);
  return typeof last === 'number' ? `entry ${last + 1} of "${name}"` : `"${name}"`;
}

/** What Zod calls types, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'keys with values',
  boolean: 'true or false',
};

function typeName(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  const type = typeof value;
  return EXPECTED[type] ?? `a ${type}`;
}

/** Where in the text the value at a path stands; of a missing one, where its parent does. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path[length - 1];
    const parent =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    // The key rather than the value: that is where the eye looks for it.
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isNode(key) && String(key) === String(part));
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    } else {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node.range?.[0] ?? 0;
    }
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
