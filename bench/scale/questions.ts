/** What is asked of a store: many varied questions of each kind, as the viewer and the commands ask them. */
import { createEngine } from '../../src/collection/engine.ts';
import type { Plan } from '../../src/query/plan-types.ts';
import type { Sort } from '../../src/query/results.ts';
import type { Store } from '../../src/store/store.ts';
import type { GroupField } from '../../src/trial/catalogue.ts';
import { createRandom } from '../corpus.ts';
import { timed } from '../measure.ts';
import { BELIEFS, CONDITIONS, GOALS, INSTRUCTIONS, MODELS, SCENARIOS } from './made-trials.ts';

/** Asks the nth question of its kind; milliseconds to the first part of the answer, where it comes in parts. */
type Ask = (store: Store, n: number) => Promise<number>;

export type Question = {
  readonly what: string;
  /** Milliseconds, p95. */
  readonly budget?: number;
  readonly ask: Ask;
  /** The same in SQL over one flat table and the words of passages. */
  readonly plain?: (n: number) => string;
};

const PAGE = 60;
const ALL: Plan = { type: 'all' };
/** Facets that need no full text. */
const FACETS: readonly GroupField[] = [
  'model',
  'verdict',
  'scenario',
  'condition',
  'belief',
  'instruction',
];
const OUTCOMES = ['harmful', 'safe', 'judge-failed', 'error', 'unjudged'];

/** A value that is another for each n, the same in every run. */
function pick<T>(values: readonly T[], n: number, salt: number): T {
  const at = Math.floor(createRandom(31 * n + salt)() * values.length);
  return values[at] as T;
}

type Filter = { readonly plan: Plan; readonly sql: string };

function is(
  field: 'model' | 'verdict' | 'condition' | 'scenario' | 'belief' | 'instruction',
  text: string,
): Filter {
  const glob = text.includes('*');
  const column = field === 'verdict' ? 'outcome' : field;
  return {
    plan: { type: 'field', field, op: 'is', values: [{ text, glob }] },
    sql: glob ? `${column} LIKE '${text.replaceAll('*', '%')}'` : `${column} = '${text}'`,
  };
}

function both(...filters: readonly Filter[]): Filter {
  return {
    plan: { type: 'and', parts: filters.map(({ plan }) => plan) },
    sql: filters.map(({ sql }) => sql).join(' AND '),
  };
}

/** Filters of none to four fields. */
const FILTERS: Readonly<Record<string, (n: number) => Filter>> = {
  'no filter': () => ({ plan: ALL, sql: 'TRUE' }),
  model: (n) => is('model', pick(MODELS, n, 1)),
  'model + outcome': (n) =>
    both(is('model', pick(MODELS, n, 2)), is('verdict', pick(OUTCOMES, n, 3))),
  'condition glob': (n) => is('condition', `goal-${String(1 + (n % GOALS)).padStart(2, '0')}/*`),
  'two fields': (n) =>
    both(is('model', pick(MODELS, n, 4)), is('condition', pick(CONDITIONS, n, 5))),
  'four fields': (n) =>
    both(
      is('model', pick(MODELS, n, 6)),
      is('belief', pick(BELIEFS, n, 7)),
      is('instruction', pick(INSTRUCTIONS, n, 8)),
      is('scenario', pick(SCENARIOS, n, 9)),
    ),
};

const SORTS: Readonly<Record<string, { readonly sort: Sort; readonly sql: string }>> = {
  'as in the files': { sort: { field: 'order', descending: false }, sql: 'id' },
  model: { sort: { field: 'model', descending: false }, sql: 'model, id' },
  turns: { sort: { field: 'turns', descending: true }, sql: 'turns DESC NULLS LAST, id' },
  started: { sort: { field: 'started', descending: true }, sql: 'started DESC NULLS LAST, id' },
  verdict: { sort: { field: 'outcome', descending: false }, sql: 'outcome, id' },
};

function pages(): readonly Question[] {
  return Object.entries(FILTERS).flatMap(([name, filter]) =>
    Object.entries(SORTS).map(([order, { sort, sql }]): Question => ({
      what: `page, ${name}, by ${order}`,
      budget: name === 'four fields' && order !== 'as in the files' ? 400 : 200,
      ask: async (store, n) =>
        timed(async () => store.page({ plan: filter(n).plan, sort }, { offset: 0, limit: PAGE })),
      plain: (n) =>
        `SELECT * FROM plain.trial WHERE ${filter(n).sql} ORDER BY ${sql} LIMIT ${PAGE}`,
    })),
  );
}

function counts(): readonly Question[] {
  return Object.entries(FILTERS).flatMap(([name, filter]): readonly Question[] => {
    const isSmall = name === 'no filter' || name.startsWith('model') || name === 'condition glob';
    const where = (n: number): string => `FROM plain.trial WHERE ${filter(n).sql}`;
    return [
      {
        what: `total, ${name}`,
        ...(isSmall && { budget: 100 }),
        ask: async (store, n) => timed(async () => store.count(filter(n).plan)),
        plain: (n) => `SELECT count(*) ${where(n)}`,
      },
      {
        what: `facets (${FACETS.length}), ${name}`,
        budget: isSmall ? 100 : 600,
        ask: async (store, n) => timed(async () => store.facets(filter(n).plan, FACETS)),
        plain: (n) =>
          FACETS.map((field) => (field === 'verdict' ? 'outcome' : field))
            .map((column) => `SELECT ${column}, outcome, count(*) ${where(n)} GROUP BY 1, 2`)
            .join('; '),
      },
    ];
  });
}

