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
