/** A piece of a text around its matches, short enough to show. */

type Range = { readonly start: number; readonly end: number };

/**
 * The piece of at most `most` characters that shows the first match and what stands near it, with
 * `…` where it was cut, and the ranges moved along, those that overlap as one. Line breaks become spaces, one for one.
 */
export function excerpt(
  text: string,
  ranges: readonly Range[],
  most: number,
): { readonly text: string; readonly ranges: readonly Range[] } {
  const marks = united(ranges);
  const first = marks[0] ?? { start: 0, end: 0 };
  const lead = Math.max(0, Math.floor((most - (first.end - first.start)) / 3));
  const wanted = Math.max(0, Math.min(first.start - lead, text.length - most));
  const start = wanted === 0 ? 0 : wordStart(text, wanted, first.start);
  const end = Math.min(text.length, start + most);
  const stop = end === text.length ? end : wordEnd(text, end, first.end);
  const head = start > 0 ? '…' : '';
  const shift = head.length - start;
  return {
    text: `${head}${text.slice(start, stop).replace(/[\r\n]/g, ' ')}${stop < text.length ? '…' : ''}`,
    ranges: marks
      .filter((range) => range.start >= start && range.end <= stop)
      .map((range) => ({ start: range.start + shift, end: range.end + shift })),
  };
}

/** Ranges that overlap as one, in order: whoever prints them must not print a word twice. */
function united(ranges: readonly Range[]): readonly Range[] {
  const marks: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = marks.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else marks.push({ start, end });
  }
  return marks;
}

/** The beginning of the next word, if there is one soon. */
function wordStart(text: string, from: number, latest: number): number {
  const space = text.slice(from, Math.min(latest, from + 24)).search(/\s\S/);
  return space < 0 ? from : from + space + 1;
}

/** The end of the last whole word, if it is near. */
function wordEnd(text: string, end: number, earliest: number): number {
  const low = Math.max(earliest, end - 24);
  const space = text.slice(low, end).lastIndexOf(' ');
  return space < 0 ? end : low + space;
}
