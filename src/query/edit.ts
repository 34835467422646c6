/** Changes the text of a query: what pickers and facets do to the filter. */
import { writtenField } from '../trial/collection-fields.ts';
import type { Field, Query, Span } from './ast.ts';
import { parse } from './parse.ts';
import { tokenize } from './tokenize.ts';

/** `field:value` with quotes where a value needs them. Values must not be empty. */
export function fieldTerm(field: Field, values: readonly string[]): string {
  return `${writtenField(field)}:${values.map(quoted).join(',')}`;
}

/** Anything that the language would read as more than text is quoted; a quote is doubled. */
function quoted(value: string): string {
  return /[\s(){},|*"]|^[<>=]|^\/\/|\.\./.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * The query with its top-level `field:` parts replaced by one with these values, or taken out if
 * there are none. A query that is a list of alternatives is put in brackets first. A query that
 * cannot be read is given up for the new part; without one it stays as it is.
 */
export function setField(text: string, field: Field, values: readonly string[]): string {
  const parsed = parse(text);
  const term = values.length === 0 ? '' : fieldTerm(field, values);
  if (!parsed.ok) return term === '' ? text : term;
  const places = topLevel(parsed.query).flatMap((part) =>
    part.type === 'field' && part.field === field ? [part.at] : [],
  );
  // A range is two parts that stand at one place.
  const different = places.filter(({ start }, at) => places[at - 1]?.start !== start);
  const rest = different.toReversed().reduce(cut, text).trim();
  if (term === '') return rest;
  if (rest === '') return term;
  return hasOpenBar(rest) ? `(${rest}) ${term}` : `${rest} ${term}`;
}

/** Takes a part out, and the brackets around it if they would be left empty. */
export function cut(text: string, { start, end }: Span): string {
  const before = text.slice(0, start).trimEnd();
  const after = text.slice(end).trimStart();
  if (before.endsWith('(') && after.startsWith(')')) {
    return cut(text, { start: before.length - 1, end: text.length - after.length + 1 });
  }
  const space = before === '' || after === '' || before.endsWith('(') || after.startsWith(')');
  return `${before}${space ? '' : ' '}${after}`;
}

/** Whether a `|` stands outside all brackets. */
function hasOpenBar(text: string): boolean {
  const scanned = tokenize(text);
  let depth = 0;
  for (const { type } of scanned.ok ? scanned.tokens : []) {
    if (type === 'or' && depth === 0) return true;
    if (type === 'open') depth += 1;
    if (type === 'close') depth -= 1;
  }
  return false;
}

/** The values of a field that a query asks for at its top level. */
export function fieldValues(query: Query, field: Field): readonly string[] {
  return topLevel(query).flatMap((part) =>
    part.type === 'field' && part.field === field && part.op === 'is'
      ? part.values.map(({ text }) => text)
      : [],
  );
}

/** The query without its top-level conditions on a field. */
export function withoutField(query: Query, field: Field): Query {
  const kept = topLevel(query).filter(
    (part) =>
      !(part.type === 'field' && part.field === field) &&
      !(part.type === 'not' && part.part.type === 'field' && part.part.field === field),
  );
  if (kept.length === 0) return { type: 'all' };
  return kept.length === 1 && kept[0] !== undefined ? kept[0] : { type: 'and', parts: kept };
}

function topLevel(query: Query): readonly Query[] {
  if (query.type === 'all') return [];
  return query.type === 'and' ? query.parts : [query];
}
