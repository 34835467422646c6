/** What a query over trials asks for, in words: `reasoning says unethical, message does not`. */
import { TURN_KINDS } from '../trial/types.ts';
import type { Query, Span } from './ast.ts';
import { parse } from './parse.ts';

/**
 * The braces of a query as a sentence. Undefined where it has none, or more than a list of braces,
 * each asked for or excluded, beside fields.
 */
export function explainTurns(text: string): string | undefined {
  const parsed = parse(text);
  return parsed.ok ? sentenceOf(text, parsed.query) : undefined;
}

function sentenceOf(text: string, query: Query): string | undefined {
  const parts = query.type === 'and' ? query.parts : [query];
  const claims = parts.flatMap((part) => claimOf(text, part) ?? []);
  const others = parts.filter((part) => part.type !== 'field' && claimOf(text, part) === undefined);
  const [first] = claims;
  if (first === undefined || others.length > 0) return undefined;
  return claims
    .map(({ who, what, isExcluded }, at) => {
      if (what === '') return `${isExcluded ? 'no' : 'has'} ${who}`;
      const isSame = at > 0 && what === first.what;
      if (who === ANY) return `${isExcluded ? 'no' : 'some'} turn says ${what}`;
      if (isExcluded) return isSame ? `${who} does not` : `${who} does not say ${what}`;
      return isSame ? `${who} does too` : `${who} says ${what}`;
    })
    .join(', ');
}

const ANY = '';

type Claim = { readonly who: string; readonly what: string; readonly isExcluded: boolean };

/** What one brace claims: which turns say what. */
function claimOf(text: string, query: Query): Claim | undefined {
  const isExcluded = query.type === 'not';
  const turn = isExcluded ? query.part : query;
  if (turn.type !== 'turn') return undefined;
  const inside = turn.part.type === 'and' ? turn.part.parts : [turn.part];
  const scopes = inside.flatMap((part) => (part.type === 'scope' ? part.in : []));
  const isAny = scopes.length === 0 || scopes.length >= TURN_KINDS.length;
  const kinds = isAny ? ANY : [...new Set(scopes)].join(' or ');
  const draft = draftOf(inside);
  const who = draft === undefined ? kinds : `${draft} ${kinds || 'turn'}`;
  return { who, what: withoutScope(text, turn.at, draft !== undefined), isExcluded };
}

/** Whether it asks for what was sent, or for drafts. */
function draftOf(inside: readonly Query[]): 'sent' | 'drafted' | undefined {
  const values = inside.flatMap((part) =>
    part.type === 'field' && part.field === 'draft' ? part.values.map(({ text }) => text) : [],
  );
  const [value] = values;
  if (value === undefined || values.length > 1) return undefined;
  return value.toLowerCase() === 'yes' ? 'drafted' : 'sent';
}

/** What stands in the braces, as it was typed, without its `in:`, and without a `draft:` that is said. */
function withoutScope(text: string, { start, end }: Span, isDraftSaid: boolean): string {
  return text
    .slice(start + 1, end - 1)
    .replaceAll(isDraftSaid ? /(?<!\S)(?:in|draft):\S+/gi : /(?<!\S)in:\S+/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
