/** `inquest search`: every place that has the words, and what the words were taken to mean. */
import type { Term } from '../../query/plan-types.ts';
import type { Hit, SearchResult } from '../../query/results.ts';
import type { Result } from '../../collection/protocol.ts';
import type { Collection } from '../../collection/collection.ts';
import { explainTurns } from '../../query/explain.ts';
import { SCOPES } from '../../query/fields.ts';
import { concat, joinSafe, safeLine, t, type SafeText } from '../../text/safe.ts';
import { highlight, type Line, type Span } from '../../text/spans.ts';
import { wrap } from '../../text/wrap.ts';
import { UserError } from '../../base/user-error.ts';
import { grouped, plural } from '../../stats/bars.ts';
import {
  checkFollowing,
  formOf,
  withCollection,
  type CommonOptions,
  type Context,
} from '../context.ts';
import { tell } from '../../process/streams.ts';
import { unknownName } from '../../base/nearest.ts';
import type { Output } from '../../process/output.ts';
import { printCsv, printCsvRows, printJson, printJsonLines } from '../print-rows.ts';
import type { Row } from '../../export/csv-line.ts';

export type SearchOptions = CommonOptions & {
  readonly in?: readonly string[];
  readonly query?: string;
  readonly limit?: number;
  readonly count?: boolean;
  readonly trials?: boolean;
};

export async function runSearch(
  context: Context<SearchOptions>,
  query: string,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  checkFollowing(options);
  checkScopes(options.in);
  checkCounting(options);
  if (options.trials === true) return listTrials(context, query, paths);
  const work = async ({ ask, changed }: Collection): Promise<number> => {
    const search = (limit: number | undefined): Promise<Result<'search'>> =>
      ask('search', {
        query: { text: query, in: options.in },
        ...(options.query === undefined ? {} : { filter: { text: options.query } }),
        limit,
      });
    const result = await search(options.count === true ? 1 : options.limit);
    if (result.terms.length === 0 && result.patterns.length === 0) {
      throw new UserError('there is no word to search for', `inquest list -q '${query}' filters`);
    }
    if (options.count === true) return printCount(context, query, result);
    const { terms, trials, passages, ranked, ms, hits } = result;
    const form = formOf(options);
    if (form === 'csv') await printCsv(out, HIT_COLUMNS, hits.map(hitRow));
    else if (form === 'json') {
      const head = {
        query,
        explained: explainTurns(query),
        terms: terms.map(termRow),
        trials,
        passages,
        ranked,
        ms,
      };
      await printJson(out, hits.map(hitRow), { head, name: 'hits' });
    } else if (form === 'jsonl') await printJsonLines(out, hits.map(hitRow));
    else {
      const explained = explainTurns(query);
      if (explained !== undefined) await out.text(t`${explained}: ${plural(trials, 'trial')}\n`);
      await printText(out, result);
    }
    let count = hits.length;
    const printed = new Set(
      (options.follow === true ? (await search(undefined)).hits : []).map(nameOf),
    );
    while (options.follow === true && count < (options.limit ?? Number.POSITIVE_INFINITY)) {
      await out.finish();
      await changed();
      const left = (options.limit ?? Number.POSITIVE_INFINITY) - count;
      const found = (await search(undefined)).hits.filter((hit) => !printed.has(nameOf(hit)));
      const fresh = found.slice(0, left);
      for (const hit of fresh) printed.add(nameOf(hit));
      count += fresh.length;
      if (form === 'jsonl') await printJsonLines(out, fresh.map(hitRow));
      else if (form === 'csv') await printCsvRows(out, HIT_COLUMNS, fresh.map(hitRow));
      else await printHits(out, fresh);
    }
    if (count === 0) tell('nothing found');
    return count === 0 ? 1 : 0;
  };
  return withCollection(paths, context, work, { withNotes: true });
}

/** The place of a hit. That of a passage is that of the first trial which has it. */
function nameOf({ key, turn }: Hit): string {
  return `${String(key)}/${turn}`;
}

function checkScopes(scopes: readonly string[] = []): void {
  const odd = scopes.find((scope) => !SCOPES.includes(scope));
  if (odd === undefined) return;
  throw unknownName('--in: there is no kind of turn', odd, SCOPES);
}

/** The trials that have the words, as `list` prints them. */
async function listTrials(
  context: Context<SearchOptions>,
  query: string,
  paths: readonly string[],
): Promise<number> {
  const { query: filter, in: scopes, count } = context.options;
  if (count === true) throw new UserError('--trials does not go with --count');
  if (filter !== undefined) {
    throw new UserError('--trials does not go with -q', `inquest list -q '{${query}} ${filter}'`);
  }
  const { runList } = await import('./list.ts');
  const asked = scopes === undefined ? query : `{in:${scopes.join(',')} ${query}}`;
  return runList({ ...context, options: { ...context.options, query: asked } }, paths);
}

