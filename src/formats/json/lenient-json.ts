/**
 * JSON text walked by hand, where it is not quite JSON, or cut off. By searching, not by patterns:
 * strings may have hundreds of MB, on which a pattern with a repeat runs out of stack.
 */

/** The text with the bare token `NaN` as null, and `Infinity` and `-Infinity` as strings. */
export function withoutNaN(text: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('"', at);
    const between = text.slice(at, open < 0 ? undefined : open);
    pieces.push(
      between.replaceAll(/-?\b(?:NaN|Infinity)\b/g, (token) =>
        token.endsWith('NaN') ? 'null' : `"${token}"`,
      ),
    );
    if (open < 0) break;
    at = stringEnd(text, open);
    pieces.push(text.slice(open, at));
  }
  return pieces.join('');
}

const [COMMA, BRACKET, BRACE] = [',', '[', '{'].map((char) => char.charCodeAt(0));

/** Whether there are more values in JSON text than so many. What stands in strings does not count. */
export function hasMoreValues(text: string, most: number): boolean {
  let values = 1;
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('"', at);
    const end = open < 0 ? text.length : open;
    for (; at < end; at += 1) {
      const code = text.charCodeAt(at);
      if (code === COMMA || code === BRACKET || code === BRACE) values += 1;
    }
    if (values > most) return true;
    if (open >= 0) at = stringEnd(text, open);
  }
  return false;
}

/** An array of objects inside an object, either of which may be cut off. */
export type ArrayIn = {
  /** Where the array's key begins, and its content after the bracket. */
  readonly key: number;
  readonly content: number;
};

/** Finds an array by its key among those of the outermost object. */
export function arrayIn(text: string, key: string): ArrayIn | undefined {
  const wanted = JSON.stringify(key);
  for (const { at, depth, char } of structure(text, 0)) {
    if (char !== '"' || depth !== 1 || !text.startsWith(wanted, at)) continue;
    const colon = /\s*:\s*\[/y;
    colon.lastIndex = at + wanted.length;
    if (colon.test(text)) return { key: at, content: colon.lastIndex };
  }
  return undefined;
}

/**
 * The objects of an array from its content on, or one after the other: the whole ones, where the rest
 * begins, if any, where the last whole one ends, and whether the array does.
 */
export function objectsIn(
  text: string,
  content: number,
): {
  readonly whole: readonly string[];
  readonly rest: number | undefined;
  readonly end: number;
  readonly closed: boolean;
} {
  const whole: string[] = [];
  let start: number | undefined;
  let end = content;
  for (const { at, depth, char } of structure(text, content)) {
    if (char === '{' && depth === 0) start = at;
    else if (char === '}' && depth === 1 && start !== undefined) {
      end = at + 1;
      whole.push(text.slice(start, end));
      start = undefined;
    } else if (char === ']' && depth === 0) return { whole, rest: start, end, closed: true };
  }
  return { whole, rest: start, end, closed: false };
}

/**
 * The keys of the object that a text begins with, each with the first character of its value, and
 * where the object ends; undefined where the text ends first.
 */
export function topKeys(text: string): {
  readonly keys: ReadonlyMap<string, string>;
  readonly end: number | undefined;
} {
  const keys = new Map<string, string>();
  const colon = /\s*:\s*(\S?)/y;
  for (const { at, depth, char } of structure(text, 0)) {
    if (char === '"' && depth === 1) {
      const end = stringEnd(text, at);
      colon.lastIndex = end;
      const value = colon.exec(text)?.[1];
      if (value !== undefined) keys.set(unquoted(text.slice(at, end)), value);
    } else if ((char === '}' || char === ']') && depth === 1) return { keys, end: at + 1 };
  }
  return { keys, end: undefined };
}

function unquoted(found: string): string {
  try {
    return String(JSON.parse(found));
  } catch {
    return found.slice(1, -1);
  }
}

/** Where the object or list ends that begins at `from`; undefined where the text ends first. */
export function valueEnd(text: string, from: number): number | undefined {
  for (const { at, depth, char } of structure(text, from)) {
    if (depth === 1 && (char === '}' || char === ']')) return at + 1;
  }
  return undefined;
}

/**
 * JSON text that is cut off, closed where it can be: after the last whole member of the outermost list that
 * has one, else of the innermost object that has one. Undefined where no member is whole.
 */
export function closedEarly(text: string): string | undefined {
  const open: { readonly char: string; end?: number }[] = [];
  const marks = /["{}[\],]/g;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const [char] = match;
    if (char === '"') marks.lastIndex = stringEnd(text, match.index);
    else if (char === '{' || char === '[') open.push({ char });
    else {
      if (char !== ',') open.pop();
      const holder = open.at(-1);
      if (holder === undefined) return undefined;
      holder.end = char === ',' ? match.index : match.index + 1;
    }
  }
  const list = open.findIndex(({ char, end }) => char === '[' && end !== undefined);
  const last = list < 0 ? open.findLastIndex(({ end }) => end !== undefined) : list;
  const closers = open.slice(0, last + 1).map(({ char }) => (char === '[' ? ']' : '}'));
  return last < 0 ? undefined : text.slice(0, open[last]?.end) + closers.toReversed().join('');
}

/**
 * The text with what stands in its strings and JSON does not allow written as it should be: bare control
 * characters, and backslashes before letters that they do not escape.
 */
export function withoutSlips(text: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('"', at);
    pieces.push(text.slice(at, open < 0 ? undefined : open));
    if (open < 0) break;
    at = stringEnd(text, open);
    pieces.push(text.slice(open, at).replaceAll(SLIP, (whole) => SLIPS[whole] ?? escaped(whole)));
  }
  return pieces.join('');
}

/** An escape, a backslash that begins none, or a control character. */
// oxlint-disable-next-line no-control-regex
const SLIP = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|[\\\0-\x1f]/g;
const SLIPS: Readonly<Record<string, string>> = { '\\': '\\\\' };

function escaped(found: string): string {
  return found.length === 1 ? JSON.stringify(found).slice(1, -1) : found;
}

type Mark = { readonly at: number; readonly depth: number; readonly char: string };

/** Brackets and beginnings of strings, each with the brackets that were open before it. */
function* structure(text: string, from: number): Generator<Mark, void> {
  const marks = /["{}[\]]/g;
  marks.lastIndex = from;
  let depth = 0;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const [char] = match;
    yield { at: match.index, depth, char };
    if (char === '"') marks.lastIndex = stringEnd(text, match.index);
    else depth += char === '{' || char === '[' ? 1 : -1;
  }
}

/** The place after the quote that ends the string which begins at `open`. */
function stringEnd(text: string, open: number): number {
  for (let end = text.indexOf('"', open + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text[before] === '\\') before -= 1;
    // An even number of backslashes escape each other, and not the quote.
    if ((end - 1 - before) % 2 === 0) return end + 1;
  }
  return text.length;
}
