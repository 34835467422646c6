/**
 * What is marked in a step's text: search hits, signals, the quote that was jumped to. A text is looked
 * at piece by piece and each piece once, for everything there is to look for.
 */
import { pieceOf, SPAN, type LongText, type Range } from '../../../text/long-text.ts';
import { matchesOf, regexMatches } from '../../../text/match.ts';
import { isFor, type MatchPattern } from '../../../text/patterns.ts';
import { findLongQuote } from '../../../text/quote.ts';
import { indexWords } from '../../../query/typed-words.ts';
import { createCache, createWeakCache, type Cache } from '../../../text/remember.ts';
import { safe } from '../../../text/safe.ts';
import { shownWords, type Word } from '../../../text/words.ts';
import type { StyledRange } from '../../../text/spans.ts';
import { shownText, type StepPage } from '../../step-page.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';

/** What there is to look for in a trial: the signals of the collection, and the hits of a search. */
export type Wanted = Pick<LoadedTrial, 'trial' | 'signals'> & Pick<ReplayScreen, 'patterns'>;

/** What there is to look for in a replay. */
export function wantedIn(
  { patterns }: Pick<ReplayScreen, 'patterns'>,
  { trial, signals }: LoadedTrial,
): Wanted {
  return { trial, signals, patterns };
}

/** A match with what it is of: `HIT`, or a signal's name. */
export type Found = Range & { readonly of: string };

/** What a match of the search is of; no name of a signal is empty. */
export const HIT = '';

type Look = { readonly patterns: readonly MatchPattern[]; readonly of: readonly string[] };

const looks = createWeakCache<object, Cache<object, Cache<string, Look>>>();

/** The patterns that apply to a step's kind, with what each is of. Cached: it is itself a key of caches. */
function lookFor({ trial, signals, patterns }: Wanted, step: number): Look {
  const kind = trial.turns[step - 1]?.kind ?? 'rationale';
  const bySignals = looks(patterns, () => createWeakCache());
  const byKind = bySignals(signals, () => createCache());
  return byKind(kind, () => makeLook(kind, signals, patterns));
}

function makeLook(kind: string, signals: Wanted['signals'], patterns: Wanted['patterns']): Look {
  const all = [
    ...Object.entries(signals).flatMap(([of, some]) => some.map((pattern) => ({ of, pattern }))),
    ...patterns.map((pattern) => ({ of: HIT, pattern })),
  ].filter(({ pattern }) => isFor(pattern, kind));
  return { patterns: all.map(({ pattern }) => pattern), of: all.map(({ of }) => of) };
}

/** Whether a match is of what is looked for: of a signal, or else of the search. */
export function isSought(of: string, what: 'signal' | undefined): boolean {
  return (of === HIT) === (what === undefined);
}

/** Whether anything that is looked for can be in a step. */
export function canHit(wanted: Wanted, step: number, what: 'signal' | undefined): boolean {
  return lookFor(wanted, step).of.some((of) => isSought(of, what));
}

type FoundByPiece = (readonly Found[])[];

const cache = createWeakCache<Look, Cache<LongText, FoundByPiece>>();

/** What has been found in a text so far, by piece. */
function foundIn(look: Look, text: LongText): FoundByPiece {
  return cache(look, () => createWeakCache())(text, () => []);
}

/** Letters that are still to be looked at to know the matches of a piece; 0: they are known. */
export function costOf(wanted: Wanted, step: number, piece: number): number {
  const look = lookFor(wanted, step);
  const text = shownText(wanted.trial, step);
  if (look.patterns.length === 0 || foundIn(look, text)[piece] !== undefined) return 0;
  return text.textAt(piece).length;
}

/** All matches that begin in a piece of a step, in their order. */
export function matchesIn(
  wanted: Wanted,
  step: number,
  piece: number,
  text: LongText = shownText(wanted.trial, step),
): readonly Found[] {
  const look = lookFor(wanted, step);
  if (look.patterns.length === 0) return [];
  const known = foundIn(look, text);
  const found = known[piece];
  if (found !== undefined) return found;
  const made: Found[] = [];
  const until = (piece + 1) * SPAN;
  for (const match of matchesOf(wordsFrom(text, piece), look.patterns, until)) {
    made.push({ start: match.start, end: match.end, of: look.of[match.pattern] ?? HIT });
  }
  const ofRegexes = regexesIn(text, piece, look);
  if (ofRegexes.length > 0) {
    made.push(...ofRegexes);
    made.sort((a, b) => a.start - b.start);
  }
  known[piece] = made;
  return made;
}

/**
 * What regular expressions match that begins in a piece. It may go on in the next one; the one before is
 * looked at as well, since what goes on from there is no match of its own here.
 */
