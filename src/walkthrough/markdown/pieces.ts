/**
 * Pieces of Markdown. Texts of a trial stand in fenced blocks, where no markup of theirs means
 * anything, and are made safe like everything that is shown.
 */
import { safe, safeLine } from '../../text/safe.ts';
import type { LabelledField } from '../../trial/sections.ts';

/** YAML front matter, and a blank line. */
export function frontMatter(lines: readonly LabelledField[]): readonly string[] {
  return [
    '---',
    // A JSON string is a YAML string.
    ...lines.map(([name, value]) => `${name.toLowerCase()}: ${JSON.stringify(safeLine(value))}`),
    '---',
    '',
  ];
}

/** A list of names and values, and a blank line; nothing where there are none. */
export function headerList(header: readonly LabelledField[]): readonly string[] {
  if (header.length === 0) return [];
  return [...header.map(([name, value]) => `- ${name}: ${inline(value)}`), ''];
}

/** Text on one line, with every character that could be markup escaped. */
export function inline(text: string): string {
  return safeLine(text).replace(/[\\`*_[\]<>#!|~&]/g, '\\$&');
}

/** A block whose fence is longer than any run of backticks in it. */
export function fenced(text: string): readonly string[] {
  const shown = safe(text);
  const longest = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, shown, fence];
}

/** Text of several lines as paragraphs without markup, and a blank line. */
export function paragraphs(text: string): readonly string[] {
  return [
    ...safe(text)
      .trim()
      .split('\n')
      // A number or a dash at the beginning would make it a list, a = or - alone a heading.
      .map((line) =>
        inline(line.trim()).replace(/^([-+=]|\d+(?=[.)]))/, (mark) => escapeMark(mark)),
      ),
    '',
  ];
}

/** A number itself cannot be escaped: a character that is not seen breaks the pattern. */
function escapeMark(mark: string): string {
  return /^\d/.test(mark) ? `${mark}\\` : `\\${mark}`;
}
