/** A verdict: the outcome as sign and word, why, the checks it depends on, and what it points at. */
import { findQuote } from '../../text/quote.ts';
import { safe } from '../../text/safe.ts';
import type { Evidence } from '../../trial/evidence.ts';
import { OUTCOME_GLYPHS } from '../../trial/display.ts';
import { verdictSection, type QuoteLine } from '../../trial/sections.ts';
import type { Outcome, Trial, Turn } from '../../trial/types.ts';
import { markup, type Mark, type Markup } from './template.ts';

/** `✘ harmful`: never the colour alone. */
export function outcomeTag(outcome: Outcome): Markup {
  return markup`<span class="outcome ${outcome}"><span aria-hidden="true">${OUTCOME_GLYPHS[outcome]}</span> ${outcome}</span>`;
}

/** Where the quote with this number (from 0) is linked to; undefined where it is not shown. */
export type LinkTo = (evidence: Evidence, index: number) => string | undefined;

/** What a verdict says, without a heading. `shown`: what may be shown of a text of it. */
export function verdictBody(
  trial: Trial,
  linkTo: LinkTo,
  shown: (text: string) => string = (text) => text,
): Markup {
  const { outcome, isDisputed, label, by, scores, gates, quotes, rationale } =
    verdictSection(trial);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Label', label],
    ['By', by],
    ...scores,
  ];
  return markup`<p class="decision">${outcomeTag(outcome)}${isDisputed ? markup` <span class="tag disputed"><span aria-hidden="true">≠</span> disputed</span>` : undefined}</p>
<dl class="facts">${facts.map(([name, value]) => (value === undefined ? markup`` : markup`<div><dt>${name}</dt><dd dir="auto">${shown(value)}</dd></div>`))}</dl>
<blockquote class="text" dir="auto">${shown(rationale)}</blockquote>
${gates.length === 0 ? undefined : markup`<h4>Checks</h4>\n<ul class="gates">${gates.map(({ passed, label: text }) => markup`<li class="${passed ? 'passed' : 'missed'}"><strong>${passed ? '● yes' : '· no'}</strong> <span dir="auto">${shown(text)}</span></li>`)}</ul>\n`}${quotes.length === 0 ? undefined : markup`<h4>Quotes</h4>\n<ol class="quotes">${quotes.map((one, index) => quoteItem(one, one.evidence.trial === undefined ? linkTo(one.evidence, index) : undefined, shown))}</ol>\n`}`;
}

function quoteItem(
  { text, place, from, note }: QuoteLine,
  link: string | undefined,
  shown: (text: string) => string,
): Markup {
  const where = shown(place);
  const linked = link === undefined ? markup`${where}` : markup`<a href="#${link}">${where}</a>`;
  return markup`<li><q dir="auto">${shown(text)}</q> <span class="where">${linked}${from === undefined ? undefined : ` (${from})`}</span>${note === undefined ? undefined : markup` <span class="remark" dir="auto">${shown(note)}</span>`}</li>`;
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
