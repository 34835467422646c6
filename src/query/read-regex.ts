/** Regular expressions of a query: tokens to conditions, with the place of a mistake. */
import type { Query, QueryError, Span } from './ast.ts';
import type { Token } from './tokenize.ts';

type Mistaken = { readonly ok: false; readonly error: QueryError };

/** Characters of a pattern. */
const MOST_CHARACTERS = 1000;

/** Whether the pattern itself can be read is looked at where it is used: that takes RE2. */
export function readRegex({
  source,
  flags,
  at,
}: Extract<Token, { type: 'regex' }>): { readonly ok: true; readonly query: Query } | Mistaken {
  if (source === '') return mistaken('nothing to search for between the slashes', at);
  if (source.length > MOST_CHARACTERS) {
    const most = MOST_CHARACTERS.toLocaleString('en-US');
    return mistaken(`a pattern has at most ${most} characters`, at);
  }
  const odd = /[^ism]/.exec(flags)?.[0];
  if (odd !== undefined) {
    const start = at.end - flags.length + flags.indexOf(odd);
    const known = 'i (any case) and s (. is a line break too)';
    const message = `a pattern has no flag '${odd}'; it can have ${known}`;
    return mistaken(message, { start, end: start + 1 });
  }
  // ^ and $ are those of lines in any case.
  const meant = ['i', 's'].filter((flag) => flags.includes(flag)).join('');
  return { ok: true, query: { type: 'regex', source, flags: meant, at } };
}

/** Words would be searched for, which is not what somebody means who writes a pattern. */
export function checkNoRegex(text: string, at: Span): { readonly ok: true } | Mistaken {
  if (/^\/.+\/$/.test(text)) {
    const message = 'write \\/ for a slash in a pattern; in quotes its words are searched for';
    return mistaken(message, at);
  }
  // A path goes on with a name.
  return /^\/(?:$|[^\p{L}\p{N}/.~_-])/u.test(text)
    ? mistaken('this pattern is not closed; it ends with another /', at)
    : { ok: true };
}

function mistaken(message: string, at: Span): Mistaken {
  return { ok: false, error: { message, at } };
}