function groups(): readonly Question[] {
  const bys: readonly (readonly GroupField[])[] = [
    ['model'],
    ['model', 'condition'],
    ['model', 'belief'],
  ];
  const grouped = bys.map((by): Question => ({
    what: `groups, ${by.join(' × ')}, with distinct conditions`,
    ask: async (store) => timed(async () => store.groups(ALL, by)),
    plain: () =>
      `SELECT ${by.join(', ')}, outcome, count(*), count(DISTINCT condition) FROM plain.trial GROUP BY ${by.join(', ')}, outcome`,
  }));
  const shares: Question = {
    what: 'shares, harmful of judged, by model',
    ask: async (store, n) => {
      const engine = createEngine(store, { signals: {} });
      const query = { text: `scenario:${pick(SCENARIOS, n, 11)}` };
      const params = { query, share: 'verdict:harmful', of: 'verdict:harmful | verdict:safe' };
      return timed(async () => {
        const { status } = await engine.ask('shares', { ...params, by: ['model'] });
        if (status === 'refused') throw new Error('shares were refused');
      });
    },
    plain: (n) =>
      `SELECT model, count(*) FILTER (WHERE outcome = 'harmful'), count(*) FROM plain.trial
        WHERE scenario = '${pick(SCENARIOS, n, 11)}' AND outcome IN ('harmful', 'safe') GROUP BY 1`,
  };
  return [...grouped, shares];
}

/** Words by how many of the passages have them. */
export type Vocabulary = {
  readonly rare: readonly string[];
  readonly middling: readonly string[];
  readonly frequent: readonly string[];
  readonly commonest: readonly string[];
  readonly phrases: readonly string[];
};

/** The words of a collection, of `passages` passages. */
export async function vocabularyOf(store: Store): Promise<Vocabulary> {
  const { passages } = await store.totals();
  const words = (await store.words()).filter(({ word }) => word.length >= 4);
  const between = (from: number, to: number): readonly string[] =>
    words
      .filter(({ count }) => count / passages >= from && count / passages < to)
      .map(({ word }) => word)
      .toSorted((a, b) => (a < b ? -1 : 1));
  const [middling, frequent] = [between(0.005, 0.03), between(0.05, 0.35)];
  return {
    rare: between(0, 0.0005),
    middling,
    frequent,
    commonest: between(0.35, 1),
    phrases: middling.map((word, at) => `${word} ${frequent[at % frequent.length]}`),
  };
}

function misspelt(word: string): string {
  return word.slice(0, 2) + word.charAt(3) + word.charAt(2) + word.slice(4);
}

/** Searches as they are typed: hits, excerpts and counts. `wait`: for the first part, or for all of it. */
function searches(words: Vocabulary): readonly Question[] {
  const kinds: Readonly<Record<string, readonly [query: (n: number) => string, budget?: number]>> =
    {
      'rare word': [(n) => `'${pick(words.rare, n, 21)}`, 300],
      'word in 0.5 – 3 %': [(n) => `'${pick(words.middling, n, 22)}`, 300],
      'word in 5 – 35 %': [(n) => `'${pick(words.frequent, n, 23)}`],
      ...(words.commonest.length > 0 && {
        'word in more': [(n: number) => `'${pick(words.commonest, n, 24)}`],
      }),
      'misspelt word': [(n) => misspelt(pick(words.rare, n, 25)), 300],
      'two words': [(n) => `'${pick(words.middling, n, 26)} '${pick(words.middling, n, 27)}`, 300],
      phrase: [(n) => `'"${pick(words.phrases, n, 28)}"`, 300],
      'a word without another': [
        (n) => `'${pick(words.middling, n, 29)} -'${pick(words.frequent, n, 30)}`,
        300,
      ],
      'frequent word, of a model': [
        (n) => `'${pick(words.frequent, n, 31)} model:${pick(MODELS, n, 32)}`,
      ],
    };
  return Object.entries(kinds).flatMap(([name, [query, budget]]) =>
    (['first', 'all'] as const).map((wait): Question => ({
      what: `search, ${name}, ${wait === 'first' ? 'first hits' : 'all counted'}`,
      ...(wait === 'first' && budget !== undefined && { budget }),
      ask: async (store, n) => searched(store, query(n), wait),
    })),
  );
}

async function searched(store: Store, text: string, wait: 'first' | 'all'): Promise<number> {
  const engine = createEngine(store, { signals: {} });
  const started = performance.now();
  const stop = new AbortController();
  let first: number | undefined;
  const answer = await engine.ask(
    'search',
    { query: { text }, limit: 400 },
    {
      signal: stop.signal,
      onPart: ({ hits }) => {
        if (hits.length === 0) return;
        first ??= performance.now() - started;
        if (wait === 'first') stop.abort();
      },
    },
  );
  if (answer.status === 'refused' && first === undefined) throw new Error('a search was refused');
  return wait === 'first' ? (first ?? performance.now() - started) : performance.now() - started;
}

export function questionsFor(words: Vocabulary): readonly Question[] {
  return [...pages(), ...counts(), ...groups(), ...searches(words)];
}
