/**
 * Finds many strings in a text in one walk over it (Aho and Corasick's automaton), whatever their
 * case. Its time does not depend on what the text is made of.
 */

export type Literal<T> = {
  readonly text: string;
  /** Only where no letter or digit goes on at an end of the string that is one itself. */
  readonly whole: boolean;
  /** Only in this very case. */
  readonly exact: boolean;
  readonly value: T;
};

type Found<T> = {
  readonly start: number;
  readonly end: number;
  readonly literal: Literal<T>;
};

export type Finder<T> = (text: string) => readonly Found<T>[];

/** A finder of all places of the literals, in order of where they end; they may overlap. */
export function createFinder<T>(literals: readonly Literal<T>[]): Finder<T> {
  const wanted = literals.filter(({ text }) => text !== '');
  if (wanted.length === 0) return () => [];
  const { next, fail, ends } = build(wanted.map(({ text }) => lower(text)));
  /** Whether a literal begins with a code unit: between matches nothing else is looked up. */
  const begins = new Uint8Array(UNITS);
  for (const { text } of wanted) begins[lower(text).charCodeAt(0)] = 1;
  const step = (state: number, code: number): number => {
    for (let at = state; ; at = fail[at] ?? 0) {
      const to = next.get(at * UNITS + code);
      if (to !== undefined) return to;
      if (at === 0) return 0;
    }
  };
  return (text) => {
    const folded = lower(text);
    const found: Found<T>[] = [];
    let state = 0;
    for (let at = 0; at < folded.length; at += 1) {
      const code = folded.charCodeAt(at);
      if (state === 0 && begins[code] === 0) continue;
      state = step(state, code);
      for (let node = state; node > 0; node = ends.link[node] ?? 0) {
        for (const index of ends.of[node] ?? []) {
          const literal = wanted[index];
          if (literal === undefined) continue;
          const range = { start: at + 1 - literal.text.length, end: at + 1 };
          if (fits(text, range, literal)) found.push({ ...range, literal });
        }
      }
    }
    return found;
  };
}

const UNITS = 0x1_0000;
const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** Scripts that set no spaces between words. */
export const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function fits(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  { text: wanted, whole, exact }: Literal<unknown>,
): boolean {
  if (exact && text.slice(start, end) !== wanted) return false;
  if (!whole) return true;
  return !goesOn(text, start - 1, start) && !goesOn(text, end - 1, end);
}

/** Whether the characters before and after a place are letters or digits of one word. */
function goesOn(text: string, before: number, after: number): boolean {
  const [one, other] = [characterEndingAt(text, before), characterAt(text, after)];
  return LETTER.test(one) && LETTER.test(other) && !UNSPACED.test(one) && !UNSPACED.test(other);
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterEndingAt(text: string, at: number): string {
  const isPair =
    /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));
  return isPair ? text.slice(at - 1, at + 1) : text.charAt(at);
}

/** Lower case, letter by letter where it would change a text's length: offsets must stay. */
function lower(text: string): string {
  const folded = text.toLowerCase();
  if (folded.length === text.length) return folded;
  let kept = '';
  for (const letter of text) {
    const one = letter.toLowerCase();
    kept += one.length === letter.length ? one : letter;
  }
  return kept;
}

type Automaton = {
  readonly next: ReadonlyMap<number, number>;
  readonly fail: readonly number[];
  /** Literals that end at a node, and the nearest node on the way of failures that has some. */
  readonly ends: { readonly of: readonly (readonly number[])[]; readonly link: readonly number[] };
};

function build(texts: readonly string[]): Automaton {
  const next = new Map<number, number>();
  const children: { readonly code: number; readonly to: number }[][] = [[]];
  const of: number[][] = [[]];
  texts.forEach((text, index) => {
    let node = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      let to = next.get(node * UNITS + code);
      if (to === undefined) {
        to = children.push([]) - 1;
        of.push([]);
        next.set(node * UNITS + code, to);
        children[node]?.push({ code, to });
      }
      node = to;
    }
    of[node]?.push(index);
  });
  const fail = children.map(() => 0);
  const link = children.map(() => 0);
  const queue = [0];
  for (let at = 0; at < queue.length; at += 1) {
    const node = queue[at] ?? 0;
    for (const { code, to } of children[node] ?? []) {
      queue.push(to);
      if (node === 0) continue;
      let back = fail[node] ?? 0;
      while (back > 0 && !next.has(back * UNITS + code)) back = fail[back] ?? 0;
      fail[to] = next.get(back * UNITS + code) ?? 0;
      const onto = fail[to];
      link[to] = (of[onto]?.length ?? 0) > 0 ? onto : (link[onto] ?? 0);
    }
  }
  return { next, fail, ends: { of, link } };
}
