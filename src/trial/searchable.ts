/** What of a turn can be searched: its headers and its text, as one passage. */
import type { Turn } from './types.ts';

export type Searchable = {
  /** Headers one a line, a blank line, then the text; just the text where there are no headers. */
  readonly passage: string;
  /** Where in `passage` the turn's own text begins. */
  readonly textStart: number;
};

/** The passage of a turn. Turns with equal passages are stored once. */
export function searchable(turn: Turn): Searchable {
  const headers = [
    turn.subject,
    turn.from,
    turn.to,
    turn.cc,
    turn.attachments?.join(', '),
    turn.args === undefined ? undefined : argumentText(turn.args),
  ].filter((line): line is string => line !== undefined && line !== '');
  if (headers.length === 0) return { passage: turn.text, textStart: 0 };
  const head = `${headers.join('\n')}\n\n`;
  return { passage: head + turn.text, textStart: head.length };
}

/**
 * Arguments of a tool call as text: `key: value`, one a line. Strings are as they are, with their line
 * breaks; other values are JSON, unless a string with line breaks is in them: then each string has a
 * line of its own under its path (`edits[0].text: …`).
 */
export function argumentText(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .flatMap(([key, value]) => valueLines(key, value))
    .join('\n');
}

/** A value as text: a string as it is; anything else as the value of an argument. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  return hasLineBreak(value) ? valueLines('', value).join('\n') : (JSON.stringify(value) ?? '');
}

/** What is nested more deeply is JSON. */
const MOST_LEVELS = 50;

function valueLines(path: string, value: unknown, level = 0): readonly string[] {
  if (typeof value === 'string') return [`${path}: ${value}`];
  if (level >= MOST_LEVELS || !hasLineBreak(value)) return [`${path}: ${JSON.stringify(value)}`];
  return Array.isArray(value)
    ? value.flatMap((one, index) => valueLines(`${path}[${index}]`, one, level + 1))
    : Object.entries(value as object).flatMap(([key, one]) =>
        valueLines(path === '' ? key : `${path}.${key}`, one, level + 1),
      );
}

/** Whether a value that is no string has one with line breaks in it. */
function hasLineBreak(value: unknown, level = 0): boolean {
  if (typeof value === 'string') return value.includes('\n');
  if (typeof value !== 'object' || value === null || level >= MOST_LEVELS) return false;
  return Object.values(value).some((one) => hasLineBreak(one, level + 1));
}
