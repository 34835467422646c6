/** JSON that is stored as a text inside of JSON, as tables store what is nested; Python's, too. */
import { boundedJson } from './json.ts';

/** The value of a text that is JSON, some of them twice; undefined where it is none. */
export function jsonIn(text: string): unknown {
  const isTwice = /^\s*"\s*[[{]/.test(text) && /[\]}]\s*"\s*$/.test(text.slice(-50));
  if (!isTwice && !looksLikeJson(text)) return undefined;
  try {
    const value = boundedJson(text);
    return isTwice ? jsonIn(String(value)) : value;
  } catch {
    return isTwice ? undefined : pythonIn(text);
  }
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && /[\]}]\s*$/.test(text.slice(-50));
}

const WORDS: Readonly<Record<string, string>> = {
  None: 'null',
  True: 'true',
  False: 'false',
  '(': '[',
  ')': ']',
};
/** A string, a word, a bracket of a tuple, or the comma after the last member of a list. */
const TOKEN = /["'()]|\b(?:None|True|False)\b|,(?=\s{0,100}[\]})])/g;

/** The value of lists and objects as Python prints them: `[{'role': 'user', 'content': None}]`. */
function pythonIn(text: string): unknown {
  const pieces: string[] = [];
  let at = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    pieces.push(text.slice(at, match.index));
    at = match.index + token.length;
    if (token === '"' || token === "'") {
      const end = pythonEnd(text, at, token);
      if (end === undefined) return undefined;
      pieces.push(JSON.stringify(unescaped(text.slice(at, end))));
      at = end + 1;
    } else if (token !== ',') pieces.push(WORDS[token] ?? '');
    TOKEN.lastIndex = at;
  }
  pieces.push(text.slice(at));
  try {
    return boundedJson(pieces.join(''));
  } catch {
    return undefined;
  }
}

/** Where the quote stands that ends a string; undefined where there is none. */
function pythonEnd(text: string, from: number, quote: string): number | undefined {
  let end = from;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  return end < text.length ? end : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([\s\S]))/gi,
    (whole: string, byte?: string, unit?: string, point?: string, char?: string) => {
      const code = byte ?? unit ?? point;
      if (code === undefined) return ESCAPES[char ?? ''] ?? char ?? whole;
      const value = Number.parseInt(code, 16);
      return value > 0x10_ffff ? whole : String.fromCodePoint(value);
    },
  );
}
