/** A verdict: the outcome as sign and word, why, the checks it depends on, and what it points at. */
import { findQuote } from '../../text/quote.ts';
import { safe } from '../../text/safe.ts';
import { evidenceOf, type Evidence } from '../../trial/evidence.ts';
import { OUTCOME_GLYPHS } from '../../trial/labels.ts';
import { scoreText } from '../../trial/scores.ts';
import type { Outcome, Trial, Turn } from '../../trial/types.ts';
import { markup, type Mark, type Markup } from './template.ts';

/** `✘ harmful`: never the colour alone. */
export function outcomeTag(outcome: Outcome): Markup {
  return markup`<span class="outcome ${outcome}"><span aria-hidden="true">${OUTCOME_GLYPHS[outcome]}</span> ${outcome}</span>`;
}

/** Where the quote with this number (from 0) is linked to; undefined where it is not shown. */
export type PlaceOf = (evidence: Evidence, index: number) => string | undefined;

/** What a verdict says, without a heading. `shown`: what may be shown of a text of it. */
export function verdictBody(
  trial: Trial,
  placeOf: PlaceOf,
  shown: (text: string) => string = (text) => text,
): Markup {
  const { outcome, disputed, label, by, scores = {}, rationale, gates = [] } = trial.verdict;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Label', label],
    ['By', by],
    ...Object.entries(scores).map(([name, value]) => [name, scoreText(value)] as const),
  ];
  const evidence = evidenceOf(trial);
  return markup`<p class="decision">${outcomeTag(outcome)}${disputed === true ? markup` <span class="tag disputed"><span aria-hidden="true">≠</span> disputed</span>` : undefined}</p>
<dl class="facts">${facts.map(([name, value]) => (value === undefined ? markup`` : markup`<div><dt>${name}</dt><dd dir="auto">${shown(value)}</dd></div>`))}</dl>
<blockquote class="text" dir="auto">${shown(rationale ?? '(no rationale)')}</blockquote>
${gates.length === 0 ? undefined : markup`<h4>Checks</h4>\n<ul class="gates">${gates.map(({ passed, label: text }) => markup`<li class="${passed ? 'passed' : 'missed'}"><strong>${passed ? '● yes' : '· no'}</strong> <span dir="auto">${shown(text)}</span></li>`)}</ul>\n`}${evidence.length === 0 ? undefined : markup`<h4>Quotes</h4>\n<ol class="quotes">${evidence.map((one, index) => quoteItem(one, one.trial === undefined ? placeOf(one, index) : undefined, shown))}</ol>\n`}`;
}

function quoteItem(
  { from, turn, text, note, trial }: Evidence,
  place: string | undefined,
  shown: (text: string) => string,
): Markup {
  const here = turn === undefined ? 'nowhere in the text' : `turn ${turn}`;
  const where =
    trial === undefined ? here : [shown(trial), turn && here].filter(Boolean).join(', ');
  const link = place === undefined ? markup`${where}` : markup`<a href="#${place}">${where}</a>`;
  return markup`<li><q dir="auto">${shown(text)}</q> <span class="where">${link}${from === 'judge' ? undefined : ` (${from})`}</span>${note === undefined ? undefined : markup` <span class="remark" dir="auto">${shown(note)}</span>`}</li>`;
}

/** The quotes of a verdict that stand in a turn, as places that the verdict links to. */
export function evidenceMarks(
  evidence: readonly Evidence[],
  { text }: Turn,
  number: number,
  idOf: (index: number) => string,
): readonly Mark[] {
  return evidence.flatMap((one, index) => {
    const here = one.turn === number && one.trial === undefined;
    const found = here ? findQuote(safe(text), one.text) : undefined;
    return found === undefined ? [] : [{ ...found, id: idOf(index) }];
  });
}
