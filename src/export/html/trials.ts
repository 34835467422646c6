/** A page of trials: one alone, or many with an index before them. Written piece by piece. */
import type { TrialRow } from '../../query/results.ts';
import { plural } from '../../stats/bars.ts';
import { evidenceOf } from '../../trial/evidence.ts';
import { trialFields } from '../../trial/sections.ts';
import type { Trial } from '../../trial/types.ts';
import type { Origin } from '../origin.ts';
import { pageEnd, pageStart, syntheticNotice } from './page.ts';
import { ratesMarkup, type RatesMarkupInput } from './rates.ts';
import { markup, type Markup } from './template.ts';
import { turnArticle } from './turn.ts';
import { evidenceMarks, outcomeTag, verdictBody } from './verdict.ts';

/** What stands before the trials of a set. */
export type TrialIndex = {
  readonly count: number;
  /** The filter; undefined where the trials were named one by one. */
  readonly query?: string | undefined;
  /** Rates by model. A set picked by hand has none: they would mean nothing. */
  readonly rates?: Omit<RatesMarkupInput, 'caption' | 'by'> | undefined;
  /** In the order of the trials. */
  readonly rows: AsyncIterable<Pick<TrialRow, 'id' | 'outcome'>>;
};

/** One trial as a page of its own. */
export function* trialPage(trial: Trial, origin: Origin): Generator<string> {
  yield pageStart(trial.id, 'trial').text;
  yield markup`<main id="content">
<header class="top">
<h1 dir="auto">${trial.id}</h1>
${facts(trial)}${trial.synthetic === true ? syntheticNotice('trial') : undefined}</header>
`.text;
  yield* turns(trial, 1);
  yield markup`</main>\n`.text;
  yield pageEnd(origin).text;
}

/** A set of trials: the rates, a list of all, then each. */
export async function* setPage(
  index: TrialIndex,
  trials: AsyncIterable<Trial>,
  origin: Origin,
): AsyncGenerator<string> {
  const title = plural(index.count, 'trial');
  yield pageStart(title, 'set').text;
  yield markup`<header class="top">
<h1>${title}</h1>
${filter(index.query)}</header>
<main id="content">
`.text;
  if (index.rates !== undefined) {
    yield markup`<section class="rates-step" aria-labelledby="rates"><h2 id="rates">${index.rates.total.isChosen === true ? 'Counts' : 'Rates'}</h2>
${ratesMarkup({ caption: index.rates.total.isChosen === true ? 'Harmful of judged, by model' : 'Harmful rate by model', by: ['model'], ...index.rates })}</section>
`.text;
  }
  yield* contents(index.rows);
  let number = 0;
  for await (const trial of trials) {
    number += 1;
    yield markup`<section class="trial" id="trial-${number}" aria-labelledby="trial-${number}-name">
<header><h2 id="trial-${number}-name" dir="auto">${trial.id}</h2>
${facts(trial)}${trial.synthetic === true ? syntheticNotice('trial') : undefined}</header>
`.text;
    yield* turns(trial, number);
    yield markup`</section>\n`.text;
  }
  yield markup`</main>\n`.text;
  yield pageEnd(origin).text;
}

function filter(query: string | undefined): Markup | undefined {
  if (query === undefined) return undefined;
  return query === ''
    ? markup`<p class="subtitle">All of the collection.</p>\n`
    : markup`<p class="subtitle">Those that match <code dir="auto">${query}</code></p>\n`;
}

async function* contents(rows: TrialIndex['rows']): AsyncGenerator<string> {
  yield markup`<nav class="contents" aria-labelledby="contents"><h2 id="contents">Trials</h2><ol>\n`
    .text;
  let number = 0;
  for await (const { id, outcome } of rows) {
    number += 1;
    yield markup`<li><span class="number">${number}</span><a href="#trial-${number}" dir="auto">${id}</a>${outcomeTag(outcome)}</li>\n`
      .text;
  }
  yield markup`</ol></nav>\n`.text;
}

/** What is known of a trial besides its id, turns and verdict. */
function facts(trial: Trial): Markup {
  const lines = trialFields(trial).filter(([name]) => name !== 'Trial' && name !== 'Synthetic');
  return markup`<dl class="facts">${lines.map(([name, value]) => markup`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl>\n`;
}

/** The turns of a trial and its verdict, last. */
function* turns(trial: Trial, at: number): Generator<string> {
  const quoteId = (index: number): string => `trial-${at}-quote-${index + 1}`;
  const evidence = evidenceOf(trial);
  const marked = new Set<string>();
  for (const [index, turn] of trial.turns.entries()) {
    const number = index + 1;
    const marks = evidenceMarks(evidence, turn, number, quoteId);
    for (const { id = '' } of marks) marked.add(id);
    yield turnArticle({ id: `trial-${at}-turn-${number}`, number, turn, marks }).text;
  }
  const body = verdictBody(trial, ({ turn }, index) => {
    if (marked.has(quoteId(index))) return quoteId(index);
    return turn !== undefined && trial.turns[turn - 1] !== undefined
      ? `trial-${at}-turn-${turn}`
      : undefined;
  });
  yield markup`<section class="verdict" id="trial-${at}-verdict" data-step tabindex="-1" aria-labelledby="trial-${at}-verdict-name">
<h3 id="trial-${at}-verdict-name">Verdict</h3>
${body}</section>
`.text;
}
