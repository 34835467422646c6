/**
 * Answers every request of `collection/protocol.ts` from a store. What is dear (the dictionary, sorted keys) is
 * kept until the store's generation rises.
 */
import type { Answer, Params, RequestName, Result } from '../collection/protocol.ts';
import type { QueryInput } from '../query/query-input.ts';
import type { Query, QueryError } from '../query/ast.ts';
import { withoutField } from '../query/edit.ts';
import { createExpander, type Expander } from '../query/expand.ts';
import { parse } from '../query/parse.ts';
import { patternsOf, plan } from '../query/plan.ts';
import type { Plan, Planned, Term } from '../query/plan-types.ts';
import type { Counts, Facet, Group, RawHits, Sort } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import { readHits } from '../query/search.ts';
import { pause } from '../store/pause.ts';
import type { Store } from '../store/store.ts';
import type { MatchPattern } from '../text/patterns.ts';
import type { Trial } from '../trial/types.ts';
import { mistakeIn, UserError } from '../trial/user-error.ts';
import { contentHash } from '../walkthrough/reference.ts';
import { resolveDeck, type Library } from '../walkthrough/resolve.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import { isDamaged } from '../ingest/failures.ts';
import { findTrial } from './find-trial.ts';
import { isLarge, previewOf } from './preview.ts';

export type EngineOptions = {
  /** Name → query text. */
  readonly signals: Readonly<Record<string, string>>;
  /** What is asked about a walkthrough is asked about this one of it: a redacted one. */
  readonly prepare?: (walkthrough: Walkthrough) => Walkthrough;
  /** After how long a search tells what it has so far; 0: after each stretch. Milliseconds. */
  readonly firstPart?: number | undefined;
};

export type AskOptions<N extends RequestName> = {
  /** Ends a search that nobody waits for any more; its answer is then a failure. */
  readonly signal?: AbortSignal | undefined;
  /** Takes what a long search has found so far, again and again before its answer. */
  readonly onPart?: ((result: Result<N>) => void) | undefined;
};

/** Never rejects for a mistake in a query: that, and a failed store, is an answer too. */
export type Engine = {
  readonly ask: <N extends RequestName>(
    name: N,
    params: Params<N>,
    options?: AskOptions<N>,
  ) => Promise<Answer<N>>;
};

/** Hits that are looked for where no limit is set: all. */
const ALL_HITS = Number.MAX_SAFE_INTEGER;
/**
 * Hits whose words are looked at for how close they stand, before the best are taken: each must be
 * read. Where there are more, the answer says how many were looked at.
 */
const RANKED_HITS = 1000;
/** After how long a search tells what it has so far; then again after twice the time. */
const FIRST_PART_MS = 100;
/** Sorted lists kept: the one on screen, the one behind it, a few while typing. */
const MOST_LISTS = 4;

const IN_ORDER: Sort = { field: 'order', descending: false };

type Kept = {
  readonly generation: number;
  readonly lists: Map<string, Promise<Uint32Array>>;
  expander?: Promise<Expander>;
  signals?: Promise<ReadonlyMap<string, readonly MatchPattern[]>>;
};

/** A mistake in a query on its way up to the answer. */
class QueryMistake extends Error {
  readonly queryError: QueryError;
  constructor(queryError: QueryError) {
    super(queryError.message);
    this.queryError = queryError;
  }
}

