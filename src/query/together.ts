/** Several queries about trials as one: each holds of the trial, whichever of its turns says what. */
import { isTurnField, type Query, type Span } from './ast.ts';
import { cut } from './edit.ts';
import { isPositive } from './nodes.ts';
import { parse } from './parse.ts';

/**
 * The query of the trials that all of the given ones hold for. Words of two of them need not be said in
 * one turn, as they would have to be where the texts just stood side by side: the words of each come into
 * braces. A query that cannot be read stays as it is, so that its mistake is told.
 */
export function together(...texts: readonly string[]): string {
  const asked = texts.map((text) => text.trim()).filter((text) => text !== '');
  return asked.length > 1 ? asked.map(standingAlone).join(' ') : (asked[0] ?? '');
}

function standingAlone(text: string): string {
  const parsed = parse(text);
  if (!parsed.ok) return `(${text})`;
  const { query } = parsed;
  const parts = query.type === 'and' ? query.parts : [query];
  const kind = parts.find((part) => part.type === 'field' && isKind(part.at, text));
  if (kind?.type === 'field') {
    const { start } = kind.at;
    const isOnly = text.match(/(?<!\S)in:/gi)?.length === 1;
    return isOnly
      ? standingAlone(`${text.slice(0, start)}has:${text.slice(start + 'in:'.length)}`)
      : twice(text);
  }
  // Turns that are only excluded are excluded from the trial, whatever stands beside them.
  if (!parts.some((part) => isOfTurn(part) && isPositive(part))) {
    return query.type === 'or' ? `(${text})` : text;
  }
  const places: Span[] = [];
  for (const part of parts.filter((one) => !isOfTurn(one))) {
    const place = placeOf(part, text);
    if (place === undefined) return twice(text);
    // A range is two parts at one place.
    if (places.every(({ start }) => start !== place.start)) places.push(place);
  }
  const rest = places
    .toSorted((one, other) => other.start - one.start)
    .reduce(cut, text)
    .trim();
  return [...places.map(({ start, end }) => text.slice(start, end)), `{${rest}}`].join(' ');
}

/** Where a part that speaks of the trial is written; undefined where that is not known. */
function placeOf(part: Query, text: string): Span | undefined {
  if (part.type === 'not') {
    const inner = placeOf(part.part, text);
    if (inner === undefined || text[inner.start - 1] !== '-') return undefined;
    return { start: inner.start - 1, end: inner.end };
  }
  return part.type === 'field' || part.type === 'turn' ? part.at : undefined;
}

/** `in:` with no word beside it asks for a kind of turn, and would be a mistake beside braces. */
function isKind({ start }: Span, text: string): boolean {
  return /^in:/i.test(text.slice(start));
}

/** What is excluded twice is what it was, and never taken together with what stands beside it. */
function twice(text: string): string {
  return `-(-(${text}))`;
}

/** Whether it speaks of one turn alone. */
function isOfTurn(query: Query): boolean {
  switch (query.type) {
    case 'and':
    case 'or':
      return query.parts.every(isOfTurn);
    case 'not':
      return isOfTurn(query.part);
    case 'field':
      return isTurnField(query.field);
    case 'all':
    case 'turn':
      return false;
    default:
      return true;
  }
}
