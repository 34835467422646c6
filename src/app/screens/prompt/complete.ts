/** What the word before the cursor of a query can become, and values that no trial has. */
import { nearestName } from '../../../base/nearest.ts';
import type { Field, Query } from '../../../query/ast.ts';
import { fieldTerm } from '../../../query/edit.ts';
import { FIELDS, SCOPES, valuesOf } from '../../../query/fields.ts';
import { parse } from '../../../query/parse.ts';
import {
  isCollectionField,
  readWrittenField,
  writtenField,
} from '../../../trial/collection-fields.ts';
import { narrow } from '../../narrow.ts';
import type { State } from '../../state.ts';
import type { TextInput } from '../../text-input.ts';
import { valueLabel } from '../docket/facet-lines.ts';
import type { Completion } from './state.ts';

/** The part of a query that is being typed, up to the cursor. */
type Part = {
  /** Where it begins. */
  readonly start: number;
  readonly text: string;
  /** The field whose value it is; undefined: it may become the name of one. */
  readonly field: string | undefined;
};

function partAt({ text, cursor }: TextInput): Part {
  const word = /(?:[^\s()|"]|"[^"]*"?)*$/.exec(text.slice(0, cursor))?.[0] ?? '';
  const bare = word.replace(/^-/, '');
  const written = readWrittenField(bare);
  const colon = bare.indexOf(':', written?.length);
  if (colon < 0) return { start: cursor - bare.length, text: bare, field: undefined };
  const value = /[^,]*$/.exec(bare.slice(colon + 1))?.[0] ?? '';
  return {
    start: cursor - value.length,
    text: value.replaceAll('"', ''),
    field: written?.field ?? bare.slice(0, colon).toLowerCase(),
  };
}

/** What can stand in the place of the part at the cursor, best first. */
export function candidatesAt(state: State, input: TextInput): readonly string[] {
  const { text, field } = partAt(input);
  if (field === undefined) {
    const names = [...FIELDS, ...state.fields.map(writtenField), 'in'].filter((name) =>
      name.toLowerCase().startsWith(text.toLowerCase()),
    );
    return text === '' ? [] : names.map((name) => `${name}:`);
  }
  return narrow(text, valuesIn(state, field), (value) => [value]).map((value) => quoted(value));
}

/** A value as it is written after its field. */
function quoted(value: string): string {
  return fieldTerm('id', [value]).slice('id:'.length);
}

/** The values of a field that are known. */
function valuesIn(state: State, name: string): readonly string[] {
  if (name === 'in') return SCOPES;
  const field = isCollectionField(name) ? name : FIELDS.find((one) => one === name);
  if (field === undefined) return [];
  return countedValues(state, field) ?? valuesOf(field) ?? [];
}

/**
 * The field after Tab: the next candidate in the place of the part at the cursor. Undefined: there is
 * none.
 */
export function complete(
  state: State,
  input: TextInput,
  before: Completion | undefined,
): { readonly input: TextInput; readonly completion: Completion } | undefined {
  const isGoingOn = before?.end === input.cursor && before.candidates.length > 1;
  const candidates = isGoingOn ? before.candidates : candidatesAt(state, input);
  const start = isGoingOn ? before.start : partAt(input).start;
  const at = isGoingOn ? (before.at + 1) % candidates.length : 0;
  const chosen = candidates[at];
  if (chosen === undefined) return undefined;
  const text = input.text.slice(0, start) + chosen + input.text.slice(input.cursor);
  const end = start + chosen.length;
  return { input: { text, cursor: end }, completion: { start, end, candidates, at } };
}

/** The values that all trials have, as far as they were asked for; else those under the filter. */
function countedValues(state: State, field: Field): readonly string[] | undefined {
  const facet = state.facets.facets.find((one) => one.field === field)?.values ?? [];
  const values = (state.values as Partial<Record<Field, readonly string[]>>)[field];
  return values ?? (facet.length === 0 ? undefined : facet.map(({ value }) => valueLabel(value)));
}

/** A value that the filter asks for and no trial has, with the nearest that there are. */
export type UnknownValue = {
  readonly field: string;
  readonly value: string;
  readonly near: readonly string[];
};

const MOST_NEAR = 3;

/** The values in a query that no trial has, as far as the values of their fields are known. */
export function unknownValues(state: State, text: string = state.filter): readonly UnknownValue[] {
  const parsed = parse(text);
  return parsed.ok ? unknownIn(parsed.query, state) : [];
}

function unknownIn(query: Query, state: State): readonly UnknownValue[] {
  if (query.type === 'and' || query.type === 'or') {
    return query.parts.flatMap((part) => unknownIn(part, state));
  }
  if (query.type === 'not') return unknownIn(query.part, state);
  if (query.type !== 'field' || query.op !== 'is') return [];
  const { field } = query;
  const known = countedValues(state, field);
  if (known === undefined) return [];
  const folded = known.map((value) => value.toLowerCase());
  return query.values.flatMap(({ text, glob }) => {
    if (glob || folded.includes(text.toLowerCase())) return [];
    const likely = narrow(text, known, (value) => [value]);
    const nearest = nearestName(text.toLowerCase(), folded, 3);
    const meant = nearest === undefined ? [] : [known[folded.indexOf(nearest)] ?? nearest];
    const near = [...new Set([...meant, ...likely])].slice(0, MOST_NEAR);
    return [{ field, value: text, near }];
  });
}

/** `no model is "gork"; nearest: grok-3-beta`, as a line. */
export function unknownText({ field, value, near }: UnknownValue): string {
  const nearest = near.length === 0 ? '' : `; nearest: ${near.join(', ')}`;
  return `no trial has ${field}:${value}${nearest}`;
}
