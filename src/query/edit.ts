/** Changes the text of a query: what pickers and facets do to the filter. */
import type { Field, Query } from './ast.ts';
import { parse } from './parse.ts';

/** `field:value` with quotes where the value needs them. */
export function fieldTerm(field: Field, values: readonly string[]): string {
  return `${field}:${values.map(quoted).join(',')}`;
}

/** Double quotes cannot be written inside quotes; any letter may stand for them. */
function quoted(value: string): string {
  if (value.includes('"')) return value.replaceAll('"', '*').replace(/[\s()|,]/g, '*');
  return value === '' || /[\s(),|*]/.test(value) ? `"${value}"` : value;
}

/**
 * The query with its top-level `field:` parts replaced by one with these values, or taken out if
 * there are none. A query that is a list of alternatives is put in brackets first.
 */
export function setField(text: string, field: Field, values: readonly string[]): string {
  const parsed = parse(text);
  if (!parsed.ok) return values.length === 0 ? text : fieldTerm(field, values);
  const { query } = parsed;
  let rest = text;
  if (query.type === 'or') rest = `(${text.trim()})`;
  for (const part of topLevel(query).toReversed()) {
    if (part.type === 'field' && part.field === field) {
      rest = rest.slice(0, part.at.start) + rest.slice(part.at.end);
    }
  }
  const kept = rest.replace(/\s+/g, ' ').trim();
  const term = values.length === 0 ? '' : fieldTerm(field, values);
  return [kept, term].filter((part) => part !== '').join(' ');
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