function regexesIn(text: LongText, piece: number, { patterns, of }: Look): readonly Found[] {
  if (!patterns.some((one) => 'regex' in one)) return [];
  const first = Math.max(0, piece - 1);
  const last = Math.min(text.pieces - 1, piece + 1);
  const sources = Array.from({ length: last - first + 1 }, (_, at) => text.pieceAt(first + at));
  const from = piece === first ? 0 : (sources[0]?.length ?? 0);
  const until = from + text.pieceAt(piece).length;
  const found: Found[] = [];
  for (const matches of regexMatches(sources.join(''), patterns)) {
    for (const { start, end, pattern } of matches) {
      // Those that follow begin in the next piece.
      if (start >= until) break;
      if (start < from) continue;
      found.push({
        start: shownPlace(text, first, start),
        end: shownPlace(text, first, end),
        of: of[pattern] ?? HIT,
      });
    }
  }
  return found;
}

/** The place of what is at an offset of the source, counted from where a piece begins. */
function shownPlace(text: LongText, first: number, offset: number): number {
  let [piece, left] = [first, offset];
  let source = text.pieceAt(piece);
  while (piece < text.pieces - 1 && left > source.length) {
    left -= source.length;
    piece += 1;
    source = text.pieceAt(piece);
  }
  const isSame = source === String(text.textAt(piece));
  return piece * SPAN + (isSame ? left : safe(source.slice(0, left)).length);
}

/** A phrase may go on in the next two pieces: hardly any has 16,000 letters between its words. */
const PIECES_AHEAD = 2;

/**
 * The words from a piece on, at their places in the whole text. Of a word that a cut goes through, the
 * piece that it begins in has all of it.
 */
function* wordsFrom(text: LongText, first: number): Generator<Word> {
  const last = Math.min(text.pieces - 1, first + PIECES_AHEAD);
  let held: Word | undefined;
  for (let piece = first; piece <= last; piece += 1) {
    const base = piece * SPAN;
    for (const { start, end, word } of shownWords(text.textAt(piece))) {
      // Only letters of one word: those of a script without spaces are words of their own.
      const isTorn = start === 0 && text.isTorn(piece);
      if (isTorn && (held === undefined || indexWords(held.word + word).length === 1)) {
        if (held !== undefined) held = { ...held, end: base + end, word: held.word + word };
        continue;
      }
      if (held !== undefined) yield held;
      held = { start: base + start, end: base + end, word };
    }
  }
  if (held !== undefined) yield held;
}

function isHereOf(hit: ReplayScreen['hit'], step: number, start: number, of: string): boolean {
  return hit?.turn === step && hit.start === start && hit.of === of;
}

/** What is marked in some rows of a step: all that a look at the whole text would mark there. */
export function marksOf(
  screen: ReplayScreen,
  loaded: LoadedTrial,
  page: StepPage,
  rows: { readonly first: number; readonly last: number },
): readonly StyledRange[] {
  const { step, text } = page;
  const from = Math.max(0, rows.first);
  const to = page.rows.at(Math.max(0, Math.min(rows.last, text.pieces * SPAN))).end;
  const wanted = wantedIn(screen, loaded);
  const marks: StyledRange[] = [];
  // What begins in the piece before may end in this one.
  for (let piece = Math.max(0, pieceOf(text, from) - 1); piece <= pieceOf(text, to); piece += 1) {
    for (const { start, end, of } of matchesIn(wanted, step, piece, text)) {
      if (start >= to || end <= from) continue;
      const isHere = isHereOf(screen.hit, step, start, of) && !screen.raw;
      marks.push({ start, end, style: isHere ? 'hit-here' : of === HIT ? 'hit' : 'signal' });
    }
  }
  // Of marks on the same letters the last is seen.
  const isSignal = ({ style }: StyledRange): boolean => style === 'signal';
  return [
    ...marks.filter(isSignal),
    ...marks.filter((mark) => !isSignal(mark)),
    ...quoteMarks(screen, loaded, page),
    ...(screen.marking !== undefined && step === screen.step
      ? [{ start: screen.marking.start, end: screen.marking.end, style: 'hit-here' } as const]
      : []),
  ];
}

const quotes = createWeakCache<
  NonNullable<ReplayScreen['quote']>,
  Cache<LongText, readonly StyledRange[]>
>();

function quoteMarks(
  { quote }: ReplayScreen,
  loaded: LoadedTrial,
  { step, text }: StepPage,
): readonly StyledRange[] {
  if (quote === undefined || quote.turn !== step) return [];
  return quotes(quote, () => createWeakCache())(text, () => {
    const found = findLongQuote(text, quote.text, loaded.trial.turns[step - 1]?.text);
    return found === undefined ? [] : [{ ...found, style: 'quote' }];
  });
}
