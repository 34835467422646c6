/**
 * Where one reads in a comparison: the turns that a line shows some of, and how far it is into them. So the
 * place survives another width, and rows that come and go.
 */
import { bodyRows } from '../../layout.ts';
import type { Size } from '../../message.ts';
import { comparedLines, type ComparedLine } from './lines.ts';
import type { ComparedPlace, CompareScreen } from './state.ts';

/** Lines above those that are scrolled: the two trials. */
export const COMPARE_HEAD = 2;

/** The lines, the first of them that is shown, and how many are. */
export function compareView(
  size: Size,
  screen: CompareScreen,
): { readonly lines: readonly ComparedLine[]; readonly top: number; readonly height: number } {
  const height = bodyRows(size) - COMPARE_HEAD;
  const lines = comparedLines(screen, size.columns);
  return { lines, top: topOf(lines, screen.at, height), height };
}

/** The place of a line. */
export function placeAt(lines: readonly ComparedLine[], top: number): ComparedPlace | undefined {
  const here = lines[top];
  if (here === undefined) return undefined;
  const { first, count } = blockAt(lines, here, top);
  return { left: here.left, right: here.right, line: top - first, of: count };
}

/** The first line to show for a place: of its turns, or where they are not shown of those before them. */
function topOf(
  lines: readonly ComparedLine[],
  place: ComparedPlace | undefined,
  height: number,
): number {
  if (place === undefined) return 0;
  const last = Math.max(0, lines.length - height);
  const at = lines.findIndex(({ left, right }) => left === place.left && right === place.right);
  if (at < 0) return Math.min(last, Math.max(0, nearest(lines, place)));
  const { count } = blockAt(lines, place, at);
  return Math.min(last, at + Math.floor((place.line * count) / place.of));
}

/** The lines around one that show the same turns. */
function blockAt(
  lines: readonly ComparedLine[],
  { left, right }: Pick<ComparedPlace, 'left' | 'right'>,
  at: number,
): { readonly first: number; readonly count: number } {
  const isOther = (line: ComparedLine): boolean => line.left !== left || line.right !== right;
  const first = lines.findLastIndex((line, index) => index < at && isOther(line)) + 1;
  const end = lines.findIndex((line, index) => index > at && isOther(line));
  return { first, count: (end < 0 ? lines.length : end) - first };
}

/** The first line of the last turn that is not after a place. */
function nearest(lines: readonly ComparedLine[], { left, right }: ComparedPlace): number {
  const isBefore = (one: ComparedLine): boolean =>
    left === undefined || one.left === undefined
      ? one.right !== undefined && one.right <= (right ?? 0)
      : one.left <= left;
  const line = lines.findLast(isBefore);
  return line === undefined
    ? 0
    : lines.findIndex((one) => one.left === line.left && one.right === line.right);
}