function checkCounting({ count, follow, limit }: SearchOptions): void {
  if (count !== true) return;
  if (follow === true) throw new UserError('--count does not go with --follow');
  if (limit !== undefined) throw new UserError('--count counts all: it does not go with --limit');
}

/** How many places have the words, in how many trials; exit code 1 where none has. */
async function printCount(
  { options, out }: Context<SearchOptions>,
  query: string,
  { terms, passages, trials }: SearchResult,
): Promise<number> {
  const form = formOf(options);
  if (form === 'text') {
    await out.text(t`${plural(passages, 'passage')} in ${plural(trials, 'trial')}\n`);
  } else if (form === 'csv') {
    await printCsv(out, ['passages', 'trials'], [{ passages, trials }]);
  } else {
    await printJsonLines(out, [{ query, terms: terms.map(termRow), trials, passages }]);
  }
  return passages === 0 ? 1 : 0;
}

const HIT_COLUMNS = [
  'trial',
  'model',
  'outcome',
  'turn',
  'kind',
  'score',
  'excerpt',
  'sameIn',
] as const;

/** A hit as it is printed: with `sameIn` only where more trials have the very passage. */
function hitRow(hit: Hit): Row {
  const { trial, model, outcome, turn, kind, score, excerpt, sameIn } = hit;
  return {
    trial,
    model,
    outcome,
    turn,
    kind,
    score,
    excerpt,
    ...(sameIn > 1 ? { sameIn } : {}),
  };
}

function termRow({ text, variants, more }: Term): unknown {
  return { text, variants, more };
}

async function printText(out: Output, result: SearchResult): Promise<void> {
  const { terms, hits, trials, passages, ranked, ms } = result;
  for (const term of terms) await out.text(t`${termLine(term)}\n`);
  const compared =
    ranked === undefined ? '' : `; how close the words stand: compared in ${grouped(ranked)}`;
  await out.text(
    t`${plural(passages, 'passage')} in ${plural(trials, 'trial')}, ${grouped(ms)} ms${compared}\n\n`,
  );
  await printHits(out, hits);
}

async function printHits(out: Output, hits: readonly Hit[]): Promise<void> {
  for (const hit of hits) {
    const { trial, turn, kind, outcome, score, sameIn } = hit;
    const same = sameIn > 1 ? ` · the same in ${grouped(sameIn)} trials` : '';
    await out.text(t`${trial} · turn ${turn} ${kind} · ${outcome} · ${score.toFixed(2)}${same}\n`);
    for (const line of wrapped(excerptLine(hit), out.columns)) await out.line(line);
    await out.text(t`\n`);
  }
}

/** The excerpt in lines that fit the terminal, broken between words; one line where there is none. */
function wrapped(line: Line, columns: number | undefined): readonly Line[] {
  const text = concat(...line.map((span) => span.text));
  const rows = columns === undefined ? [{ start: 0, end: text.length }] : wrap(text, columns - 2);
  let at = 0;
  const marks = line.flatMap((span) => {
    const start = at;
    at += span.text.length;
    return span.style === undefined ? [] : [{ start, end: at, style: span.style }];
  });
  return rows.map((row) => [{ text: t`  ` }, ...highlight(text, row, marks)]);
}

/** `unethical 812 · unethically 31 · unehtical 2`, then what was left out. */
function termLine({ text, variants, more = 0 }: Term): SafeText {
  const counted = (on: boolean): SafeText =>
    joinSafe(
      variants
        .filter((variant) => variant.on === on)
        .map(({ word, count }) => (count > 0 ? t`${word} ${grouped(count)}` : safeLine(word))),
      t` · `,
    );
  const [on, off] = [counted(true), counted(false)];
  const rest = more === 0 ? '' : ` · and ${plural(more, 'more word')}`;
  const found = on === '' ? t`${text}: no such word` : t`${on}${rest}`;
  return off === '' ? found : t`${found}   (left out: ${off})`;
}

/** The excerpt with its matches set off. Each piece is made safe by itself: offsets would shift. */
function excerptLine({ excerpt, ranges }: Hit): Line {
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    if (start > at) spans.push({ text: safeLine(excerpt.slice(at, start)) });
    spans.push({ text: safeLine(excerpt.slice(start, end)), style: 'hit' });
    at = end;
  }
  if (at < excerpt.length) spans.push({ text: safeLine(excerpt.slice(at)) });
  return spans;
}
