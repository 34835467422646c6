/** Asks questions in turns of several stores, and makes a table of how long they took. */
import type { ClientBase } from 'pg';
import type { Store } from '../../src/store/store.ts';
import { median, percentile, timed } from '../measure.ts';
import type { Question } from './questions.ts';

/** What a question took in one place; undefined: it was not asked there. */
type Times = readonly number[];

export type Measured = {
  readonly question: Question;
  readonly trials: number;
  readonly inquest: Times;
  readonly plain: Times;
  readonly sqlite: Times;
};

export type Asked = {
  readonly store: Store;
  readonly sqlite: Store | undefined;
  readonly plain: ClientBase | undefined;
  readonly trials: number;
  /** Questions of a kind. */
  readonly runs: number;
  /** After so many milliseconds in one place no further one is asked there, but for the first three. */
  readonly patience: number;
};

const LEAST_RUNS = 3;

/** One after the other in each place, so that other work on the machine is in all of them. */
export async function measure(
  question: Question,
  { store, sqlite, plain, trials, runs, patience }: Asked,
): Promise<Measured> {
  const times = { inquest: [] as number[], plain: [] as number[], sqlite: [] as number[] };
  const isOver = (some: Times): boolean =>
    some.length >= LEAST_RUNS && some.reduce((sum, one) => sum + one, 0) > patience;
  // The first of all is not counted: it fills caches.
  for (let n = -1; n < runs; n += 1) {
    const add = async (some: number[], ask: () => Promise<number>): Promise<void> => {
      if (isOver(some)) return;
      const took = await ask();
      if (n >= 0) some.push(took);
    };
    const at = Math.max(0, n);
    await add(times.inquest, async () => question.ask(store, at));
    if (sqlite !== undefined) await add(times.sqlite, async () => question.ask(sqlite, at));
    const { plain: statement } = question;
    if (plain !== undefined && statement !== undefined) {
      await add(times.plain, async () => timed(async () => plain.query(statement(at))));
    }
  }
  return { question, trials, ...times };
}

const shown = (ms: number): string => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));

/** `p50/p95`; with `*`, where fewer than all questions could be asked. */
function cell(times: Times, runs: number): string {
  if (times.length === 0) return '–';
  const fewer = times.length < runs ? '\\*' : '';
  return `${shown(median(times))}/${shown(percentile(times, 0.95))}${fewer}`;
}

/** How the median grows with the trials: 1 is in proportion to them. */
function growth(some: readonly Measured[]): string {
  const [first, last] = [some[0], some.at(-1)];
  if (first === undefined || last === undefined || first.trials === last.trials) return '–';
  const ratio = median(last.inquest) / median(first.inquest);
  return (Math.log(ratio) / Math.log(last.trials / first.trials)).toFixed(1);
}

/** A table in Markdown: a row for each question, columns for each number of trials. */
export function tableOf(all: readonly Measured[], runs: number): string {
  const sizes = [...new Set(all.map(({ trials }) => trials))];
  const name = (trials: number): string => trials.toLocaleString('en-US');
  const heads = sizes.flatMap((size) => [name(size), 'plain SQL', 'SQLite']);
  const lines = [...Map.groupBy(all, ({ question }) => question.what)].map(([what, some]) => {
    const cells = sizes.flatMap((size) => {
      const one = some.find(({ trials }) => trials === size);
      const of = (times: Times | undefined): string => cell(times ?? [], runs);
      return [of(one?.inquest), of(one?.plain), of(one?.sqlite)];
    });
    const budget = some[0]?.question.budget;
    const last = percentile(some.at(-1)?.inquest ?? [], 0.95);
    const verdict =
      budget === undefined ? '' : last <= budget ? `≤ ${budget}` : `≤ ${budget} **missed**`;
    return [what, ...cells, growth(some), verdict];
  });
  const rows = [
    ['ms, p50/p95', ...heads, 'growth', 'budget of p95'],
    ['---', ...heads.map(() => '---'), '---', '---'],
    ...lines,
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
