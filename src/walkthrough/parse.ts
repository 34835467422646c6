/** Reads the text of a walkthrough file; a mistake is told with its line and column. */
import type { z } from 'zod';
import { readData } from '../trial/data-file.ts';
import { UserError } from '../base/user-error.ts';
import { walkthroughSchema, type StopData, type WalkthroughData } from './schema.ts';
import type { Stop, TurnRange, Walkthrough } from './types.ts';

/** A larger file is refused, by those who read it and by those who write it. Bytes. */
export const LARGEST_FILE = 64 * 2 ** 20;

/**
 * The walkthrough in a file's text. `file` is its name for messages.
 * Throws a `UserError` that begins with `FILE:LINE:COLUMN`.
 */
export function parseWalkthrough(text: string, file: string): Walkthrough {
  const { data, at } = readData(text, file, walkthroughSchema);
  const walkthrough = walkthroughOf(data);
  const missing = walkthrough.stops.findIndex((stop) => isPointless(stop));
  if (missing >= 0) {
    throw new UserError(`${at(['stops', missing])}: ${pointless(walkthrough.stops[missing])}`);
  }
  return walkthrough;
}

/** A stop that shows nothing, or points into a trial that it does not name. */
function isPointless(stop: Stop): boolean {
  const { trial, text, title, rates, turns, quotes, reveal } = stop;
  if (trial === undefined) {
    return turns !== undefined || quotes.length > 0 || reveal.length > 0
      ? true
      : text === undefined && rates === undefined && title === undefined;
  }
  return false;
}

function pointless(stop: Stop | undefined): string {
  const pointsAt =
    stop?.turns !== undefined ? 'turn' : (stop?.quotes.length ?? 0) > 0 ? 'quotes' : 'reveal';
  const isEmpty =
    stop?.turns === undefined && stop?.quotes.length === 0 && stop.reveal.length === 0;
  return isEmpty
    ? 'this stop shows nothing: give it a trial, a text or rates'
    : `"${pointsAt}" needs a "trial" that it belongs to`;
}

function walkthroughOf(data: z.output<typeof walkthroughSchema>): Walkthrough {
  const { title, subtitle, author, paths, spoilers, closing, stops } = data;
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(author === undefined ? {} : { author }),
    paths: paths ?? [],
    spoilers: spoilers ?? 'hold',
    ...(closing === undefined ? {} : { closing }),
    stops: stops.map(stopOf),
  };
}

function stopOf({
  turn,
  quotes,
  reveal,
  ...rest
}: z.output<typeof walkthroughSchema>['stops'][number]): Stop {
  return {
    ...rest,
    ...(turn === undefined ? {} : { turns: rangeOf(turn) }),
    quotes: quotes ?? [],
    reveal: reveal === undefined ? [] : typeof reveal === 'string' ? [reveal] : reveal,
  };
}

function rangeOf(turn: number | string): TurnRange {
  if (typeof turn === 'number') return { first: turn, last: turn };
  const [first = 1, last = first] = turn.split('-').map(Number);
  return { first, last };
}

/** The data of a file that says the same as a walkthrough, without defaults and empty texts. */
export function dataOf(walkthrough: Walkthrough): WalkthroughData {
  const { title, subtitle, author, paths, spoilers, closing, stops } = walkthrough;
  const named = paths.filter((one) => one !== '');
  return withoutEmpty({
    title: title === '' ? 'Untitled' : title,
    subtitle,
    author,
    paths: named.length === 0 ? undefined : named,
    spoilers: spoilers === 'hold' ? undefined : spoilers,
    closing,
    stops: stops.map(stopDataOf),
  }) as WalkthroughData;
}

function stopDataOf(stop: Stop): StopData {
  const { title, trial, hash, turns, quotes, text, note, pause, reveal, rates } = stop;
  const turn =
    turns === undefined || turns.first === turns.last
      ? turns?.first
      : `${turns.first}-${turns.last}`;
  const passages = quotes.filter((quote) => quote !== '');
  return {
    ...withoutEmpty({ title }),
    // Any text is an id, also an empty one.
    ...(trial === undefined ? {} : { trial }),
    ...withoutEmpty({
      hash,
      turn,
      quotes: passages.length === 0 ? undefined : passages,
      text,
      note,
      pause,
      reveal: reveal.length === 0 ? undefined : reveal.length === 1 ? reveal[0] : reveal,
      // An empty query asks for everything, and is kept.
      rates,
    }),
  };
}

function withoutEmpty(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== ''),
  );
}