/** An engine over a store. It does not close the store. */
export function createEngine(store: Store, options: EngineOptions): Engine {
  let kept: Kept = { generation: Number.NaN, lists: new Map() };

  async function refresh(): Promise<Kept> {
    const generation = await store.generation();
    if (generation !== kept.generation) {
      for (const list of kept.lists.values()) giveBack(list);
      kept.lists.clear();
      kept = { generation, lists: new Map() };
    }
    return kept;
  }

  function expander(now: Kept): Promise<Expander> {
    now.expander ??= store.words().then(createExpander);
    return now.expander;
  }

  function parsed(text: string): Query {
    const result = parse(text);
    if (!result.ok) throw new QueryMistake(result.error);
    return result.query;
  }

  /** The plan of a query. The dictionary is read only for queries that have words. */
  async function planned(
    now: Kept,
    query: Query,
    input: QueryInput,
    signal?: AbortSignal,
  ): Promise<Planned> {
    const uses = usesOf(query);
    if (uses.signal) await signals(now);
    const words = uses.words ? await expander(now) : createExpander([]);
    const found = plan(query, words, { switches: input.switches, in: input.in });
    return {
      plan: found.plan,
      terms: await Promise.all(found.terms.map((term) => counted(term, signal))),
    };
  }

  /** How often a related form of two words (`not ethical`) occurs: no dictionary has that. */
  async function counted(term: Term, signal: AbortSignal | undefined): Promise<Term> {
    const variants = term.variants.map(async (variant) => {
      if (!variant.word.includes(' ')) return variant;
      const places = variant.word.split(' ').map((word) => [{ word, closeness: 1 }]);
      const { passages } = await store.hits({ type: 'text', places }, 1, { signal });
      return { ...variant, count: passages };
    });
    return { ...term, variants: await Promise.all(variants) };
  }

  /** Defines the signals in the store, once a generation, and says what each looks for. */
  function signals(now: Kept): Promise<ReadonlyMap<string, readonly MatchPattern[]>> {
    now.signals ??= defineSignals(now);
    return now.signals;
  }

  async function defineSignals(now: Kept): Promise<ReadonlyMap<string, readonly MatchPattern[]>> {
    const words = await expander(now);
    const plans = new Map<string, Plan>();
    for (const [name, text] of Object.entries(options.signals)) {
      const result = parse(text);
      // The config file is checked when it is read; a signal cannot be made of other signals.
      if (result.ok && !usesOf(result.query).signal) {
        plans.set(name, plan(result.query, words).plan);
      }
    }
    await store.defineSignals(plans);
    return new Map([...plans].map(([name, one]) => [name, patternsOf(one)]));
  }

  /** To be used up before anything else is waited for, or copied: lists are given back. */
  function keys(now: Kept, wanted: Plan, sort: Sort): Promise<Uint32Array> {
    const name = JSON.stringify([wanted, sort]);
    const found = now.lists.get(name) ?? store.keys(wanted, sort);
    // Taken out and put in again: the first one in the map is the one not used for longest.
    now.lists.delete(name);
    now.lists.set(name, found);
    const [oldest] = now.lists;
    if (now.lists.size > MOST_LISTS && oldest !== undefined) {
      now.lists.delete(oldest[0]);
      giveBack(oldest[1]);
    }
    return found;
  }

  async function trialOf(key: number): Promise<Trial> {
    const trial = await store.trial(key);
    if (trial === undefined) throw new UserError('this trial is gone');
    return trial;
  }

  /** A trial with all that the viewer needs to show it. */
  async function loaded(key: number, trial: Trial): Promise<Result<'trial'>> {
    const now = await refresh();
    const [row] = await store.rows([key]);
    if (row === undefined) throw new UserError('this trial is gone');
    const found = Object.fromEntries(await signals(now));
    return { key, row, trial, hash: contentHash(trial), signals: found };
  }

  const answers: {
    [N in RequestName]: (params: Params<N>, options: AskOptions<N>) => Promise<Result<N>>;
  } = {
    list: async ({ query, sort, offset: wantedOffset, limit, after, anchor: wantedAnchor }) => {
      const now = await refresh();
      const { plan: wanted, terms } = await planned(now, parsed(query.text), query);
      const matching = await keys(now, wanted, sort);
      const all = after === undefined ? matching : matching.filter((key) => key > after);
      const anchor = wantedAnchor === undefined ? undefined : anchorNow(all, wantedAnchor);
      const moved = (anchor?.index ?? 0) - (anchor === undefined ? 0 : (wantedAnchor?.index ?? 0));
      const offset = Math.max(0, wantedOffset + moved);
      const total = all.length;
      const page = all.subarray(offset, limit === undefined ? undefined : offset + limit);
      const rows = await store.rows([...page]);
      const patterns = patternsOf(wanted);
      return { query: query.text, sort, anchor, total, offset, rows, terms, patterns };
    },

    facets: async ({ query, fields }) => {
      const now = await refresh();
      if (fields.includes('signal')) await signals(now);
      const whole = parsed(query.text);
      // Fields that the query does not speak of have the same plan, and are counted in one go.
      const together = new Map<string, { wanted: Plan; fields: GroupField[] }>();
      for (const field of fields) {
        const { plan: wanted } = await planned(now, withoutField(whole, field), query);
        const name = JSON.stringify(wanted);
        const one = together.get(name);
        if (one === undefined) together.set(name, { wanted, fields: [field] });
        else one.fields.push(field);
      }
      const found = new Map<GroupField, Facet>();
      for (const one of together.values()) {
        for (const facet of await store.facets(one.wanted, one.fields)) {
          found.set(facet.field, facet);
        }
      }
      return { query: query.text, facets: fields.flatMap((field) => found.get(field) ?? []) };
    },

    trial: async ({ key }) => loaded(key, await trialOf(key)),

    preview: async ({ key }) => {
      const trial = await trialOf(key);
      const final = previewOf(trial);
      return { key, final, loaded: isLarge(trial) ? undefined : await loaded(key, trial) };
    },

    find: async ({ id }) => ({ key: await findTrial(store, id) }),

    place: async ({ query, sort, key }) => {
      const now = await refresh();
      const { plan: wanted } = await planned(now, parsed(query.text), query);
      const all = await keys(now, wanted, sort);
      const index = all.indexOf(key);
      return {
        index,
        total: all.length,
        previous: index > 0 ? (all[index - 1] ?? null) : null,
        next: index >= 0 ? (all[index + 1] ?? null) : null,
      };
    },

    search: async ({ query, filter, limit }, { signal, onPart }) => {
      const started = performance.now();
      const passed = (): number => Math.round((performance.now() - started) * 10) / 10;
      const now = await refresh();
      const text = await planned(now, parsed(query.text), query, signal);
      const only =
        filter === undefined ? undefined : (await planned(now, parsed(filter.text), filter)).plan;
      const patterns = patternsOf(text.plan);
      const wanted = limit ?? ALL_HITS;
      // A word alone cannot stand closer to anything: what the store puts first is the best.
      const ranked = patterns.length < 2 ? wanted : Math.max(wanted, RANKED_HITS);
      const read = async (raw: RawHits): Promise<Result<'search'>> => {
        const hits = (await readHits(raw, patterns, store, () => pause(signal))).slice(0, wanted);
        const { trials, passages } = raw;
        const isCapped = patterns.length > 1 && raw.hits.length < passages;
        const capped = isCapped ? { ranked: raw.hits.length } : {};
        return { terms: text.terms, hits, trials, passages, ...capped, ms: passed(), patterns };
      };
      let due = options.firstPart ?? FIRST_PART_MS;
      const raw = await store.hits(text.plan, ranked, {
        filter: only,
        signal,
        isDue: () => onPart !== undefined && passed() >= due,
        onPart: async (part) => {
          onPart?.(await read({ ...part, hits: part.hits.slice(0, wanted) }));
          due = due === 0 ? 0 : 2 * passed();
        },
      });
      return read(raw);
    },

    stats: async ({ query, by }) => {
      const now = await refresh();
      if (by.includes('signal')) await signals(now);
      const { plan: wanted } = await planned(now, parsed(query.text), query);
      const groups = await store.groups(wanted, by);
      const [total] = await store.groups(wanted, []);
      return { query: query.text, groups, total: total ?? NO_TRIALS };
    },

    deck: async ({ walkthrough }) =>
      resolveDeck(options.prepare?.(walkthrough) ?? walkthrough, library),

    problems: async ({ limit }) => ({ problems: await store.problems(limit) }),
  };

  /** What a walkthrough is looked up in. */
  const library: Library = {
    byId: async (id) => {
      const key = await store.keyOf(id);
      return key === undefined ? undefined : store.trial(key);
    },
    all: async function* () {
      const all = await keys(await refresh(), { type: 'all' }, IN_ORDER);
      for (const key of all.slice()) {
        const trial = await store.trial(key);
        if (trial !== undefined) yield trial;
      }
    },
    rates: async (text, by) => answers.stats({ query: { text }, by }, {}),
  };

  return {
    ask: async <N extends RequestName>(
      name: N,
      params: Params<N>,
      asked: AskOptions<N> = {},
    ): Promise<Answer<N>> => {
      try {
        return { status: 'answered', result: await answers[name](params, asked) };
      } catch (error) {
        if (error instanceof QueryMistake) {
          return { status: 'refused', reason: { type: 'query', error: error.queryError } };
        }
        const isBroken = isDamaged(error);
        const ours = isBroken ? undefined : mistakeIn(error);
        return {
          status: 'refused',
          reason: {
            type: 'failure',
            message: failureOf(error),
            error: ours,
            ...(isBroken && { isDamaged: true }),
          },
        };
      }
    },
  };
}

