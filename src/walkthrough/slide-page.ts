/** A slide as a page: styled lines of our own first, then the text of the transcript, wrapped. */
import { longText, type Range } from '../text/long-text.ts';
import { BAR_CELLS, barAt, createPage, lineAt, type Page } from '../text/page.ts';
import { findLongQuote } from '../text/quote.ts';
import { createCache, createWeakCache, type Cache } from '../text/remember.ts';
import { concat, safe, safeLine, sliceSafe, t, type SafeText } from '../text/safe.ts';
import { type Line, styled } from '../text/spans.ts';
import type { Style } from '../text/styles.ts';
import { wrap } from '../text/wrap.ts';
import { KIND_GLYPHS, kindLabel, OUTCOME_GLYPHS, turnText } from '../trial/display.ts';
import { turnFields, verdictSection } from '../trial/sections.ts';
import type { Trial, Turn } from '../trial/types.ts';
import { cuesOf, isHeld, type Deck, type DeckPosition, type Slide } from './deck.ts';
import { flowing } from './flowing.ts';
import { hiding } from './hiding.ts';
import { ratesLines } from './rates-lines.ts';
import { syntheticOf } from './synthetic.ts';
import type { Reveal } from './types.ts';

export type SlidePage = Page & {
  /** Where the quotes of a turn stand in its text, in the order of its cues. */
  readonly quotes: readonly Range[];
  /** Cards stand in the middle of the screen. */
  readonly isCard: boolean;
};

const pages = createWeakCache<Deck, Cache<string, SlidePage>>();
const MAX_CACHED = 16;

/** The page of a slide, at a measure in cells. Cached for the slides shown last. */
export function slidePage(deck: Deck, position: DeckPosition, measure: number): SlidePage {
  const slide = slideAt(deck, position.slide);
  // Only a reveal changes its words with its cues; a turn's quotes are marks in the same text.
  const cue = slide.type === 'reveal' ? position.cue : cuesOf(slide);
  const ofDeck = pages(deck, () => createCache(MAX_CACHED));
  return ofDeck(`${position.slide}:${cue}:${measure}`, () =>
    makePage(deck, slide, { slide: position.slide, cue }, measure),
  );
}

export function slideAt(deck: Deck, slide: number): Slide {
  return deck.slides[slide] ?? { type: 'closing' };
}

function makePage(deck: Deck, slide: Slide, position: DeckPosition, measure: number): SlidePage {
  const { walkthrough } = deck;
  switch (slide.type) {
    case 'title':
      return card([
        ...words(walkthrough.title, measure, 'title'),
        ...(walkthrough.subtitle === undefined
          ? []
          : [[], ...words(walkthrough.subtitle, measure, 'accent')]),
        ...(walkthrough.author === undefined
          ? []
          : [[], ...words(walkthrough.author, measure, 'dim')]),
        ...(syntheticOf(deck) === 'none'
          ? []
          : [[], ...words(SYNTHETIC[syntheticOf(deck)], measure, 'warning')]),
      ]);
    case 'closing':
      return card(words(walkthrough.closing ?? 'The end.', measure, 'title'));
    case 'words': {
      const { title, text } = walkthrough.stops[slide.stop] ?? {};
      return card([
        ...(title === undefined ? [] : words(title, measure, 'title')),
        ...(title === undefined || text === undefined ? [] : [[]]),
        ...(text === undefined ? [] : words(text, measure, 'text')),
      ]);
    }
    case 'missing':
      return card(words(`This stop cannot be shown: ${slide.why}.`, measure, 'warning'));
    case 'rates':
      return {
        ...card([...stopTitle(deck, slide.stop, measure), ...ratesLines(slide, measure)]),
        isCard: false,
      };
    case 'reveal':
      return card(revealLines(deck, slide, position, measure));
    case 'turn':
      return turnPage(deck, slide, position, measure);
    default:
      return slide satisfies never;
  }
}

const SYNTHETIC = {
  all: 'Every transcript shown here is synthetic.',
  some: 'Some of the transcripts shown here are synthetic.',
  none: '',
} as const;

const NO_TEXT = longText('');

function card(head: readonly Line[]): SlidePage {
  const parts = { head, text: NO_TEXT, style: 'text', isPrivate: false, end: 'head' } as const;
  return { ...createPage(parts, 1), quotes: [], isCard: true };
}

function turnPage(
  deck: Deck,
  slide: Extract<Slide, { type: 'turn' }>,
  position: DeckPosition,
  measure: number,
): SlidePage {
  const trial = deck.trials[slide.trial];
  const turn = trial?.turns[slide.turn - 1];
  if (trial === undefined || turn === undefined) return card([]);
  const shown = hiding(deck, position, slide.trial, trial);
  const source = shown(turnText(turn));
  const text = longText(source);
  const isPrivate = turn.kind === 'reasoning' || turn.draft === true;
  const parts = {
    head: [
      ...(slide.isFirst ? caption(deck, slide.stop, measure) : []),
      ...turnHead(turn, shown, measure),
    ],
    text,
    style: turn.draft === true ? 'draft' : 'text',
    isPrivate,
    end: source === '' ? 'head' : 'text',
  } as const;
  return {
    ...createPage(parts, isPrivate ? measure - BAR_CELLS : measure),
    quotes: slide.quotes.flatMap((quote) => findLongQuote(text, shown(quote), source) ?? []),
    isCard: false,
  };
}

