/** Lines of a concordance in cells: the occurrence stands in one column, what is around it beside it. */
import { safeLine, t, type SafeText } from '../text/safe.ts';
import { styled, type Line } from '../text/spans.ts';
import { pad, truncate, truncateMiddle, truncateStart, width } from '../text/width.ts';
import { KIND_GLYPHS, OUTCOME_GLYPHS } from '../trial/display.ts';
import type { ConcordanceLine } from './types.ts';

/** Cells of a turn's number. */
const TURN = 4;
const LONGEST_NAME = 30;
const MOST_OF_FORM = 24;
const WIDE_CONTEXT = 60;

/** Cells of the parts of a line. */
export type Cells = {
  readonly name: number;
  readonly left: number;
  readonly node: number;
  readonly right: number;
};

/** The parts that lines have at a width; without one, names are whole, and what is around has room enough. */
export function lineCells(lines: readonly ConcordanceLine[], columns: number | undefined): Cells {
  const widest = (of: (line: ConcordanceLine) => SafeText): number =>
    lines.reduce((most, line) => Math.max(most, width(of(line))), 1);
  const quarter = Math.floor((columns ?? Number.POSITIVE_INFINITY) / 4);
  const node = Math.min(
    quarter,
    MOST_OF_FORM,
    widest(({ form }) => safeLine(form)),
  );
  const longest = widest(nameOf);
  // Outcome, turn and kind, and the gaps between all of them.
  const fixed = 2 + (TURN + 1) + 3 + node;
  const edge = columns ?? fixed + longest + 2 * WIDE_CONTEXT;
  const most = columns === undefined ? longest : Math.min(longest, LONGEST_NAME);
  const name = Math.max(0, Math.min(most, Math.floor((edge - fixed) / 3)));
  const around = Math.max(2, edge - fixed - name);
  const left = Math.floor(around / 2);
  return { name, left, node, right: around - left };
}

/** A line whose form begins in its column; what follows stands right behind it. */
export function alignedLine(line: ConcordanceLine, { name, left, node, right }: Cells): Line {
  const { outcome, turn, kind, draft, before, form, after, sameIn } = line;
  const found = truncate(safeLine(form), node);
  const rest = node + right - width(found);
  const times = t` ×${sameIn}`;
  const same = sameIn > 1 && width(times) <= rest ? times : t``;
  const style = draft ? 'draft' : kind === 'rationale' ? 'dim' : kind;
  const glyph = draft ? t`▷` : kind === 'rationale' ? t`=` : t`${KIND_GLYPHS[kind]}`;
  return [
    { text: t`${OUTCOME_GLYPHS[outcome]} `, style: outcome },
    { text: pad(truncateMiddle(nameOf(line), name), name) },
    { text: pad(t`${turn}`, TURN + 1, 'right'), style: 'dim' },
    styled(t` ${glyph} `, style),
    { text: pad(truncateStart(safeLine(before), left), left, 'right') },
    { text: found, style: 'hit' },
    { text: truncate(safeLine(after), rest - width(same)) },
    ...(same === '' ? [] : [styled(same, 'dim')]),
  ];
}

function nameOf({ trial }: ConcordanceLine): SafeText {
  return safeLine(trial);
}

/** What kind of turn a line is of, in a word. */
export function kindOf({ kind, draft }: ConcordanceLine): string {
  return draft ? 'draft' : kind;
}
