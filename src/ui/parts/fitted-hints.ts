/** What keys do, in one line. */
import { t } from '../../text/safe.ts';
import { lineWidth, type Line, type Span } from '../../text/spans.ts';

/** As many hints as fit into `room` cells; the last `fixed` ones, the ways out, are always among them. */
export function fittedHints(hints: readonly Line[], room: number, fixed: number): Line {
  const gap: Span = { text: t`  ` };
  const free = hints.slice(0, -fixed);
  const ways = hints.slice(-fixed);
  const total = (lines: readonly Line[]): number =>
    lines.reduce((sum, line) => sum + lineWidth(line) + 2, 0);
  let count = free.length;
  while (count > 0 && total([...free.slice(0, count), ...ways]) > room) count -= 1;
  return [...free.slice(0, count), ...ways].flatMap((line) => [...line, gap]);
}
