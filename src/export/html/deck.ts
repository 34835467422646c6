/**
 * A walkthrough as a page: every stop a section, every slide a step. What is held back of a trial
 * stands folded at the stop that reveals it, and nowhere before.
 */
import { findQuote } from '../../text/quote.ts';
import { fieldsOf } from '../../stats/rates-table.ts';
import { safe } from '../../text/safe.ts';
import type { Evidence } from '../../trial/evidence.ts';
import type { Trial } from '../../trial/types.ts';
import { chaptersOf, chapterTitle, isHeld, type Deck, type Slide } from '../../walkthrough/deck.ts';
import { flowing } from '../../walkthrough/flowing.ts';
import { hiding } from '../../walkthrough/hiding.ts';
import { syntheticOf } from '../../walkthrough/synthetic.ts';
import type { Origin } from '../origin.ts';
import { pageEnd, pageStart, syntheticNotice } from './page.ts';
import { ratesMarkup } from './rates.ts';
import { markup, type Markup } from './template.ts';
import { turnArticle } from './turn.ts';
import { outcomeTag, verdictBody } from './verdict.ts';

type StopSlide = Extract<Slide, { readonly stop: number }>;
/** A slide with its place in the deck. */
type Placed<S extends Slide = StopSlide> = { readonly at: number; readonly slide: S };

/** `unfolded`: for paper, on which nothing can be opened. */
export function* deckPage(
  deck: Deck,
  origin: Origin,
  { unfolded = false }: { readonly unfolded?: boolean } = {},
): Generator<string> {
  const { title, subtitle, author, closing } = deck.walkthrough;
  const invented = syntheticOf(deck);
  yield pageStart(title, 'walkthrough').text;
  yield markup`<header class="top" id="title" data-step tabindex="-1">
<h1 dir="auto">${title}</h1>
${subtitle === undefined ? undefined : markup`<p class="subtitle" dir="auto">${subtitle}</p>\n`}${author === undefined ? undefined : markup`<p class="byline" dir="auto">${author}</p>\n`}${invented === 'none' ? undefined : syntheticNotice(invented)}</header>
${chapters(deck)}<main id="content">
`.text;
  const places = placesOf(deck);
  for (const [stop, slides] of stopsOf(deck)) {
    yield markup`<section class="stop" id="stop-${stop + 1}" aria-labelledby="stop-${stop + 1}-name">
${stopHeader(deck, stop, slides)}`.text;
    for (const placed of slides) yield slideMarkup(deck, placed, places, unfolded).text;
    yield markup`</section>\n`.text;
  }
  yield markup`</main>\n`.text;
  if (closing !== undefined) {
    yield markup`<section class="last" id="closing" data-step tabindex="-1"><p class="said" dir="auto">${flowing(closing)}</p></section>
`.text;
  }
  yield pageEnd(origin).text;
}

function chapters(deck: Deck): Markup {
  return markup`<nav aria-labelledby="chapters"><h2 id="chapters">Stops</h2>
<ol>${chaptersOf(deck).map(({ stop, title }) => markup`<li><span class="number">${stop + 1}</span><a href="#stop-${stop + 1}" dir="auto">${title}</a></li>\n`)}</ol></nav>
`;
}

/** The slides of each stop, in order. */
function stopsOf({ slides }: Deck): ReadonlyMap<number, readonly Placed[]> {
  const placed = slides.flatMap((slide, at) => ('stop' in slide ? [{ at, slide }] : []));
  return Map.groupBy(placed, ({ slide }) => slide.stop);
}

/** Name in links of each turn slide: of the trial's turn, or where that was shown before, of the stop's. */
function placesOf({ slides }: Deck): ReadonlyMap<number, string> {
  const taken = new Set<string>();
  const places = new Map<number, string>();
  for (const [at, slide] of slides.entries()) {
    if (slide.type !== 'turn') continue;
    const first = turnPlace(slide.trial, slide.turn);
    places.set(at, taken.has(first) ? `stop-${slide.stop + 1}-turn-${slide.turn}` : first);
    taken.add(first);
  }
  return places;
}

function turnPlace(trial: number, turn: number): string {
  return `trial-${trial + 1}-turn-${turn}`;
}

/** The stop's name, its words, and what may be known of its trial. A card of words is a step. */
function stopHeader(deck: Deck, stop: number, slides: readonly Placed[]): Markup {
  const text = deck.walkthrough.stops[stop]?.text;
  const isStep = slides[0]?.slide.type === 'words';
  const id = `stop-${stop + 1}`;
  const shown = slides.find(
    (one): one is Placed<Extract<StopSlide, { readonly trial: number }>> => 'trial' in one.slide,
  );
  return markup`<header${isStep ? markup` id="${id}-words" data-step tabindex="-1"` : undefined}>
<h2 id="${id}-name" dir="auto"><a class="number" href="#${id}">${stop + 1}</a> ${chapterTitle(deck, stop)}</h2>
${shown === undefined ? undefined : about(deck, shown.at, shown.slide.trial)}${text === undefined ? undefined : markup`<p class="said" dir="auto">${flowing(text)}</p>\n`}</header>
`;
}

