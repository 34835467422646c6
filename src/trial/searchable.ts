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

/** Arguments of a tool call as text: `key: value`, one a line; values that are no strings as JSON. */
export function argumentText(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}
