/**
 * Looks whether the fields that are asked for by `score.NAME` and `meta.PATH` are there: a name that no
 * trial has is a mistake, and not a list without trials.
 */
import { nearestName } from '../base/nearest.ts';
import { UserError } from '../base/user-error.ts';
import type { Query, Span } from '../query/ast.ts';
import { brief } from '../query/fields.ts';
import { nodesOf } from '../query/nodes.ts';
import type { Store } from '../store/store.ts';
import {
  isCollectionField,
  writtenField,
  type CollectionField,
} from '../trial/collection-fields.ts';
import { QueryMistake } from './query-mistake.ts';

/** Names that a message offers. */
const MOST_OFFERED = 8;

/** Throws a `QueryMistake` with the place of the first field that no trial has. */
export async function checkQuery(store: Store, query: Query): Promise<void> {
  const named = namedIn(query);
  if (named.length === 0) return;
  const known = await store.fields();
  const odd = named.find(({ field }) => !known.includes(field));
  if (odd !== undefined) {
    throw new QueryMistake({ message: missing(odd.field, known), at: odd.at });
  }
}

/** Throws a `UserError` for the first field that no trial has. */
export async function checkFields(store: Store, fields: readonly string[]): Promise<void> {
  const named = fields.filter(isCollectionField);
  if (named.length === 0) return;
  const known = await store.fields();
  const odd = named.find((field) => !known.includes(field));
  if (odd !== undefined) throw new UserError(missing(odd, known));
}

/** `no trial has score.acuracy; did you mean score.accuracy?` */
function missing(field: CollectionField, known: readonly CollectionField[]): string {
  const root = field.slice(0, field.indexOf('.') + 1);
  const kin = known.filter((one) => one.startsWith(root));
  const inside = kin.filter((one) => one.startsWith(`${field}.`));
  const same = kin.find((one) => one.toLowerCase() === field.toLowerCase());
  const near = same ?? nearestName(field, kin);
  const said = `no trial has ${brief(writtenField(field))}`;
  if (inside.length > 0) return `${said}; there is ${listed(inside)}`;
  if (near !== undefined) return `${said}; did you mean ${writtenField(near)}?`;
  if (kin.length > 0) return `${said}; there is ${listed(kin)}`;
  return `${said}, nor any other ${root === 'score.' ? 'score' : 'metadata'}`;
}

function listed(fields: readonly CollectionField[]): string {
  const shown = fields.slice(0, MOST_OFFERED).map(writtenField).join(', ');
  const more = fields.length - MOST_OFFERED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

type Named = { readonly field: CollectionField; readonly at: Span };

/** The fields that a query names, those in `has:` too. */
function namedIn(query: Query): readonly Named[] {
  return nodesOf(query).flatMap((part) => {
    if (part.type !== 'field') return [];
    const names = part.field === 'has' ? part.values.map(({ text }) => text) : [part.field];
    return names.filter(isCollectionField).map((field) => ({ field, at: part.at }));
  });
}
