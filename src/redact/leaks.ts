/**
 * Looks for what was redacted in something that was made afterwards: a second net under the first.
 * Text comes in pieces; what stands across two of them is found too.
 */
import { createFinder, type Literal } from './literals.ts';

export type LeakFinder = {
  /** The pseudonym of something hidden that stands in the text so far; undefined: there is none. */
  readonly push: (piece: string) => string | undefined;
  /** The same for what stands at the very end. */
  readonly end: () => string | undefined;
};

/** The longest form that one character takes in any of the outputs: `&#x10FFFF;`. */
const LONGEST_ESCAPE = 10;

/** A finder of these originals, as they are and as JSON, HTML, Markdown, CSV and URLs write them. */
export function createLeakFinder(originals: readonly Literal<string>[]): LeakFinder {
  const find = createFinder(originals);
  const longest = originals.reduce((most, { text }) => Math.max(most, text.length), 0);
  const reach = (longest + 2) * LONGEST_ESCAPE;
  let tail = '';

  function look(text: string, isEnd: boolean): string | undefined {
    // Twice: a cast has a terminal's codes in JSON.
    const plain = unescaped(text);
    for (const form of [text, plain, unescaped(plain)]) {
      // What touches the end may go on, and is looked at again with what follows.
      const leak = find(form).find(({ end }) => isEnd || end < form.length);
      if (leak !== undefined) return leak.literal.value;
    }
    return undefined;
  }

  return {
    push: (piece) => {
      const text = tail + piece;
      tail = text.slice(-reach);
      return look(text, false);
    },
    end: () => look(tail, true),
  };
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const ESCAPE =
  /\\u([0-9a-f]{4})|\\([nrtbf])|\\([^\w\s])|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos|nbsp);|((?:%[0-9a-f]{2})+)|""|\u001B\[[0-9;]{0,20}m/gi;

/** The text without the escapes of the forms that exports have. */
function unescaped(text: string): string {
  return text.replace(
    ESCAPE,
    (
      all,
      unit?: string,
      control?: string,
      sign?: string,
      hex?: string,
      decimal?: string,
      name?: string,
      bytes?: string,
    ) => {
      if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
      if (control !== undefined) return CONTROLS[control.toLowerCase()] ?? all;
      if (sign !== undefined) return sign;
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      if (decimal !== undefined) return character(Number(decimal));
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? all;
      if (bytes !== undefined)
        return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8');
      return all === '""' ? '"' : '';
    },
  );
}

function character(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}
