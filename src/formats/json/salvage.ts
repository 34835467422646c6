/** What can be read of JSON that is damaged: cut off, glued together, with marks or NUL bytes in it. */
import { parseJson, withoutMarks } from './json.ts';
import { closedEarly, objectsIn, valueEnd, withoutSlips } from './lenient-json.ts';
import { jsonIn } from './nested.ts';

/** Values that were found, and what is wrong: `faults` in words, `notes` what is worth knowing. */
export type Salvaged = {
  readonly values: readonly unknown[];
  readonly faults: readonly string[];
  readonly notes: readonly string[];
};

/**
 * The records of a line that is not valid JSON; undefined where none can be read. Of a line that is still
 * being written (`grows`) no records are read without what follows them.
 */
export function salvagedLine(given: string, grows: boolean): Salvaged | undefined {
  const nuls = given.includes('\0') ? given.split('\0').length - 1 : 0;
  const text = withoutMarks(nuls === 0 ? given : given.replaceAll('\0', '')).trimEnd();
  const faults =
    nuls === 0 ? [] : [`${nuls} NUL ${nuls === 1 ? 'byte was' : 'bytes were'} passed over`];
  if (text === '') return nuls === 0 ? undefined : { values: [], faults, notes: [] };
  const whole = parsed(text);
  if (whole !== undefined) return { values: [whole], faults, notes: [] };
  if (!text.startsWith('{')) return undefined;
  const mended = parsed(withoutSlips(text)) ?? jsonIn(text);
  if (mended !== undefined) return { values: [mended], faults: [...faults, SLIPPED], notes: [] };
  const { whole: objects, rest, end } = objectsIn(text, 0);
  const values = objects.map(parsed);
  const after = text.slice(end).replace(/^[\s,;]+/, '');
  if (values.length > 0 && !values.includes(undefined) && rest === undefined) {
    const notes = values.length === 1 ? [] : [`${values.length} records are on this line`];
    if (after !== '')
      return { values, faults: [...faults, 'what follows the record was passed over'], notes };
    return { values, faults, notes };
  }
  // Whole records before one that is cut off or damaged are read all the same.
  const good = values.filter((value) => value !== undefined);
  if (good.length > 0 && !grows) {
    const message = `${counted(good.length)} read; the others on the line are cut off or damaged`;
    return { values: good, faults: [...faults, message], notes: [] };
  }
  const second = cutBefore(text);
  if (second === undefined) return undefined;
  const message = 'a record that was cut off is followed by another; the first was passed over';
  return { values: [second], faults: [...faults, message], notes: [] };
}

/** Places that are tried: each costs a look at the rest of the line. */
const MOST_TRIES = 50;

/** The record after one that was cut off in the same line, if it begins with the same field. */
function cutBefore(text: string): unknown {
  const start = /^\{\s*"(?:[^"\\]|\\.)*"\s*:/.exec(text)?.[0];
  if (start === undefined) return undefined;
  let at = text.length;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    at = text.lastIndexOf(start, at - 1);
    if (at <= 0) return undefined;
    const value = parsed(text.slice(at));
    if (value !== undefined) return value;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * What can be read of a document that is not valid JSON: objects and lists one after the other, the whole
 * records of a list that is cut off, or an object with what stands before the cut.
 */
export function salvagedDocument(given: string): Salvaged | undefined {
  const nuls = given.includes('\0');
  const text = withoutMarks(nuls ? given.replaceAll('\0', '') : given);
  const faults = nuls ? ['NUL bytes were passed over'] : [];
  const values: unknown[] = [];
  let at = 0;
  for (let start = nextStart(text, at); start >= 0; start = nextStart(text, at)) {
    const end = valueEnd(text, start);
    const piece = text.slice(start, end);
    const value = end === undefined ? undefined : parsed(piece);
    if (value !== undefined) values.push(value);
    else {
      const part = piece.startsWith('[') ? partOfList(piece) : partOfObject(piece, end, values);
      values.push(...part.values);
      faults.push(...part.faults);
    }
    at = end ?? text.length;
  }
  if (values.length === 0) return undefined;
  if (text.slice(at).trim() !== '') faults.push(cutAfter(values));
  return { values, faults, notes: [] };
}

function nextStart(text: string, from: number): number {
  const starts = /[[{]/g;
  starts.lastIndex = from;
  return starts.exec(text)?.index ?? -1;
}

type Part = Pick<Salvaged, 'values' | 'faults'>;

/** The whole records of a list that is cut off, or has damaged ones. One that is one value, as a chat is, stays one. */
function partOfList(text: string): Part {
  const { whole, rest, closed } = objectsIn(text, 1);
  const { values, broken } = parsedOnes(whole);
  if (values.length === 0) {
    const holdsLists = !closed && /^\[\s*\[/.test(text);
    return holdsLists ? partOfObject(text, undefined, []) : { values, faults: broken };
  }
  const cut =
    rest !== undefined
      ? [
          `the JSON ends too early: record ${whole.length + 1} is cut off; ${values.length} before it ${values.length === 1 ? 'was' : 'were'} read`,
        ]
      : closed
        ? []
        : [`the JSON ends too early; ${counted(values.length)} read`];
  return { values: [values], faults: [...broken, ...cut] };
}

/** What stands in an object before it is cut off, where no whole ones stand before it. */
function partOfObject(text: string, end: number | undefined, before: readonly unknown[]): Part {
  if (end !== undefined) {
    const mended = parsed(withoutSlips(text));
    if (mended !== undefined) return { values: [mended], faults: [SLIPPED] };
    return { values: [], faults: ['a record is not valid JSON; it was passed over'] };
  }
  if (before.length > 0) return { values: [], faults: [cutAfter(before)] };
  const value = parsed(closedEarly(text) ?? '');
  if (value === undefined) return { values: [], faults: [] };
  return { values: [value], faults: ['the JSON ends too early; what stands before was read'] };
}

const SLIPPED = 'characters that JSON does not allow in a text were read as they are';

function cutAfter(values: readonly unknown[]): string {
  return `${counted(values.length)} read; what follows is cut off or damaged`;
}

function counted(count: number): string {
  return count === 1 ? '1 record was' : `${count} records were`;
}

function parsedOnes(texts: readonly string[]): {
  readonly values: readonly unknown[];
  readonly broken: readonly string[];
} {
  const values = texts.map((text) => parsed(text) ?? parsed(withoutSlips(text)));
  const broken = values.flatMap((value, index) =>
    value === undefined ? [`record ${index + 1} is not valid JSON; it was passed over`] : [],
  );
  return { values: values.filter((value) => value !== undefined), broken };
}
