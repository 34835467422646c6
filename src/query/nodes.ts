/** The parts of a query or a plan, which are both trees of `and`, `or`, `not` and `turn`. */
import { isNoteField, type Field, type Query } from './ast.ts';

type Node<N> = {
  readonly type: string;
  readonly parts?: readonly N[];
  readonly part?: N;
};
type AnyNode = { readonly type: string; readonly parts?: readonly AnyNode[] };

/** Every part of a query or a plan, itself first, with those in braces and those that are excluded. */
export function nodesOf<N extends Node<N>>(node: N): readonly N[] {
  const inside = node.parts ?? (node.part === undefined ? [] : [node.part]);
  return [node, ...inside.flatMap((part) => nodesOf(part))];
}

/** Whether a part that speaks of a turn asks for one, and does not only exclude some. */
export function isPositive({ type, parts = [] }: AnyNode): boolean {
  if (type === 'and') return parts.some(isPositive);
  if (type === 'or') return parts.every(isPositive);
  return type !== 'not';
}

function hasField(query: Query, test: (field: Field) => boolean): boolean {
  return nodesOf(query).some((part) => part.type === 'field' && test(part.field));
}

/** Whether a query asks for signals, which are queries for words themselves. */
export function usesSignals(query: Query): boolean {
  return hasField(query, (field) => field === 'signal');
}

const OF_WORDS: ReadonlySet<Query['type']> = new Set(['word', 'phrase', 'regex']);

/** Whether a query asks anywhere for what is said, by words, patterns or signals. */
export function speaksOfWords(query: Query): boolean {
  return usesSignals(query) || nodesOf(query).some(({ type }) => OF_WORDS.has(type));
}

/** Whether a query asks for what people have noted, by a field that asks for nothing else. */
export function speaksOfNotes(query: Query): boolean {
  return hasField(query, isNoteField);
}

/** Whether notes may make a difference to a query: tags and `has:note` are of trials too. */
export function maySpeakOfNotes(query: Query): boolean {
  return hasField(query, (field) => isNoteField(field) || field === 'tag' || field === 'has');
}
