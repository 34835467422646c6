/** The header's own part: what gives way first where the terminal is narrow. */
import { lineWidth, type Line } from '../../text/spans.ts';

/** `keep`: parts with less of it are left out first, those from `ESSENTIAL` on after all else. */
export type HeaderPart = { readonly line: Line; readonly keep: number };

export const ESSENTIAL = 10;

/** As many parts as fit into some cells, in their order. */
export function fittedParts(parts: readonly HeaderPart[], cells: number): readonly HeaderPart[] {
  let left = parts.filter(({ line }) => line.length > 0);
  while (left.length > 1 && lineWidth(left.flatMap(({ line }) => line)) > cells) {
    const least = Math.min(...left.map(({ keep }) => keep));
    left = left.toSpliced(
      left.findLastIndex(({ keep }) => keep === least),
      1,
    );
  }
  return left;
}
