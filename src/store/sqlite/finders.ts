/** What finds the passages of one part of a plan: words, a regular expression, a field of the turn. */
import type { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../query/plan-types.ts';
import { combinations, isWide } from '../conditions.ts';
import { pause } from '../pause.ts';
import type { RegexPlan, TextPlan } from '../plan-nodes.ts';
import { numbersOf } from './bulk-read.ts';
import { phraseExpression } from './compile.ts';
import { type Span, within } from './key-ranges.ts';
import type { RegexMatches } from './regex-matches.ts';
import { turnField } from './turn-fields.ts';
import { widePhrase } from './wide-phrases.ts';

/** Words that are looked for one by one, each with its closeness. */
const APART = 100;
const ABSENT = -1;

/** The passages of a span that fulfil a part of a plan, and how well: 1 the very word, towards 0. */
export type Finder = {
  /** Looks through a span. `among`: nothing is asked of other passages. */
  readonly look: (span: Span, among?: Uint32Array) => Promise<void>;
  readonly has: (passage: number) => boolean;
  /** 0 where it is not fulfilled. */
  readonly closeness: (passage: number) => number;
};

/** Passages, rising, of one span after the other. */
type Passages = (span: Span, among: Uint32Array | undefined) => Uint32Array;

/** `most`: of words that fewer passages have, all are asked of the index at once. */
export function wordFinder(
  database: DatabaseSync,
  node: TextPlan,
  most: number,
  signal: AbortSignal | undefined,
): Finder {
  const all = combinations(node);
  // The closest first. Where there are many, those about as close together.
  const groups = Map.groupBy(all, ({ closeness }) =>
    all.length <= APART ? closeness : Math.round(closeness * 20) / 20,
  );
  const levels = [...groups].map(([closeness, some]) => {
    const any = some.map(({ words }) => phraseExpression(words)).join(' OR ');
    return { closeness, passages: inIndex(database, any, most) };
  });
  if (isWide(node)) {
    const least = Math.min(...all.map(({ closeness }) => closeness));
    levels.push({ closeness: least, passages: ofWidePhrase(database, node) });
  }
  return finderOf(async function* () {
    for (const level of levels) {
      yield level;
      await pause(signal);
    }
  });
}

export function regexFinder(
  database: DatabaseSync,
  node: RegexPlan,
  regexes: RegexMatches,
  signal: AbortSignal | undefined,
): Finder {
  return finderOf(async function* ({ to }) {
    await regexes.look([node], to, signal);
    const text = `SELECT json_group_array(passage) AS found FROM ${regexes.table(node, to)}
      WHERE passage BETWEEN ? AND ?`;
    yield { closeness: 1, passages: (span) => found(database, text, [span.from, span.to]) };
  });
}

export function fieldFinder(
  database: DatabaseSync,
  plan: Extract<Plan, { type: 'field' }>,
): Finder {
  const { text, values } = turnField(plan);
  const passages: Passages = (span, among) => {
    const some = within(among, span);
    return found(
      database,
      `SELECT json_group_array(p.id) AS found FROM passage p WHERE p.id ${some.text} AND ${text}`,
      [...some.values, ...values],
    );
  };
  return finderOf(async function* () {
    yield { closeness: 1, passages };
  });
}

type Level = { readonly closeness: number; readonly passages: Passages };

/** A passage that is found several times has the closeness that came first. */
function finderOf(levels: (span: Span) => AsyncIterable<Level>): Finder {
  let from = 0;
  let values = new Float64Array();
  return {
    look: async (span, among) => {
      ({ from } = span);
      const length = span.to - from + 1;
      if (values.length < length) values = new Float64Array(length);
      values.fill(ABSENT);
      for await (const { closeness, passages } of levels(span)) {
        for (const passage of passages(span, among)) {
          if (values[passage - from] === ABSENT) values[passage - from] = closeness;
        }
      }
    },
    has: (passage) => values[passage - from] !== ABSENT,
    closeness: (passage) => Math.max(0, values[passage - from] ?? 0),
  };
}

function found(
  database: DatabaseSync,
  text: string,
  values: readonly (string | number | bigint)[],
): Uint32Array {
  return numbersOf(database.prepare(text).get(...values)?.['found']);
}

/**
 * Passages that the index has for an expression. It takes its time whenever it is asked, so that all are
 * asked for at first, up to a limit; only of common words those of each span.
 */
function inIndex(database: DatabaseSync, expression: string, most: number): Passages {
  let first: { readonly passages: Uint32Array; readonly upTo: number } | undefined;
  const select = 'SELECT json_group_array(rowid) AS found FROM';
  return ({ from, to }) => {
    if (first === undefined) {
      const text = `${select} (SELECT rowid FROM word WHERE word MATCH ? LIMIT ?)`;
      const passages = found(database, text, [expression, most]);
      first = { passages, upTo: passages.length < most ? Infinity : (passages.at(-1) ?? 0) };
    }
    const { passages, upTo } = first;
    const known = passages.subarray(firstAtLeast(passages, from), firstAtLeast(passages, to + 1));
    if (to <= upTo) return known;
    // As integers: of a range of real numbers, which numbers of JavaScript are, the index makes no use.
    const range = [BigInt(Math.max(from, upTo + 1)), BigInt(to)];
    const text = `${select} word WHERE word MATCH ? AND rowid BETWEEN ? AND ?`;
    const others = found(database, text, [expression, ...range]);
    if (known.length === 0) return others;
    const both = new Uint32Array(known.length + others.length);
    both.set(known);
    both.set(others, known.length);
    return both;
  };
}

/** All are looked for at the first span: there is no index to ask for some. */
function ofWidePhrase(database: DatabaseSync, node: TextPlan): Passages {
  const { text, values } = widePhrase(node);
  let known: Uint32Array | undefined;
  return ({ from, to }) => {
    known ??= found(
      database,
      `SELECT json_group_array(doc) AS found FROM (${text})`,
      values,
    ).sort();
    return known.subarray(firstAtLeast(known, from), firstAtLeast(known, to + 1));
  };
}

/** Where the first of some rising numbers is that is not less than one. */
function firstAtLeast(numbers: Uint32Array, least: number): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
