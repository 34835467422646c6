/** What of a query a rate can be of: trials that were chosen by their verdict have no rate. */
import type { Query } from './ast.ts';

/** Fields that say how a trial was judged. `verdict` takes outcomes and labels. */
const OF_VERDICT: ReadonlySet<string> = new Set(['verdict', 'label']);
/** Fields of what else a judge gave: a rate of trials that are chosen by them is a rate of these alone. */
const OF_JUDGE: ReadonlySet<string> = new Set(['by', 'disputed']);
const HAS_OF_JUDGE: ReadonlySet<string> = new Set(['disputed', 'rationale', 'quotes', 'gates']);

export type Rated = {
  /** The query without its own conditions on the verdict. */
  readonly query: Query;
  /** These conditions, as they are written. */
  readonly leftOut: readonly string[];
  /** Conditions on the verdict remain, among alternatives: trials are chosen by them, and no rate is one. */
  readonly isChosen: boolean;
  /** Conditions on what else a judge gave, as they are written: who is rated depends on them. */
  readonly ofJudge: readonly string[];
};

/** Takes the conditions on the verdict out of a query, where each stands for itself. */
export function ratedPart(query: Query, text: string): Rated {
  const parts = query.type === 'and' ? query.parts : query.type === 'all' ? [] : [query];
  const [own, rest] = [parts.filter(isOfVerdict), parts.filter((part) => !isOfVerdict(part))];
  const [only] = rest;
  return {
    query:
      only === undefined
        ? { type: 'all' }
        : rest.length === 1
          ? only
          : { type: 'and', parts: rest },
    leftOut: own.map((part) => writtenAs(part, text)),
    isChosen: rest.some(speaksOfVerdict),
    ofJudge: fieldsIn(query)
      .filter(isOfJudge)
      .map((part) => writtenAs(part, text)),
  };
}

/** A condition on the verdict, or on none. */
function isOfVerdict(query: Query): boolean {
  if (query.type === 'not') return isOfVerdict(query.part);
  return query.type === 'field' && OF_VERDICT.has(query.field);
}

function speaksOfVerdict(query: Query): boolean {
  if (query.type === 'and' || query.type === 'or') return query.parts.some(speaksOfVerdict);
  return query.type === 'not' ? speaksOfVerdict(query.part) : isOfVerdict(query);
}

function writtenAs(query: Query, text: string): string {
  if (query.type === 'not') return `-${writtenAs(query.part, text)}`;
  return 'at' in query ? text.slice(query.at.start, query.at.end) : '';
}

type FieldQuery = Extract<Query, { type: 'field' }>;

function isOfJudge({ field, values }: FieldQuery): boolean {
  if (OF_JUDGE.has(field) || isScore(field)) return true;
  return field === 'has' && values.some(({ text }) => HAS_OF_JUDGE.has(text) || isScore(text));
}

function isScore(name: string): boolean {
  return name.startsWith('score.');
}

function fieldsIn(query: Query): readonly FieldQuery[] {
  if (query.type === 'and' || query.type === 'or') return query.parts.flatMap(fieldsIn);
  if (query.type === 'not') return fieldsIn(query.part);
  return query.type === 'field' ? [query] : [];
}
