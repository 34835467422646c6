/** Two trials side by side as plain text: row by row, with the words that differ. */
import type { Cell, ComparedRow } from '../compare/align.ts';
import type { WordRun } from '../compare/words.ts';
import { plural } from '../stats/bars.ts';
import { safe, t, type SafeText } from '../text/safe.ts';
import type { Trial } from '../trial/types.ts';
import { wrapped } from './transcript.ts';

/** The rows in lines of at most `columns` cells; rows that are the same are told in one line a role. */
export function* compared(
  left: Trial,
  right: Trial,
  rows: readonly ComparedRow[],
  columns: number,
): Generator<SafeText, void> {
  yield t`A  ${trialLine(left)}`;
  yield t`B  ${trialLine(right)}`;
  for (const { same, rows: group } of folded(rows)) {
    yield t``;
    yield* same ? wrapped(t`── ${sameLine(group)}`, columns) : rowLines(group[0], columns);
  }
}

function trialLine({ id, verdict, synthetic }: Trial): string {
  return `${id} · ${verdict.outcome}${synthetic === true ? ' · synthetic' : ''}`;
}

type Folded =
  | { readonly same: true; readonly rows: readonly ComparedRow[] }
  | { readonly same: false; readonly rows: readonly [ComparedRow] };

/** Rows of a role that stand together and are the same, as one. */
function folded(rows: readonly ComparedRow[]): readonly Folded[] {
  const groups: { same: true; role: string; rows: ComparedRow[] }[] = [];
  return rows.flatMap((row): readonly Folded[] => {
    if (!row.same) return [{ same: false, rows: [row] }];
    const last = groups.at(-1);
    if (last?.role === row.role) {
      last.rows.push(row);
      return [];
    }
    const group = { same: true as const, role: row.role, rows: [row] };
    groups.push(group);
    return [group];
  });
}

function sameLine(rows: readonly ComparedRow[]): string {
  const [first] = rows;
  const title = rows.length === 1 ? (first?.title ?? '') : `${first?.role ?? ''} ×${rows.length}`;
  const turns = (side: 'left' | 'right'): string =>
    rows.flatMap((row) => row[side]?.turns ?? []).join(', ');
  return `${title}: the same (A turns ${turns('left')}; B turns ${turns('right')})`;
}

function* rowLines(row: ComparedRow, columns: number): Generator<SafeText, void> {
  yield* wrapped(t`── ${row.title} · ${placesOf(row)}`, columns);
  if (row.words !== undefined) {
    yield* wrapped(safe(row.words.map(markedRun).join('')), columns);
    return;
  }
  for (const [name, cell] of [
    ['A', row.left],
    ['B', row.right],
  ] as const) {
    if (cell === undefined) continue;
    yield t`${name}:`;
    yield* wrapped(safe(cell.text), columns);
  }
}

/** Words that only A has stand in `{- -}`, those that only B has in `{+ +}`. */
function markedRun(run: WordRun): string {
  if (run.type === 'both') return run.right;
  const sign = run.type === 'left' ? '-' : '+';
  const text = run.text.trimEnd();
  return `{${sign}${text}${sign}}${run.text.slice(text.length)}`;
}

function placesOf({ left, right, words }: ComparedRow): string {
  if (left === undefined) return `only in B, ${placeOf(right)}`;
  if (right === undefined) return `only in A, ${placeOf(left)}`;
  return `A ${placeOf(left)}; B ${placeOf(right)}${words === undefined ? '' : '; by word'}`;
}

function placeOf(cell: Cell | undefined): string {
  const turns = cell?.turns ?? [];
  return turns.length === 1
    ? `turn ${turns[0]}`
    : `${plural(turns.length, 'turn')} (${turns.join(', ')})`;
}
