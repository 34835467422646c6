/** The stops of the walkthrough in the making: one a row, and the one under the cursor in full. */
import type { BookmarksScreen } from '../../app/screens/bookmarks/state.ts';
import type { State } from '../../app/state.ts';
import { scrollTo } from '../../app/transition.ts';
import { safe, safeLine, sliceSafe, t } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { pad, truncateMiddle, width } from '../../text/width.ts';
import { createWrapped } from '../../text/wrap.ts';
import type { Stop } from '../../walkthrough/types.ts';
import { selected } from '../../text/theme.ts';
import { rule } from './rule.ts';

/** A row for each stop: its number, its title, where it is, what it reveals, its note. */
export function stopLines(
  { bookmarks, size }: State,
  { top, cursor, gone }: BookmarksScreen,
  rows: number,
): readonly Line[] {
  const { stops } = bookmarks.walkthrough;
  if (stops.length === 0) {
    return [
      [
        {
          text: t` No stops are left: u undoes, q goes back to read and bookmark (b).`,
          style: 'dim',
        },
      ],
    ];
  }
  const first = scrollTo(top, cursor, rows, stops.length);
  const widths = widthsOf(stops, size.columns);
  return stops.slice(first, first + rows).map((stop, index) => {
    const isGone = stop.trial !== undefined && gone.includes(stop.trial);
    const line = stopLine(stop, first + index + 1, widths, isGone);
    return first + index === cursor ? selected(line) : line;
  });
}

type Widths = { readonly number: number; readonly title: number; readonly place: number };

function widthsOf(stops: readonly Stop[], columns: number): Widths {
  const widest = (texts: readonly string[], most: number): number =>
    Math.min(
      Math.floor(most),
      texts.reduce((widest, text) => Math.max(widest, width(safeLine(text))), 0),
    );
  const title = widest(stops.map(titleOf), columns * 0.35);
  // What is left on a wide screen is the place's, but for a note of some words.
  const room = Math.max(columns * 0.32, columns - title - 70);
  return {
    number: String(stops.length).length,
    title,
    place: widest(stops.map(placeOf), room),
  };
}

function stopLine(stop: Stop, number: number, widths: Widths, isGone: boolean): Line {
  const { trial, reveal, note } = stop;
  return [
    { text: t` ${String(number).padStart(widths.number)} `, style: 'dim' },
    { text: trial === undefined ? t`¶ ` : t`◆ `, style: 'key' },
    { text: pad(safeLine(titleOf(stop)), widths.title), style: 'strong' },
    { text: t`  ` },
    {
      text: pad(truncateMiddle(safeLine(placeOf(stop)), widths.place), widths.place),
      style: 'dim',
    },
    ...(isGone ? [styled(t`  (gone)`, 'warning')] : []),
    ...(reveal.length === 0 ? [] : [styled(t`  reveals ${reveal.join(', ')}`, 'accent')]),
    ...(note === undefined ? [] : [{ text: safeLine(`  ${note}`) }]),
  ];
}

function titleOf({ title, text, trial, rates }: Stop): string {
  return title ?? text ?? (rates === undefined ? (trial ?? '') : `Rates by ${rates.by}`);
}

/** `ID · turn 7`. */
function placeOf({ trial, turns }: Stop): string {
  if (trial === undefined) return '';
  if (turns === undefined) return trial;
  const { first, last } = turns;
  return first === last ? `${trial} · turn ${first}` : `${trial} · turns ${first}-${last}`;
}

/** All of the stop under the cursor, as far as there is room. */
export function stopDetails(
  { bookmarks, size }: State,
  { cursor, gone }: BookmarksScreen,
  rows: number,
): readonly Line[] {
  const stop = bookmarks.walkthrough.stops[cursor];
  if (stop === undefined) return [rule('', size.columns)];
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['At', placeOf(stop) || 'words alone'],
    ['Gone', gone.includes(stop.trial ?? '') ? 'no trial here has this id' : undefined],
    ['Reveals', stop.reveal.length === 0 ? undefined : stop.reveal.join(', then ')],
    ['Note', stop.note],
    ['Words', stop.text],
    ...stop.quotes.map((quote) => ['Quote', `“${quote}”`] as const),
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === undefined ? [] : fieldLines(name, value, size.columns),
  );
  const room = rows - 1;
  const shown = lines.slice(0, room);
  return [
    rule(`${cursor + 1} ${titleOf(stop)}`, size.columns),
    ...(lines.length > room ? shown.with(-1, [{ text: t`  …`, style: 'dim' }]) : shown),
  ];
}

const NAME_CELLS = 11;
const LONGEST_LINE = 110;

function fieldLines(name: string, value: string, columns: number): readonly Line[] {
  const text = safe(value);
  const wrapped = createWrapped(
    text,
    Math.max(10, Math.min(LONGEST_LINE, columns - NAME_CELLS - 1)),
  );
  return Array.from({ length: wrapped.count() }, (_, index): Line => {
    const range = wrapped.rowAt(index);
    return [
      { text: pad(safeLine(index === 0 ? `  ${name}` : ''), NAME_CELLS), style: 'dim' },
      { text: range === undefined ? t`` : sliceSafe(text, range.start, range.end) },
    ];
  });
}
