/** Two trials as lines of two columns. */
import type { Result } from '../../../collection/protocol.ts';
import type { Cell, ComparedRow } from '../../../compare/align.ts';
import type { WordRun } from '../../../compare/words.ts';
import { plural } from '../../../stats/bars.ts';
import { createCache, createWeakCache, type Cache } from '../../../text/remember.ts';
import { concat, safe, safeLine, t, type SafeText } from '../../../text/safe.ts';
import {
  highlight,
  lineWidth,
  padLine,
  truncateLine,
  type Line,
  type StyledRange,
} from '../../../text/spans.ts';
import { wrap } from '../../../text/wrap.ts';
import type { CompareScreen } from './state.ts';

/** A line, and the turn of each side that it shows some of. */
export type ComparedLine = {
  readonly line: Line;
  readonly left: number | undefined;
  readonly right: number | undefined;
};

/** Letters of a cell that are shown; a longer one is read in the trial itself. */
const MOST_SHOWN = 20_000;
const GAP = t` │ `;

const caches = createWeakCache<Result<'compare'>, Cache<string, readonly ComparedLine[]>>();

/** The lines at a width in cells. */
export function comparedLines(screen: CompareScreen, width: number): readonly ComparedLine[] {
  const { loaded, onlyDifferences, saidAndDid } = screen;
  if (loaded === undefined) return [];
  const cache = caches(loaded, () => createCache(4));
  return cache(`${width} ${onlyDifferences} ${saidAndDid}`, () => {
    const rows = saidAndDid ? loaded.said : loaded.rows;
    const shown = onlyDifferences && !saidAndDid ? rows.filter(({ same }) => !same) : rows;
    return shown.flatMap((row, index) =>
      row.same && shown[index - 1]?.same === true && shown[index - 1]?.role === row.role
        ? []
        : linesOf(row, sameAs(shown, index), columnOf(width), width),
    );
  });
}

/** Cells of a column where two stand side by side. */
export function columnOf(width: number): number {
  return Math.max(1, Math.floor((width - GAP.length) / 2));
}

/** The rows of one role that follow each other and are the same. */
function sameAs(rows: readonly ComparedRow[], index: number): readonly ComparedRow[] {
  const role = rows[index]?.role;
  const end = rows.findIndex((row, at) => at > index && !(row.same && row.role === role));
  return rows.slice(index, end < 0 ? undefined : end);
}

function linesOf(
  row: ComparedRow,
  group: readonly ComparedRow[],
  column: number,
  width: number,
): readonly ComparedLine[] {
  const [left, right] = [row.left?.turns[0], row.right?.turns[0]];
  const at = (line: Line): ComparedLine => ({ line, left, right });
  if (row.same) {
    const title = group.length === 1 ? row.title : `${row.role} ×${group.length}`;
    return [
      at(
        truncateLine(
          [
            { text: safeLine(title), style: 'dim' },
            { text: t`: the same`, style: 'dim' },
          ],
          width,
        ),
      ),
      at([]),
    ];
  }
  const sides = textsOf(row);
  const [one = [], other = []] = [sides.left, sides.right].map(({ text, marks }) =>
    wrap(text, column).map((part) => highlight(text, part, marks)),
  );
  const beside = (ofLeft: readonly Line[], ofRight: readonly Line[]): readonly ComparedLine[] =>
    Array.from({ length: Math.max(ofLeft.length, ofRight.length) }, (_, index) =>
      at(besides(ofLeft[index] ?? [], ofRight[index] ?? [], column)),
    );
  return [
    ...beside(headOf(row.left, row.title, column), headOf(row.right, row.title, column)),
    ...beside(one, other),
    at([]),
  ];
}

/** What a cell is; where that is too long for a line, its place is on a second one. */
function headOf(cell: Cell | undefined, title: string, column: number): readonly Line[] {
  const name: Line = [{ text: safeLine(title), style: cell === undefined ? 'dim' : 'accent' }];
  const place = cell === undefined ? t`not here` : placeOf(cell);
  const whole: Line = [...name, { text: t`  ${place}`, style: 'dim' }];
  return lineWidth(whole) <= column ? [whole] : [name, [{ text: place, style: 'dim' }]];
}

function placeOf({ turns, text }: Cell): SafeText {
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  return t`turn ${turns.join(', ')} · ${plural(words, 'word')}`;
}

/** Two lines side by side, each in a column. */
export function besides(left: Line, right: Line, column: number): Line {
  return [
    ...padLine(truncateLine(left, column), column),
    { text: GAP, style: 'rule' },
    ...truncateLine(right, column),
  ];
}

type Text = { readonly text: SafeText; readonly marks: readonly StyledRange[] };

/** Both texts, with the words that only one has in signs, and set off. */
function textsOf({ left, right, words }: ComparedRow): {
  readonly left: Text;
  readonly right: Text;
} {
  if (words === undefined) return { left: plain(left), right: plain(right) };
  return { left: signed(words, 'left'), right: signed(words, 'right') };
}

function plain(cell: Cell | undefined): Text {
  const text = cell?.text ?? '';
  if (text.length <= MOST_SHOWN) return { text: safe(text), marks: [] };
  const rest = (text.length - MOST_SHOWN).toLocaleString('en');
  return {
    text: concat(
      safe(text.slice(0, MOST_SHOWN)),
      t` … ${rest} more letters: Enter opens the trial`,
    ),
    marks: [],
  };
}

function signed(words: readonly WordRun[], side: 'left' | 'right'): Text {
  const sign = side === 'left' ? '-' : '+';
  let text = t``;
  const marks: StyledRange[] = [];
  for (const run of words) {
    if (run.type === 'both') text = concat(text, safe(run[side]));
    else if (run.type === side) {
      const own = run.text.trimEnd();
      const start = text.length;
      text = concat(text, safe(`{${sign}${own}${sign}}`));
      marks.push({ start, end: text.length, style: 'strong' });
      text = concat(text, safe(run.text.slice(own.length)));
    }
  }
  return { text, marks };
}
