/**
 * The one loop over a file of JSON records: an object a line, or one JSON document that holds an
 * object or an array of them. Bad lines become problems; nothing stops the reading.
 */
import { isUtf8 } from 'node:buffer';

import type { Problem, Trial } from '../trial/types.ts';
import { openBytes, readHead } from './bytes.ts';
import { DamagedFile, plainReason } from './raw-bytes.ts';
import { isChat } from './chat/chat.ts';
import type { ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isObject, type JsonObject, parseJson, sniffJson } from './json/json.ts';
import { salvagedDocument, salvagedLine } from './json/salvage.ts';
import { type Line, MAX_LINE_BYTES, openLines } from './lines.ts';

/** Where a record stands. */
export type At = {
  readonly file: SourceFile;
  /** `line 12`, or `record 3` of a document. */
  readonly place: string;
  /** The number in `place`. */
  readonly number: number;
  /** Where a line holds several records: its number among them. */
  readonly part?: number | undefined;
  /** What stands around the records of a document. */
  readonly around?: JsonObject | undefined;
};

/** The records of a document, each with what stands around it. */
export type Opened = readonly {
  readonly value: unknown;
  readonly around?: JsonObject | undefined;
}[];

/** What a record was made into. Problems need no source and place: those are known. */
export type Converted = {
  readonly trial?: Trial | undefined;
  /** Where a record holds several. */
  readonly trials?: readonly Trial[] | undefined;
  readonly problems?: readonly Pick<Problem, 'severity' | 'message'>[] | undefined;
};

/** A progress item is sent at least every so many bytes. */
const PROGRESS_BYTES = 4 * 1024 * 1024;

/**
 * Reads every record of a file. `open` finds the records of a document, or of a line that is one. `end` is
 * told for plain files only: a compressed one cannot be read on from its middle. The last item is
 * always a `progress` with the final `end` and line, if the file could be opened; an unfinished last
 * line is not counted in it.
 */
export async function* readRecords(
  file: SourceFile,
  options: ReadOptions,
  convert: (value: unknown, at: At) => Converted,
  open?: (document: unknown) => Opened,
): AsyncGenerator<ReadItem> {
  try {
    const resumed = (options.fromByte ?? 0) > 0;
    const head = resumed ? undefined : await readHead(file);
    if (head?.compression === 'utf-16') {
      yield problem(file, undefined, 'notice', 'the file is UTF-16; it was read as such');
    }
    const shape = head === undefined ? 'lines' : sniffJson(head)?.shape;
    if (shape === 'array' || shape === 'object')
      yield* readDocument(file, options, convert, open ?? openArray);
    else yield* readLines(file, options, convert, open);
  } catch (error) {
    yield problem(file, undefined, 'error', plainReason(error));
  }
}

/** An array of chat messages is one conversation, not many records. */
function openArray(document: unknown): Opened {
  return eachOf(document, isChat);
}

/** The records of an array, unless it is one (`isOne`); any other document is a record. */
export function eachOf(document: unknown, isOne: (list: readonly unknown[]) => boolean): Opened {
  const list: readonly unknown[] =
    Array.isArray(document) && !isOne(document) ? document : [document];
  return list.map((value) => ({ value }));
}

/** A problem item. */
export function problem(
  file: SourceFile,
  place: string | undefined,
  severity: Problem['severity'],
  message: string,
): Extract<ReadItem, { type: 'problem' }> {
  return {
    type: 'problem',
    problem: { source: file.name, ...(place !== undefined && { place }), severity, message },
  };
}

async function* readLines(
  file: SourceFile,
  options: ReadOptions,
  convert: (value: unknown, at: At) => Converted,
  open: ((document: unknown) => Opened) | undefined,
): AsyncGenerator<ReadItem> {
  const { compression, batches } = await openLines(file.path, options);
  const plain = compression === 'none';
  let told = options.fromByte ?? 0;
  let done = told;
  let lineNumber = options.fromLine ?? 0;
  let damage: string | undefined;
  let cutOff: Item | undefined;
  try {
    for await (const batch of batches) {
      for (const line of batch) {
        const last = !line.finished;
        const items = lineItems(file, line, convert, open, last, plain && file.path !== '-');
        if (items === 'unfinished') {
          const message = 'the last line is not finished; it is read when it is complete';
          yield problem(file, `line ${line.number}`, 'notice', message);
          continue;
        }
        done = plain ? line.end : line.rawEnd;
        // A line without its newline stays the current line of whoever reads on from here.
        lineNumber = last ? line.number - 1 : line.number;
        if (last && !plain && items[0]?.type === 'problem') {
          // Of a damaged file the damage is told, and not its last line as well.
          [cutOff] = items;
          continue;
        }
        for (const item of items) yield plain ? { ...item, end: done } : item;
        if (items.length > 0 && plain) told = done;
      }
      if (done - told >= PROGRESS_BYTES) {
        told = done;
        yield { type: 'progress', end: done, line: lineNumber };
      }
    }
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    damage = error.message;
  }
  if (damage !== undefined) yield problem(file, undefined, 'error', damage);
  else if (cutOff !== undefined) yield cutOff;
  yield { type: 'progress', end: done, line: lineNumber };
}

type Item = Exclude<ReadItem, { type: 'progress' }>;

