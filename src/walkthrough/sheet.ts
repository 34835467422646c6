/**
 * A slide as rows: styled lines of our own first, then the text of the transcript, wrapped. The
 * position of a reader in it is an offset into the text, so that it survives a resize.
 */
import { findQuote } from '../text/quote.ts';
import { concat, safe, safeLine, sliceSafe, t, type SafeText } from '../text/safe.ts';
import { highlight, type Line, type StyledRange, styled } from '../text/spans.ts';
import { graphemes } from '../text/width.ts';
import { createWrapped, wrap, type Wrapped } from '../text/wrap.ts';
import type { Style } from '../text/styles.ts';
import { KIND_GLYPHS, kindLabel, OUTCOME_GLYPHS, turnText } from '../trial/display.ts';
import { turnFields, verdictSection } from '../trial/sections.ts';
import type { Trial, Turn } from '../trial/types.ts';
import { cuesOf, isHeld, type Deck, type Place, type Slide } from './deck.ts';
import { flowing } from './flowing.ts';
import { hiding } from './hiding.ts';
import { ratesLines } from './rates-lines.ts';
import type { Reveal } from './types.ts';

export type Sheet = {
  readonly head: readonly Line[];
  readonly body: SafeText;
  readonly wrapped: Wrapped;
  readonly style: Style;
  /** Where the quotes of a turn stand in its body, in the order of its cues. */
  readonly quotes: readonly { readonly start: number; readonly end: number }[];
  /** Private reasoning and drafts have a bar at their left. */
  readonly isPrivate: boolean;
  /** Cards stand in the middle of the screen. */
  readonly isCard: boolean;
};

const kept = new WeakMap<Deck, Map<string, Sheet>>();
const MOST_KEPT = 16;

/** The rows of a slide, at a measure in cells. Remembered for the slides shown last. */
export function sheetOf(deck: Deck, place: Place, measure: number): Sheet {
  const slide = slideAt(deck, place.slide);
  // Only a reveal changes its words with its cues; a turn's quotes are marks in the same text.
  const cue = slide.type === 'reveal' ? place.cue : cuesOf(slide);
  const known = kept.get(deck) ?? new Map<string, Sheet>();
  kept.set(deck, known);
  const key = `${place.slide}:${cue}:${measure}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = makeSheet(deck, slide, { slide: place.slide, cue }, measure);
  const [oldest] = known.keys();
  if (known.size >= MOST_KEPT && oldest !== undefined) known.delete(oldest);
  known.set(key, made);
  return made;
}

export function slideAt(deck: Deck, slide: number): Slide {
  return deck.slides[slide] ?? { type: 'closing' };
}

function makeSheet(deck: Deck, slide: Slide, place: Place, measure: number): Sheet {
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
        ...(isSynthetic(deck)
          ? [[], ...words('Every transcript shown here is synthetic.', measure, 'warning')]
          : []),
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
      return card(revealLines(deck, slide, place, measure));
    case 'turn':
      return turnSheet(deck, slide, place, measure);
    default:
      return slide satisfies never;
  }
}

function isSynthetic({ trials }: Deck): boolean {
  return trials.length > 0 && trials.every(({ synthetic }) => synthetic === true);
}

function card(head: readonly Line[]): Sheet {
  const body = t``;
  return {
    head,
    body,
    wrapped: createWrapped(body, 1),
    style: 'text',
    quotes: [],
    isPrivate: false,
    isCard: true,
  };
}

function turnSheet(
  deck: Deck,
  slide: Extract<Slide, { type: 'turn' }>,
  place: Place,
  measure: number,
): Sheet {
  const trial = deck.trials[slide.trial];
  const turn = trial?.turns[slide.turn - 1];
  if (trial === undefined || turn === undefined) return card([]);
  const shown = hiding(deck, place, slide.trial, trial);
  const body = safe(shown(turnText(turn)));
  const isPrivate = turn.kind === 'reasoning' || turn.draft === true;
  const cells = isPrivate ? measure - BAR_CELLS : measure;
  return {
    head: [
      ...(slide.isFirst ? caption(deck, slide.stop, measure) : []),
      ...turnHead(turn, shown, measure),
    ],
    body,
    wrapped: createWrapped(body, cells),
    style: turn.draft === true ? 'draft' : 'text',
    quotes: slide.quotes.flatMap((quote) => findQuote(body, shown(quote)) ?? []),
    isPrivate,
    isCard: false,
  };
}

/** Cells of the bar at the left of what is private. */
const BAR_CELLS = 2;

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
  place: Place,
  measure: number,
): readonly Line[] {
  const trial = deck.trials[slide.trial];
  if (trial === undefined) return [];
  const shown = hiding(deck, place, slide.trial, trial);
  const part = (what: Reveal): readonly Line[] => {
    const name: Line = [{ text: what === 'verdict' ? t`The verdict` : t`The model`, style: 'dim' }];
    if (isHeld(deck, place, slide.trial, what)) {
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
 * How many rows a sheet has, counted up to a limit. A long text is wrapped no further than that: its
 * first screen costs a screen.
 */
export function rowsUpTo({ head, body, wrapped }: Sheet, limit: number): number {
  if (head.length >= limit) return limit;
  if (body === '') return head.length;
  return wrapped.rowAt(limit - head.length - 1) === undefined
    ? head.length + wrapped.known()
    : limit;
}

/** The row that an offset is on; negative offsets are rows of the head, counted back from the text. */
export function rowOf({ head, wrapped }: Sheet, offset: number): number {
  return offset < 0 ? Math.max(0, head.length + offset) : head.length + wrapped.indexOf(offset);
}

/** The offset that stands for a row; the inverse of `rowOf`. Beyond the last row: the text's end. */
export function offsetOf({ head, body, wrapped }: Sheet, row: number): number {
  return row < head.length
    ? row - head.length
    : (wrapped.rowAt(row - head.length)?.start ?? body.length);
}

/** A row with the first `cue` quotes marked; of a text that is being typed, only what is `typed`. */
export function rowLine(sheet: Sheet, row: number, cue: number, typed = Infinity): Line {
  const line = sheet.head[row];
  if (line !== undefined) return line;
  const range = sheet.body === '' ? undefined : sheet.wrapped.rowAt(row - sheet.head.length);
  if (range === undefined) return [];
  const marks: readonly StyledRange[] = sheet.quotes
    .slice(0, cue)
    .map((quote, index) => ({ ...quote, style: index === cue - 1 ? 'hit-here' : 'quote' }));
  const end = typed < range.end ? wholeLetters(sheet.body, range.start, typed) : range.end;
  const bar: Line = sheet.isPrivate ? [styled(t`┆ `, 'reasoning')] : [];
  if (end === range.start && range.end > range.start) return bar;
  return [...bar, ...highlight(sheet.body, { start: range.start, end }, marks, sheet.style)];
}

/** No letter, however composed, has more units. */
const LONGEST_LETTER = 40;

/** The end of the last letter that is whole before an offset. */
function wholeLetters(text: SafeText, start: number, end: number): number {
  let at = start;
  // A letter goes on beyond the offset: what follows it is looked at as well.
  for (const letter of graphemes(sliceSafe(text, start, end + LONGEST_LETTER))) {
    if (at + letter.length > end) break;
    at += letter.length;
  }
  return at;
}

/** The words of a row, to count them. */
export function rowText(sheet: Sheet, row: number): SafeText {
  return concat(...rowLine(sheet, row, 0).map(({ text }) => text));
}
