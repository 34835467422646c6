/** Names in few cells that can still be told apart. */
import { concat, sliceSafe, t, type SafeText } from './safe.ts';
import { graphemes, truncate, truncateMiddle, width } from './width.ts';

/** Rounds in which names that still look alike are cut at a later place. */
const ROUNDS = 4;

/**
 * Each name in so many cells, no two alike. Names that look alike without their middles are cut before
 * the letter in which they begin to differ; where that is too little, or they are equal, they get numbers.
 */
export function shortNames(names: readonly SafeText[], cells: number): readonly SafeText[] {
  const short = names.map((name) => truncateMiddle(name, cells));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const alike of alikeIn(short)) {
      const place = sharedStart(alike.map((at) => names[at] ?? t``));
      for (const at of alike) short[at] = shownFrom(names[at] ?? t``, place, cells);
    }
  }
  for (const alike of alikeIn(short)) {
    for (const [number, at] of alike.entries()) {
      short[at] = numbered(names[at] ?? t``, number + 1, cells);
    }
  }
  return short;
}

/** Indexes of names that are shown as the same, in groups. */
function alikeIn(short: readonly SafeText[]): readonly (readonly number[])[] {
  const groups = Map.groupBy(short.keys(), (at) => short[at]);
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Letters, in UTF-16 units, with which all names begin: whole graphemes. */
function sharedStart(names: readonly SafeText[]): number {
  const [first = '', ...others] = names;
  let end = 0;
  for (const grapheme of graphemes(first)) {
    if (!others.every((name) => name.startsWith(grapheme, end))) break;
    end += grapheme.length;
  }
  return end;
}

/** As much of the end of a name as fits, or, where that leaves out the place, what follows the place. */
function shownFrom(name: SafeText, place: number, cells: number): SafeText {
  if (width(name) <= cells) return name;
  let from = name.length;
  let left = cells - 1;
  for (const grapheme of graphemes(name).toReversed()) {
    left -= width(grapheme);
    if (left < 0) break;
    from -= grapheme.length;
  }
  return truncate(concat(t`…`, sliceSafe(name, Math.min(place, from))), cells);
}

function numbered(name: SafeText, number: number, cells: number): SafeText {
  const mark = t`~${number}`;
  return concat(truncate(name, cells - width(mark)), mark);
}