function lineItems(
  file: SourceFile,
  line: Line,
  convert: (value: unknown, at: At) => Converted,
  open: ((document: unknown) => Opened) | undefined,
  last: boolean,
  mayGrow: boolean,
): readonly Item[] | 'unfinished' {
  const place = `line ${line.number}`;
  if (line.bytes === undefined) {
    const size = `${((line.end - line.start) / 1e6).toFixed(1)} MB`;
    const message = `the line is longer than the limit (${size}); it was passed over`;
    return [problem(file, place, 'error', message)];
  }
  if (line.bytes.length === 0) return [];
  const text = line.bytes.toString('utf8');
  let values: readonly unknown[];
  const problems: Item[] = [];
  try {
    values = [parseJson(text)];
  } catch (error) {
    if (text.trim() === '') return [];
    const salvaged = error instanceof SyntaxError ? salvagedLine(text, last && mayGrow) : undefined;
    if (salvaged === undefined) return unreadLine(file, place, error, last, mayGrow);
    ({ values } = salvaged);
    for (const message of salvaged.faults) problems.push(problem(file, place, 'warning', message));
    for (const message of salvaged.notes) problems.push(problem(file, place, 'notice', message));
  }
  const [first] = values;
  const items =
    open === undefined && values.length === 1
      ? converted(file, first, { file, place, number: line.number }, convert)
      : partItems(file, { place, number: line.number, values }, convert, open);
  if (!isUtf8(line.bytes)) {
    const message = 'not valid UTF-8; what could not be read is shown as �';
    problems.push(problem(file, place, 'warning', message));
  }
  return problems.length === 0 ? items : [...items, ...problems];
}

/** The items of a line that may hold several records. */
function partItems(
  file: SourceFile,
  { place, number, values }: Pick<At, 'place' | 'number'> & { readonly values: readonly unknown[] },
  convert: (value: unknown, at: At) => Converted,
  open: ((document: unknown) => Opened) | undefined,
): readonly Item[] {
  const parts = values.flatMap((value): Opened =>
    open !== undefined && isObject(value) ? open(value) : [{ value }],
  );
  return parts.flatMap(({ value, around }, index) => {
    const part = parts.length > 1 ? index + 1 : undefined;
    return converted(file, value, { file, place, number, part, around }, convert);
  });
}

function unreadLine(
  file: SourceFile,
  place: string,
  error: unknown,
  last: boolean,
  mayGrow: boolean,
): readonly Item[] | 'unfinished' {
  const isCutOff = last && error instanceof SyntaxError;
  if (isCutOff && mayGrow) return 'unfinished';
  const reason = error instanceof Error ? error.message : '';
  const message = isCutOff
    ? 'the last line is cut off; it was passed over'
    : `${reason}; the line was passed over`;
  return [problem(file, place, isCutOff ? 'warning' : 'error', message)];
}

async function* readDocument(
  file: SourceFile,
  options: ReadOptions,
  convert: (value: unknown, at: At) => Converted,
  open: (document: unknown) => Opened,
): AsyncGenerator<ReadItem> {
  const document = await readWhole(file, options.maxLineBytes);
  yield* document.problems;
  if (document.text === undefined) return;
  let values: readonly unknown[];
  try {
    values = [parseJson(document.text)];
  } catch (error) {
    const salvaged = error instanceof SyntaxError ? salvagedDocument(document.text) : undefined;
    const reason = error instanceof Error ? error.message : '';
    const faults = salvaged?.faults ?? [`${reason}; the file was passed over`];
    for (const message of faults) yield problem(file, undefined, 'error', message);
    if (salvaged === undefined) return;
    ({ values } = salvaged);
  }
  for (const [index, { value, around }] of values.flatMap(open).entries()) {
    const at = { file, place: `record ${index + 1}`, number: index + 1, around };
    yield* converted(file, value, at, convert);
  }
  yield { type: 'progress', end: file.size };
}

/** A whole (decompressed) file as text, with its problems; no text if it is over the limit. */
export async function readWhole(
  file: SourceFile,
  maxBytes = MAX_LINE_BYTES,
): Promise<{ readonly text: string | undefined; readonly problems: readonly Item[] }> {
  const problems: Item[] = [];
  const parts: Buffer[] = [];
  let size = 0;
  try {
    const { pieces } = await openBytes(file.path);
    for await (const piece of pieces) {
      size += piece.bytes.length;
      if (size > maxBytes) {
        const limit = `${Math.round(maxBytes / 1e6)} MB`;
        const message = `larger than ${limit}, the limit for one JSON document; passed over`;
        return { text: undefined, problems: [problem(file, undefined, 'error', message)] };
      }
      parts.push(piece.bytes);
    }
  } catch (error) {
    problems.push(problem(file, undefined, 'error', plainReason(error)));
    if (size === 0) return { text: undefined, problems };
  }
  const bytes = Buffer.concat(parts, size);
  if (!isUtf8(bytes)) {
    const message = 'not valid UTF-8; what could not be read is shown as �';
    problems.push(problem(file, undefined, 'warning', message));
  }
  return { text: bytes.toString('utf8').replace(/^\uFEFF/, ''), problems };
}

function converted(
  file: SourceFile,
  value: unknown,
  at: At,
  convert: (value: unknown, at: At) => Converted,
): readonly Item[] {
  let result: Converted;
  try {
    result = convert(value, at);
  } catch (error) {
    // Such as JSON nested so deeply that walking it overflows the stack.
    const message = `could not be understood (${plainReason(error)}); it was passed over`;
    return [problem(file, at.place, 'error', message)];
  }
  const items: Item[] = [];
  for (const trial of result.trials ?? (result.trial === undefined ? [] : [result.trial])) {
    items.push({ type: 'trial', trial, place: at.place });
  }
  for (const { severity, message } of result.problems ?? []) {
    items.push(problem(file, at.place, severity, message));
  }
  return items;
}
