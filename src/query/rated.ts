/** What of a query a rate can be of: trials that were chosen by their verdict have no rate. */
import type { Query } from './ast.ts';
import { nodesOf } from './nodes.ts';

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
    isChosen: rest.some((part) => leavesOf(part).some(isOfVerdict)),
    ofJudge: writtenOnce(query, text, isOfJudge),
  };
}

/**
 * Conditions on what a judge gave, as they are written: the verdict, scores, the judge's own words. Which
 * trials a query selects depends on the judge where there are some.
 */
export function conditionsOnJudge(query: Query, text: string): readonly string[] {
  return writtenOnce(query, text, (part) => isOfVerdict(part) || isOfJudge(part));
}

/** Whether a query says itself by which outcomes trials are selected. */
export function namesOutcomes(query: Query): boolean {
  return leavesOf(query).some((part) => part.type === 'field' && part.field === 'verdict');
}

/** A condition on the verdict, or on none. */
function isOfVerdict(query: Query): boolean {
  if (query.type === 'not') return isOfVerdict(query.part);
  return query.type === 'field' && OF_VERDICT.has(query.field);
}

function writtenAs(query: Query, text: string): string {
  if (query.type === 'not') return `-${writtenAs(query.part, text)}`;
  const written = 'at' in query ? text.slice(query.at.start, query.at.end) : '';
  return isOfRationale(query) && query.type !== 'turn' ? `in:${RATIONALE} ${written}` : written;
}

function writtenOnce(
  query: Query,
  text: string,
  test: (part: Query) => boolean,
): readonly string[] {
  const parts = leavesOf(query).filter(test);
  return [...new Set(parts.map((part) => writtenAs(part, text)))];
}

const RATIONALE = 'rationale';

/** Whether a part asks for what a judge gave beside the verdict. */
function isOfJudge(part: Query): boolean {
  if (part.type !== 'field') return isOfRationale(part);
  const { field, values } = part;
  if (OF_JUDGE.has(field) || isScore(field)) return true;
  return field === 'has' && values.some(({ text }) => HAS_OF_JUDGE.has(text) || isScore(text));
}

/** Whether it looks into the judge's words, or a turn in braces may be these. */
function isOfRationale(part: Query): boolean {
  return nodesOf(part).some((one) => 'in' in one && one.in?.includes(RATIONALE) === true);
}

function isScore(name: string): boolean {
  return name.startsWith('score.');
}

/** The parts that a query is made of; braces are one. */
function leavesOf(query: Query): readonly Query[] {
  if (query.type === 'and' || query.type === 'or') return query.parts.flatMap(leavesOf);
  return query.type === 'not' ? leavesOf(query.part) : [query];
}
