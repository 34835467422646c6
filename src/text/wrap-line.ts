/** A styled line in as many rows as it takes. */
import { concat, sliceSafe, t } from './safe.ts';
import { highlight, type Line, type StyledRange } from './spans.ts';
import { wrap } from './wrap.ts';

/** The least that is left for the text of an indented row. */
const LEAST = 10;

/** The rows of a line at a width in cells; those after the first are indented by so many cells. */
export function wrapLine(line: Line, width: number, indent = 0): readonly Line[] {
  const text = concat(...line.map((span) => span.text));
  let at = 0;
  const marks = line.flatMap((span): StyledRange[] => {
    const start = at;
    at += span.text.length;
    return span.style === undefined ? [] : [{ start, end: at, style: span.style }];
  });
  const hang = Math.max(0, Math.min(indent, width - LEAST));
  const [first] = wrap(text, width);
  if (first === undefined || first.end >= text.trimEnd().length) return [line];
  const rest = text.slice(first.end).search(/\S/);
  if (rest < 0) return [line];
  const from = first.end + rest;
  const tail = wrap(sliceSafe(text, from), width - hang);
  return [
    highlight(text, first, marks),
    ...tail.map(({ start, end }): Line => [
      ...(hang === 0 ? [] : [{ text: t`${' '.repeat(hang)}` }]),
      ...highlight(text, { start: from + start, end: from + end }, marks),
    ]),
  ];
}
