/** From the text of a query to a plan that a store can carry out. */
import type { QueryInput } from '../query/query-input.ts';
import type { Query } from '../query/ast.ts';
import { maySpeakOfNotes, usesSignals } from '../query/nodes.ts';
import type { Expander, TypedWord } from '../query/expand.ts';
import { parse } from '../query/parse.ts';
import { indexWords } from '../query/typed-words.ts';
import { plan as planOf, type PlanOptions } from '../query/plan.ts';
import type { Planned, Term } from '../query/plan-types.ts';
import { regexNodes } from '../store/plan-nodes.ts';
import type { Store } from '../store/store.ts';
import { withWordsBeside } from '../store/words-beside.ts';
import type { NotesUse } from './annotations.ts';
import { checkQuery } from './check-fields.ts';
import { checkRegexes } from './check-regexes.ts';
import { QueryMistake } from './query-mistake.ts';
import type { RequestContext } from './request.ts';

/** The query that a text stands for. Throws a `QueryMistake`. */
export function parsed(text: string): Query {
  const result = parse(text);
  if (!result.ok) throw new QueryMistake(result.error);
  return result.query;
}

type PlannedOptions = {
  /** Trials are selected, and no rate is made of them: notes may be asked for. */
  readonly selects?: boolean;
  /** The parsed text of the input, or a query derived from it. */
  readonly query?: Query;
  readonly signal?: AbortSignal | undefined;
  /** The store does at once what of the plan takes long. False: it is done on the way, or not needed. */
  readonly prepares?: boolean;
};

/** The plan of a query. Throws a `QueryMistake`. */
export async function planned(
  { store, signals, annotations }: RequestContext,
  input: QueryInput,
  {
    query: asked = parsed(input.text),
    signal,
    selects = false,
    prepares = true,
  }: PlannedOptions = {},
): Promise<Planned> {
  await checkQuery(store, asked);
  const query = maySpeakOfNotes(asked)
    ? await resolvedNotes(asked, annotations, selects ? 'select' : 'rate')
    : asked;
  if (usesSignals(query)) await signals();
  const found = await expanded(store, query, { switches: input.switches, in: input.in });
  const hasRegexes = regexNodes(found.plan).length > 0;
  const plan = hasRegexes ? withWordsBeside(found.plan) : found.plan;
  if (prepares && hasRegexes) await store.prepare(plan, signal);
  return {
    plan,
    terms: await Promise.all(found.terms.map((term) => counted(store, listed(term), signal))),
  };
}

/** A query without fields of notes. What that takes is only loaded for queries that may have some. */
async function resolvedNotes(
  query: Query,
  annotations: RequestContext['annotations'],
  use: NotesUse,
): Promise<Query> {
  const { withoutNotes } = await import('./annotations.ts');
  return withoutNotes(query, await annotations?.(), use);
}

/** Whether notes make a difference to what a query selects. */
export async function asksForNotes(
  { annotations }: RequestContext,
  query: Query,
): Promise<boolean> {
  if (!maySpeakOfNotes(query)) return false;
  return (
    JSON.stringify(await resolvedNotes(query, annotations, 'select')) !== JSON.stringify(query)
  );
}

/** Expands a query over the words of a store. Throws a `QueryMistake` for a wrong regular expression. */
export async function expanded(
  store: Store,
  query: Query,
  options: PlanOptions = {},
): Promise<Planned> {
  await checkRegexes(query);
  const typed = wordsOf(query);
  const variants = typed.length === 0 ? [] : await store.variants(typed);
  const found = new Map(typed.map((one, index) => [nameOf(one), variants[index] ?? []]));
  const expand: Expander['expand'] = (word, mode) => found.get(nameOf({ word, mode })) ?? [];
  return planOf(query, { expand }, options);
}

/** The words of a query that are to be expanded, each once. */
function wordsOf(query: Query): readonly TypedWord[] {
  const typed = new Map<string, TypedWord>();
  const expand: Expander['expand'] = (word, mode) => {
    typed.set(nameOf({ word, mode }), { word, mode });
    return [];
  };
  planOf(query, { expand });
  return [...typed.values()];
}

function nameOf({ word, mode }: TypedWord): string {
  return `${mode} ${word}`;
}

/** Counts related forms of two words (`not ethical`), which no dictionary has. */
async function counted(store: Store, term: Term, signal: AbortSignal | undefined): Promise<Term> {
  const variants = term.variants.map(async (variant) => {
    const found = indexWords(variant.word);
    if (found.length === 1) return variant;
    const places = found.map((word) => [{ word, closeness: 1 }]);
    const { passages } = await store.hits({ type: 'text', places }, { limit: 1, signal });
    return { ...variant, count: passages };
  });
  return { ...term, variants: await Promise.all(variants) };
}

/** Variants of a word that are listed; all of them are searched for. */
const MOST_LISTED = 100;

/** A term with the variants that are listed, and how many more take part. */
function listed({ variants, ...term }: Term): Term {
  if (variants.length <= MOST_LISTED) return { ...term, variants };
  const shown = variants.slice(0, MOST_LISTED);
  return {
    ...term,
    variants: shown,
    more: variants.slice(MOST_LISTED).filter(({ on }) => on).length,
  };
}