/** Where a trial is from. Its id often names the model, so it stands only beside that. */
function about(deck: Deck, at: number, index: number): Markup | undefined {
  const trial = deck.trials[index];
  if (trial === undefined) return undefined;
  const { condition = trial.scenario, sample, model, synthetic, verdict } = trial;
  const place = { slide: at, cue: 0 };
  const shown = hiding(deck, place, index, trial);
  const held = (what: 'model' | 'verdict'): boolean => isHeld(deck, place, index, what);
  const parts = [
    ...(held('model') ? [] : [markup`<strong dir="auto">${model}</strong>`]),
    ...(condition === undefined ? [] : [markup`<span dir="auto">${shown(condition)}</span>`]),
    ...(sample === undefined ? [] : [markup`<span>sample ${shown(String(sample))}</span>`]),
    ...(held('verdict') ? [] : [outcomeTag(verdict.outcome)]),
    ...(synthetic === true ? [markup`<span>synthetic</span>`] : []),
  ];
  return parts.length === 0 ? undefined : markup`<p class="about">${parts}</p>\n`;
}

function slideMarkup(
  deck: Deck,
  { at, slide }: Placed,
  places: ReadonlyMap<number, string>,
  unfolded: boolean,
): Markup {
  const id = `stop-${slide.stop + 1}`;
  switch (slide.type) {
    case 'words':
      return markup``;
    case 'turn': {
      const trial = deck.trials[slide.trial];
      const turn = trial?.turns[slide.turn - 1];
      if (trial === undefined || turn === undefined) return markup``;
      const shown = hiding(deck, { slide: at, cue: 0 }, slide.trial, trial);
      const text = safe(shown(turn.text));
      const marks = slide.quotes.flatMap((quote) => findQuote(text, shown(quote)) ?? []);
      return turnArticle({ id: places.get(at) ?? id, number: slide.turn, turn, marks, shown });
    }
    case 'reveal':
      return revealed(deck, { at, slide }, new Set(places.values()), unfolded);
    case 'rates': {
      const { by, split, query } = slide.rates;
      const name = `Harmful rate by ${by}${split === undefined ? '' : ` and ${split}`}`;
      const caption = query === undefined ? name : `${name}, of trials that match ${query}`;
      return markup`<div class="rates-step" id="${id}-rates" data-step tabindex="-1">
${ratesMarkup({ caption, by: fieldsOf(slide.rates), groups: slide.groups, total: slide.total, leftOut: slide.leftOut })}</div>
`;
    }
    case 'missing':
      return markup`<p class="missing" id="${id}-missing" data-step tabindex="-1">Not here: ${slide.why}.</p>\n`;
    default:
      return slide satisfies never;
  }
}

/** What is revealed at a stop, each part folded for as long as it is held back. */
function revealed(
  deck: Deck,
  { at, slide }: Placed<Extract<StopSlide, { readonly type: 'reveal' }>>,
  shown: ReadonlySet<string>,
  unfolded: boolean,
): Markup {
  const trial = deck.trials[slide.trial];
  if (trial === undefined) return markup``;
  const placeOf = ({ turn = 0 }: Evidence): string | undefined => {
    const place = turnPlace(slide.trial, turn);
    return shown.has(place) ? place : undefined;
  };
  const parts = slide.what.map((what, index) => {
    // A verdict that is revealed before its model does not name it either.
    const may = hiding(deck, { slide: at, cue: index + 1 }, slide.trial, trial);
    const body = what === 'model' ? modelBody(trial) : verdictBody(trial, placeOf, may);
    const name = `The ${what}`;
    return isHeld(deck, { slide: at, cue: 0 }, slide.trial, what)
      ? markup`<details class="held"${unfolded ? markup` open` : undefined}><summary>${name}</summary>\n${body}</details>\n`
      : markup`<div class="shown"><h3>${name}</h3>\n${body}</div>\n`;
  });
  return markup`<div class="reveal" id="stop-${slide.stop + 1}-reveal" data-step tabindex="-1">\n${parts}</div>\n`;
}

function modelBody({ model, id }: Trial): Markup {
  return markup`<p class="model" dir="auto">${model}</p>\n<p class="fine" dir="auto">${id}</p>\n`;
}