/**
 * Frees the memory of a list, behind those who wait for it: a collector sees little of it and waits
 * for long, while a collection that grows has a new list four times a second.
 */
function giveBack(list: Promise<Uint32Array>): void {
  void list.then(
    ({ buffer }) => (buffer as ArrayBuffer).transfer(0),
    () => undefined,
  );
}

/** A trial and where it stands now; undefined where it is not in the list any more. */
function anchorNow(
  keys: Uint32Array,
  { key, index }: { readonly key: number; readonly index: number },
): { readonly key: number; readonly index: number } | undefined {
  const found = keys[index] === key ? index : keys.indexOf(key);
  return found < 0 ? undefined : { key, index: found };
}

const DAMAGED = 'the index was damaged; the files are read anew';

/** What a person can do something about, as it stands; anything else is ours. */
function failureOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (isDamaged(error)) return DAMAGED;
  const message = error instanceof Error ? error.message : String(error);
  return `something went wrong inside: ${message}`;
}

const NO_COUNTS: Counts = {
  trials: 0,
  judged: 0,
  harmful: 0,
  safe: 0,
  unjudged: 0,
  judgeFailed: 0,
  error: 0,
};
const NO_TRIALS: Group = { values: [], counts: NO_COUNTS, conditions: 0 };

/** Whether a query has words to expand, and whether it asks for signals. */
function usesOf(query: Query): { readonly words: boolean; readonly signal: boolean } {
  switch (query.type) {
    case 'and':
    case 'or': {
      const parts = query.parts.map(usesOf);
      return {
        words: parts.some(({ words }) => words),
        signal: parts.some(({ signal }) => signal),
      };
    }
    case 'not':
      return usesOf(query.part);
    case 'word':
    case 'phrase':
      return { words: true, signal: false };
    case 'field':
      return { words: false, signal: query.field === 'signal' };
    default:
      return { words: false, signal: false };
  }
}
