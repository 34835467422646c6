/** Names that a list has no room for: the row under the cursor says them in full at the end of a pane. */
import { safeLine, t } from '../../text/safe.ts';
import { styled, type Line } from '../../text/spans.ts';
import { wrapLine } from '../../text/wrap-line.ts';

/** A value that was cut, and what it is: `Model`. */
export type CutName = { readonly title: string; readonly text: string };

/** What was cut, in full, in rows of so many cells. */
export function wholeLines(names: readonly CutName[], width: number): readonly Line[] {
  return names.flatMap(({ title, text }) =>
    wrapLine([styled(safeLine(`${title}: `), 'dim'), { text: safeLine(text) }], width),
  );
}

/** The lines of a pane of so many rows, the last of which are laid over by others. */
export function withEnd(
  lines: readonly Line[],
  end: readonly Line[],
  rows: number,
): readonly Line[] {
  const above = Math.max(0, rows - end.length);
  return [...Array.from({ length: above }, (_, row) => lines[row] ?? []), ...end.slice(0, rows)];
}

/** As many lines as there are rows for; the last one says where there are more. */
export function withinRows(lines: readonly Line[], rows: number): readonly Line[] {
  return lines.length <= rows ? lines : [...lines.slice(0, rows - 1), [styled(t`…`, 'dim')]];
}
