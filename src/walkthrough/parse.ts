/** Reads the text of a walkthrough file; a mistake is told with its line and column. */
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { UserError } from '../trial/user-error.ts';
import { walkthroughSchema, type StopData, type WalkthroughData } from './schema.ts';
import type { Stop, TurnRange, Walkthrough } from './types.ts';

type Path = readonly PropertyKey[];

/**
 * The walkthrough in a file's text. `file` is its name for messages.
 * Throws a `UserError` that begins with `FILE:LINE:COLUMN`.
 */
export function parseWalkthrough(text: string, file: string): Walkthrough {
  const lines = new LineCounter();
  // Tags other than YAML's own are refused: a file is data, and nothing it says is carried out.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) throw new UserError(`${at(wrong.pos[0])}: ${firstLine(wrong.message)}`);
  const result = walkthroughSchema.safeParse(plain(document, at(0)));
  if (!result.success) {
    const issue = firstIn(result.error.issues);
    throw new UserError(`${at(offsetOf(document, issue.path))}: ${complaint(issue)}`);
  }
  const walkthrough = walkthroughOf(result.data);
  const missing = walkthrough.stops.findIndex((stop) => isPointless(stop));
  if (missing >= 0) {
    const where = at(offsetOf(document, ['stops', missing]));
    throw new UserError(`${where}: ${pointless(walkthrough.stops[missing])}`);
  }
  return walkthrough;
}

/** The document's data. A file whose aliases multiply beyond reason is refused. */
function plain(document: Document, where: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UserError(`${where}: ${firstLine((error as Error).message)}`);
  }
}

/** A stop that shows nothing, or points into a trial that it does not name. */
function isPointless(stop: Stop): boolean {
  const { trial, text, title, rates, turns, quotes, reveal } = stop;
  if (trial === undefined) {
    return turns !== undefined || quotes.length > 0 || reveal.length > 0
      ? true
      : text === undefined && rates === undefined && title === undefined;
  }
  return false;
}

function pointless(stop: Stop | undefined): string {
  const pointsAt =
    stop?.turns !== undefined ? 'turn' : (stop?.quotes.length ?? 0) > 0 ? 'quotes' : 'reveal';
  const isEmpty =
    stop?.turns === undefined && stop?.quotes.length === 0 && stop.reveal.length === 0;
  return isEmpty
    ? 'this stop shows nothing: give it a trial, a text or rates'
    : `"${pointsAt}" needs a "trial" that it belongs to`;
}

function walkthroughOf(data: z.output<typeof walkthroughSchema>): Walkthrough {
  const { title, subtitle, author, paths, spoilers, closing, stops } = data;
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(author === undefined ? {} : { author }),
    paths: paths ?? [],
    spoilers: spoilers ?? 'hold',
    ...(closing === undefined ? {} : { closing }),
    stops: stops.map(stopOf),
  };
}

function stopOf({
  turn,
  quotes,
  reveal,
  ...rest
}: z.output<typeof walkthroughSchema>['stops'][number]): Stop {
  return {
    ...rest,
    ...(turn === undefined ? {} : { turns: rangeOf(turn) }),
    quotes: quotes ?? [],
    reveal: reveal === undefined ? [] : typeof reveal === 'string' ? [reveal] : reveal,
  };
}

function rangeOf(turn: number | string): TurnRange {
  if (typeof turn === 'number') return { first: turn, last: turn };
  const [first = 1, last = first] = turn.split('-').map(Number);
  return { first, last };
}

/** The data of a file that says the same as a walkthrough; what is as usual is left out. */
export function dataOf(walkthrough: Walkthrough): WalkthroughData {
  const { title, subtitle, author, paths, spoilers, closing, stops } = walkthrough;
  return withoutUndefined({
    title,
    subtitle,
    author,
    paths: paths.length === 0 ? undefined : paths,
    spoilers: spoilers === 'hold' ? undefined : spoilers,
    closing,
    stops: stops.map(stopDataOf),
  }) as WalkthroughData;
}

function stopDataOf(stop: Stop): StopData {
  const { title, trial, hash, turns, quotes, text, note, pause, reveal, rates } = stop;
  const turn =
    turns === undefined || turns.first === turns.last
      ? turns?.first
      : `${turns.first}-${turns.last}`;
  return withoutUndefined({
    title,
    trial,
    hash,
    turn,
    quotes: quotes.length === 0 ? undefined : quotes,
    text,
    note,
    pause,
    reveal: reveal.length === 0 ? undefined : reveal.length === 1 ? reveal[0] : reveal,
    rates: rates === undefined ? undefined : withoutUndefined(rates),
  }) as StopData;
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** The mistake that stands first in the file is the one told. */
function firstIn(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [first] = issues;
  if (first === undefined) throw new Error('a failed check without a reason');
  if (first.code !== 'unrecognized_keys') return first;
  return { ...first, path: [...first.path, first.keys[0] ?? ''] };
}

function complaint(issue: z.core.$ZodIssue): string {
  const name = issue.path.filter((part) => typeof part === 'string').at(-1);
  if (issue.code === 'unrecognized_keys') return `unknown key "${issue.keys[0] ?? ''}"`;
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return name === undefined ? 'the file is empty' : `"${String(name)}" is missing`;
  }
  return name === undefined ? issue.message : `"${String(name)}": ${issue.message}`;
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