/** The stop's words for the audience, above its first turn. */
function caption(deck: Deck, stop: number, measure: number): readonly Line[] {
  const text = deck.walkthrough.stops[stop]?.text;
  return text === undefined ? [] : [...words(text, measure, 'strong'), []];
}

function stopTitle(deck: Deck, stop: number, measure: number): readonly Line[] {
  const title = deck.walkthrough.stops[stop]?.title;
  return title === undefined ? [] : [...words(title, measure, 'title'), []];
}

/** What kind of turn it is, and its header between rules, as a letter has it. */
function turnHead(turn: Turn, shown: (text: string) => string, measure: number): readonly Line[] {
  const style = turn.draft === true ? 'draft' : turn.kind;
  const rule: Line = [{ text: t`${'─'.repeat(measure)}`, style: 'rule' }];
  const [name = '', ...more] = kindLabel(turn).split(' · ');
  const glyph = turn.withheld === true ? '○' : KIND_GLYPHS[turn.kind];
  const isPrivate = turn.kind === 'reasoning';
  const label: Line = [
    { text: t`${glyph} `, style },
    { text: safeLine(shown(name)), style },
    ...more.map((part) => styled(safeLine(shown(`  ${part}`)), 'dim')),
    ...(isPrivate ? [styled(t`  written for nobody but itself`, 'dim')] : []),
  ];
  const fields = turnFields(turn).flatMap(([field, value]) =>
    fieldLines(field, shown(value), measure, field === 'Subject' ? 'strong' : 'text'),
  );
  return fields.length === 0 ? [label, []] : [label, rule, ...fields, rule, []];
}

const FIELD_CELLS = 9;

function fieldLines(name: string, value: string, measure: number, style: Style): readonly Line[] {
  const text = safe(value);
  return wrap(text, Math.max(10, measure - FIELD_CELLS)).map(({ start, end }, index) => [
    { text: t`${(index === 0 ? name : '').padEnd(FIELD_CELLS)}`, style: 'dim' },
    { text: sliceSafe(text, start, end), style },
  ]);
}

const HELD = '▒▒▒▒▒▒▒▒';

function revealLines(
  deck: Deck,
  slide: Extract<Slide, { type: 'reveal' }>,
  position: DeckPosition,
  measure: number,
): readonly Line[] {
  const trial = deck.trials[slide.trial];
  if (trial === undefined) return [];
  const shown = hiding(deck, position, slide.trial, trial);
  const part = (what: Reveal): readonly Line[] => {
    const name: Line = [{ text: what === 'verdict' ? t`The verdict` : t`The model`, style: 'dim' }];
    if (isHeld(deck, position, slide.trial, what)) {
      return [name, [], [{ text: t`${HELD}`, style: 'dim' }]];
    }
    return what === 'model'
      ? [name, [], [{ text: safeLine(trial.model), style: 'title' }]]
      : [name, [], ...verdictLines(trial, shown, measure)];
  };
  const text = deck.walkthrough.stops[slide.stop]?.text;
  return [
    ...(text === undefined ? [] : [...words(text, measure, 'text'), []]),
    ...slide.what.flatMap((what, index) => (index === 0 ? part(what) : [[], [], ...part(what)])),
  ];
}

function verdictLines(
  trial: Trial,
  shown: (text: string) => string,
  measure: number,
): readonly Line[] {
  const { outcome, label, by, isDisputed, rationale } = verdictSection(trial);
  return [
    [
      { text: t`${OUTCOME_GLYPHS[outcome]} ${outcome}`, style: outcome },
      ...(label === undefined || label === outcome
        ? []
        : [styled(safeLine(`  ${shown(label)}`), 'strong')]),
      ...(isDisputed ? [styled(t`  ≠ disputed`, 'disputed')] : []),
    ],
    ...(by === undefined ? [] : [[styled(safeLine(shown(`decided by ${by}`)), 'dim')]]),
    ...(trial.verdict.rationale === undefined || trial.verdict.rationale === ''
      ? []
      : [[], ...words(shown(rationale), measure, 'text')]),
  ];
}

/** Our own or the author's words, wrapped. */
function words(text: string, measure: number, style: Style): readonly Line[] {
  const shown = safe(flowing(text));
  return wrap(shown, measure).map(({ start, end }) => [
    { text: sliceSafe(shown, start, end), style },
  ]);
}

/**
 * A row with the first `cue` quotes marked and with its bar. Of a text that is being typed: what comes
 * before the place `typed`.
 */
export function slideLine(page: SlidePage, row: number, cue: number, typed?: number): Line {
  const marks = page.quotes
    .slice(0, cue)
    .map(
      (quote, index) => ({ ...quote, style: index === cue - 1 ? 'hit-here' : 'quote' }) as const,
    );
  return [...barAt(page, row), ...lineAt(page, row, marks, typed)];
}

/** The words of a row, to count them. */
export function rowText(page: SlidePage, row: number): SafeText {
  return concat(...slideLine(page, row, 0).map(({ text }) => text));
}
