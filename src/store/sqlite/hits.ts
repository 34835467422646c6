/** Finds and ranks passages. The weights are explained in docs/query.md. */
import type { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../query/plan-types.ts';
import type { RawHits } from '../../query/results.ts';
import type { HitOptions } from '../store.ts';
import { besideHits, passageCondition, type PassageDialect } from '../conditions.ts';
import { KINDS, KIND_WEIGHTS } from '../kinds.ts';
import { createBestHits, type BestHits } from './best-hits.ts';
import { numbersOf } from './bulk-read.ts';
import { fromIndex, trialCondition } from './compile.ts';
import { fieldFinder, regexFinder, wordFinder, type Finder } from './finders.ts';
import { SHARED, type PassageFacts } from './passage-facts.ts';
import type { RegexMatches } from './regex-matches.ts';
import { regexNodes, textNodes, type RegexPlan, type TextPlan } from '../plan-nodes.ts';
import { pause } from '../pause.ts';
import { pieces, type Span } from './key-ranges.ts';
import { ALWAYS, join } from '../sql.ts';

/** Passages whose hits are gathered before others have a turn; what is found there is known then. */
const CHUNK = 10_000;
/** Words are looked for in longer and longer spans, up to so many times as long. */
const MOST_CHUNKS = 20;
/** Passages of a span times parts of the plan: each takes eight bytes. */
const MOST_VALUES = 1_000_000;

const NOTHING: RawHits = { hits: [], passages: 0, trials: 0 };

type FindOptions = HitOptions & { readonly chunk?: number | undefined };

export type Sources = {
  readonly database: DatabaseSync;
  readonly regexes: RegexMatches;
  readonly facts: PassageFacts;
};

/**
 * Passages that hold at least one of the plan's words, in trials that match the plan and the filter;
 * for a plan without words, those that its fields speak of. The score is the weight of the passage's
 * kind times the mean closeness of the words it was found by.
 *
 * What trials must fulfil is found first. Then the passages are looked through in chunks, each of
 * which adds to the hits and the counts.
 */
export async function findHits(
  { database, regexes, facts }: Sources,
  plan: Plan,
  {
    limit = Infinity,
    filter = { type: 'all' },
    signal,
    isDue,
    onPart,
    chunk = CHUNK,
  }: FindOptions = {},
): Promise<RawHits> {
  const parts = partsOf(plan, { database, regexes, facts }, 2 * chunk, signal);
  if (parts === undefined) return NOTHING;
  const beside = besideHits(plan) ?? plan;
  await regexes.look([filter, beside].flatMap(regexNodes), undefined, signal);
  const source = fromIndex(regexes);
  const conditions = [beside, filter].map((one) => trialCondition(one, source));
  const some = conditions.filter((one) => one !== ALWAYS);
  const allowed = some.length === 0 ? undefined : matching(database, join(some, 'AND'), facts);
  await pause(signal);

  const hits = createCounter(database, facts, createBestHits(database, limit), parts, allowed);
  const all = { from: 1, to: facts.last.passage };
  const isReading = regexNodes(plan).length > 0;
  const spans = isReading ? pieces(all, chunk) : growing(all, chunk, parts.all.length);
  for (const span of spans) {
    const candidates = await lookThrough(span, parts, facts);
    let at = 0;
    for (const piece of pieces(span, chunk)) {
      const from = at;
      while (at < candidates.length && (candidates[at] ?? 0) <= piece.to) at += 1;
      hits.add(candidates.subarray(from, at));
      if (piece.to < all.to && isDue?.() === true) {
        const looked = isReading ? { looked: piece.to / all.to } : {};
        await onPart?.({ ...hits.found(), ...looked });
      }
      await pause(signal);
    }
  }
  return hits.found();
}

/** A test of a passage in the span that the finders have looked through. */
type Test = (passage: number) => boolean;
type Parts = {
  /** Whether a passage is a hit. */
  readonly test: Test;
  /** What finds words and patterns: those looked for, each once, and all, with the excluded ones. */
  readonly looked: readonly Finder[];
  readonly texts: readonly Finder[];
  readonly fields: readonly Finder[];
  readonly all: readonly Finder[];
};

/** The parts of a plan that say something of a passage; undefined if no passage is a hit of it. */
function partsOf(
  plan: Plan,
  { database, regexes, facts }: Sources,
  most: number,
  signal: AbortSignal | undefined,
): Parts | undefined {
  const texts = new Map<TextPlan | RegexPlan, Finder>();
  const fields: Finder[] = [];
  const finderOf = (node: TextPlan | RegexPlan): Finder => {
    const finder =
      texts.get(node) ??
      (node.type === 'text'
        ? wordFinder(database, node, most, signal)
        : regexFinder(database, node, regexes, signal));
    texts.set(node, finder);
    return finder;
  };
  const dialect: PassageDialect<Test> = {
    text: (node) => finderOf(node).has,
    turnField: (field) => {
      const finder = fieldFinder(database, field);
      fields.push(finder);
      return finder.has;
    },
    ofKind: (kinds) => {
      const isWanted = [
        false,
        ...KINDS.map((kind) => kinds?.includes(kind) ?? kind !== 'rationale'),
      ];
      return (passage) => isWanted[facts.kinds[passage] ?? 0] === true;
    },
    join: joined,
    not: (test) => (passage) => !test(passage),
  };
  const test = passageCondition(plan, dialect);
  if (test === undefined) return undefined;
  const looked = textNodes(plan).map(finderOf);
  return { test, looked, texts: [...texts.values()], fields, all: [...texts.values(), ...fields] };
}

function joined(parts: readonly Test[], operator: 'AND' | 'OR'): Test {
  const [first, ...others] = parts;
  if (first === undefined) return () => operator === 'AND';
  return others.reduce<Test>(
    operator === 'AND'
      ? (before, test) => (passage) => before(passage) && test(passage)
      : (before, test) => (passage) => before(passage) || test(passage),
    first,
  );
}

/** By the keys of trials, 1 for those that match. */
function matching(
  database: DatabaseSync,
  condition: ReturnType<typeof join>,
  { last }: PassageFacts,
): Uint8Array {
  const row = database
    .prepare(`SELECT json_group_array(t.key) AS keys FROM trial t WHERE ${condition.text}`)
    .get(...condition.values);
  const allowed = new Uint8Array(last.trial + 1);
  for (const key of numbersOf(row?.['keys'])) allowed[key] = 1;
  return allowed;
}

/** A span cut into pieces, each four times as long as the one before, up to a limit. */
function* growing({ from, to }: Span, first: number, parts: number): Generator<Span> {
  const most = Math.min(MOST_CHUNKS * first, Math.max(first, MOST_VALUES / Math.max(1, parts)));
  let length = first;
  for (let at = from; at <= to;) {
    yield { from: at, to: Math.min(to, at + length - 1) };
    at += length;
    length = Math.min(Math.floor(most), 4 * length);
  }
}

/** Looks for all parts of a plan in a span; gives the passages that can be hits. */
async function lookThrough(
  span: Span,
  { looked, texts, fields }: Parts,
  facts: PassageFacts,
): Promise<Uint32Array> {
  for (const finder of texts) await finder.look(span);
  const candidates = new Uint32Array(span.to - span.from + 1);
  let count = 0;
  for (let passage = span.from; passage <= span.to; passage += 1) {
    if (looked.length > 0 && !looked.some(({ has }) => has(passage))) continue;
    candidates[count] = passage;
    count += 1;
  }
  const found = candidates.subarray(0, count);
  facts.read(found, span);
  for (const finder of fields) await finder.look(span, found);
  return found;
}

type Counter = {
  /** Takes the hits among some candidates, rising, whose span was looked through. */
  readonly add: (candidates: Uint32Array) => void;
  readonly found: () => RawHits;
};

/** Counts hits and their trials, of which some may be `allowed`, and keeps the best. */
function createCounter(
  database: DatabaseSync,
  facts: PassageFacts,
  best: BestHits,
  { test, looked }: Parts,
  allowed: Uint8Array | undefined,
): Counter {
  const { kinds, trials: trialOf, orderOf, last } = facts;
  const weights = KINDS.map((kind) => KIND_WEIGHTS[kind]);
  const seen = new Uint8Array(last.trial + 1);
  let passages = 0;
  let trials = 0;

  function take(passage: number, trial: number, count: number): void {
    passages += 1;
    const kind = (kinds[passage] ?? 0) - 1;
    let sum = looked.length === 0 ? 1 : 0;
    for (const { closeness } of looked) sum += closeness(passage);
    const score = ((weights[kind] ?? 0) * sum) / Math.max(1, looked.length);
    const order = orderOf(trial);
    if (best.isWanted(score, order)) {
      best.add({ passage, kind, trial, order, trials: count, score });
    }
  }

  /** Marks a trial that has a hit; false if it is none that matches. */
  function mark(trial: number): boolean {
    if (allowed !== undefined && allowed[trial] !== 1) return false;
    if (seen[trial] === 0) {
      seen[trial] = 1;
      trials += 1;
    }
    return true;
  }

  function takeShared(shared: readonly number[]): void {
    const rows = database
      .prepare(
        `SELECT passage, json_group_array(trial) AS trials FROM (
          SELECT passage, trial FROM turn INDEXED BY turn_passage
            WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage, trial)
          GROUP BY passage`,
      )
      .iterate(JSON.stringify(shared));
    for (const row of rows) {
      // A trial may have it in several turns.
      const having = numbersOf(row['trials'] ?? '[]').filter(
        (trial, at, all) => trial !== all[at - 1] && mark(trial),
      );
      const first = having.reduce(
        (before, trial) => (orderOf(trial) < orderOf(before) ? trial : before),
        having[0] ?? 0,
      );
      if (having.length > 0) take(Number(row['passage']), first, having.length);
    }
  }

  return {
    add: (candidates) => {
      const shared: number[] = [];
      for (const passage of candidates) {
        const trial = trialOf[passage] ?? 0;
        if (kinds[passage] === 0 || !test(passage)) continue;
        if (trial === SHARED) shared.push(passage);
        else if (mark(trial)) take(passage, trial, 1);
      }
      if (shared.length > 0) takeShared(shared);
    },
    found: () => ({ hits: best.hits(), passages, trials }),
  };
}
