/** The header's own part: what gives way first where the terminal is narrow. */
import { safeLine } from '../../text/safe.ts';
import { lineWidth, type Line } from '../../text/spans.ts';

/**
 * `keep`: parts with less of it are left out first, those from `ESSENTIAL` on after all else. `cuts`: it is
 * never left out, and cut where there is no room for all of it.
 */
export type HeaderPart = { readonly line: Line; readonly keep: number; readonly cuts?: true };

export const ESSENTIAL = 10;

/** A header that says which screen it is, of which the name of what was opened (`title`) gives way. */
export function namedHeader(name: Line, title: string, rest: Line): readonly HeaderPart[] {
  return [
    { keep: ESSENTIAL, cuts: true, line: name },
    { keep: 1, line: [{ text: safeLine(` ${title}`), style: 'accent' }] },
    { keep: ESSENTIAL, cuts: true, line: rest },
  ];
}

/** As many parts as fit into some cells, in their order. */
export function fittedParts(parts: readonly HeaderPart[], cells: number): readonly HeaderPart[] {
  let left = parts.filter(({ line }) => line.length > 0);
  while (left.length > 1 && lineWidth(left.flatMap(({ line }) => line)) > cells) {
    const least = Math.min(...left.map(keepOf));
    if (least === Infinity) return left;
    left = left.toSpliced(
      left.findLastIndex((part) => keepOf(part) === least),
      1,
    );
  }
  return left;
}

function keepOf({ keep, cuts }: HeaderPart): number {
  return cuts === true ? Infinity : keep;
}
