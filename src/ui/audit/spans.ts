/** Spans of a review's own words. */
import { safeLine } from '../../text/safe.ts';
import type { Span } from '../../text/spans.ts';

export const words = (text: string): Span => ({ text: safeLine(text), style: 'text' });
export const dim = (text: string): Span => ({ text: safeLine(text), style: 'dim' });
export const key = (text: string): Span => ({ text: safeLine(text), style: 'key' });
export const strong = (text: string): Span => ({ text: safeLine(text), style: 'strong' });

const LONGEST = 40;

/** The beginning of a text, on a line. */
export function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** A text in lines of so many letters, cut between words. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/\s+/)) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? word : `${line} ${word}`;
    }
    if (line !== '') lines.push(line);
  }
  return lines;
}
