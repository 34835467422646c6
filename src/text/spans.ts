/** Styled rows: what screens are made of before anything is painted. */
import { concat, sliceSafe, t, type SafeText } from './safe.ts';
import { isSelected, type Style } from './styles.ts';
import { truncate, width } from './width.ts';
import type { Row } from './wrap.ts';

/** A piece of text in one style; the theme says what the style looks like. */
export type Span = { readonly text: SafeText; readonly style?: Style | undefined };
export type Line = readonly Span[];

/** A span; the compiler checks its style where a literal in a spread array would be any string. */
export function styled(text: SafeText, style: Style): Span {
  return { text, style };
}

export type StyledRange = { readonly start: number; readonly end: number; readonly style: Style };

/** A row of a text with ranges of it styled; where ranges overlap, the later in the list wins. */
export function highlight(
  text: SafeText,
  row: Row,
  marks: readonly StyledRange[],
  base?: Style,
): Line {
  const inside = marks.filter((mark) => mark.start < row.end && mark.end > row.start);
  if (inside.length === 0) return [span(text, row.start, row.end, base)];
  const cuts = [
    ...new Set([
      row.start,
      row.end,
      ...inside.flatMap(({ start, end }) => [Math.max(start, row.start), Math.min(end, row.end)]),
    ]),
  ].toSorted((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? row.end;
    const mark = inside.findLast((one) => one.start <= start && one.end >= end);
    return span(text, start, end, mark?.style ?? base);
  });
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + width(text), 0);
}

/** The line filled with spaces to some cells; the last span's style does not spread. */
export function padLine(line: Line, cells: number): Line {
  const missing = cells - lineWidth(line);
  if (missing <= 0) return line;
  const last = line.at(-1);
  // A selected row is selected to its end.
  const style = isSelected(last?.style) ? 'selected' : undefined;
  return [...line, span(t`${' '.repeat(missing)}`, 0, missing, style)];
}

/** The line, or as much as fits with `…` at its end. */
export function truncateLine(line: Line, cells: number): Line {
  if (lineWidth(line) <= cells) return line;
  const cut: Span[] = [];
  let room = cells;
  for (const one of line) {
    const size = width(one.text);
    if (size > room || (size === room && one !== line.at(-1))) {
      cut.push({ ...one, text: truncate(concat(one.text, t`…`), room) });
      break;
    }
    cut.push(one);
    room -= size;
  }
  return cut;
}

function span(text: SafeText, start: number, end: number, style: Style | undefined): Span {
  const piece = sliceSafe(text, start, end);
  return style === undefined ? { text: piece } : { text: piece, style };
}
