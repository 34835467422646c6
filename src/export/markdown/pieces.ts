/**
 * Pieces of Markdown. No value of a trial becomes markup, a link or an image, also not where a
 * renderer makes links of plain addresses, as GitHub does. Texts of a trial stand in fenced blocks;
 * values are escaped word by word, and words that could become links are code. All are made safe
 * like everything that is shown.
 */
import { safe, safeLine } from '../../text/safe.ts';
import type { LabelledField } from '../../trial/sections.ts';

/** Characters that can be markup. */
const MARKUP = /[\\`*_[\]<>#!|~&$]/g;
/**
 * Words that renderers turn into something without any markup: addresses of pages and people, and
 * on GitHub mentions, issues, commits and emoji.
 */
const LIVE = /\/\/|www\.|@|#\d|:[\w+-]+:|\b[0-9a-f]{7,40}\b/iu;

/**
 * YAML front matter, and a blank line; only for the beginning of a document. A renderer that does not
 * know it takes it for a heading, so words that could be markup have YAML escapes.
 */
export function frontMatter(lines: readonly LabelledField[]): readonly string[] {
  return [
    '---',
    ...lines.map(([name, value]) => `${name.toLowerCase()}: "${byWord(safeLine(value), yaml)}"`),
    '---',
    '',
  ];
}

function yaml(word: string): string {
  const isPlain = !LIVE.test(word) && !/[\\`[\]<>!|&"]/.test(word);
  if (isPlain) return word;
  return word.replace(/[!-/:-@[-`{-~]/g, (mark) => {
    return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A list of names and values, and a blank line; nothing where there are none. */
export function headerList(header: readonly LabelledField[]): readonly string[] {
  if (header.length === 0) return [];
  return [...header.map(([name, value]) => `- ${name}: ${inline(value)}`), ''];
}

/** Text on one line, in which nothing is markup. */
export function inline(text: string): string {
  return byWord(safeLine(text), (word) =>
    LIVE.test(word) ? code(word) : word.replace(MARKUP, '\\$&'),
  );
}

/** A row of a table: there a bar has to be escaped in code too. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
}

function byWord(text: string, write: (word: string) => string): string {
  return text
    .split(/(\s+)/)
    .map((part, at) => (at % 2 === 0 ? write(part) : part))
    .join('');
}

/** A word as code, between more backticks than stand in it; a comma after it is not part of it. */
function code(word: string): string {
  let end = word.length;
  while (end > 0 && ',;'.includes(word.charAt(end - 1))) end -= 1;
  const [inside, after] = [word.slice(0, end), word.slice(end)];
  const marks = '`'.repeat(longestRun(inside) + 1);
  const space = inside.startsWith('`') || inside.endsWith('`') ? ' ' : '';
  return marks + space + inside + space + marks + after;
}

/** A block whose fence is longer than any run of backticks in it. */
export function fenced(text: string): readonly string[] {
  const shown = safe(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return [`${fence}text`, shown, fence];
}

function longestRun(text: string): number {
  let most = 0;
  for (const [run] of text.matchAll(/`+/g)) most = Math.max(most, run.length);
  return most;
}

/** Text of several lines as paragraphs without markup, and a blank line. */
export function paragraphs(text: string): readonly string[] {
  return [
    ...safe(text)
      .trim()
      .split('\n')
      // A number or a dash at the beginning would make it a list, a = or - alone a heading, a : a table.
      .map((line) =>
        inline(line.trim()).replace(/^([-+=:]|\d+(?=[.)]))/, (mark) => escapeMark(mark)),
      ),
    '',
  ];
}

/** A number itself cannot be escaped: the backslash stands before the mark after it. */
function escapeMark(mark: string): string {
  return /^\d/.test(mark) ? `${mark}\\` : `\\${mark}`;
}
