/** The table of trials: as many columns as there is room for, one trial a row. */
import { shownColumns, type Column } from '../../app/screens/docket/columns.ts';
import { rowAt } from '../../app/screens/docket/asking.ts';
import { unknownText, unknownValues } from '../../app/screens/prompt/complete.ts';
import type { DocketLayout } from '../../app/layout.ts';
import type { DocketScreen } from '../../app/screens/docket/state.ts';
import type { State } from '../../app/state.ts';
import type { TrialRow } from '../../query/results.ts';
import { fieldTitle, valueText, type ColumnField } from '../../trial/catalogue.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import { type Line, type Span, styled } from '../../text/spans.ts';
import { pad, truncateMiddle, width } from '../../text/width.ts';
import { OUTCOME_GLYPHS, trialLabel } from '../../trial/display.ts';
import { over, selected } from '../../text/theme.ts';
import type { CutName } from './whole.ts';

/** Fields that are shown in another way than as their value. */
const SHOWN: Partial<Record<ColumnField, (row: TrialRow) => Span>> = {
  outcome: (row) => ({
    text: t`${OUTCOME_GLYPHS[row.outcome]} ${row.outcome}${row.disputed ? ' ≠' : ''}`,
    style: row.outcome,
  }),
  sample: (row) => ({ text: safeLine(sampleText(row.sample)) }),
  condition: (row) => ({ text: safeLine(trialLabel(row)), style: 'dim' }),
};

export function trialTable(
  state: State,
  screen: DocketScreen,
  layout: DocketLayout,
): readonly Line[] {
  const columns = shownColumns(state);
  const title = titleLine(state, columns);
  if (state.list.total === 0) {
    const unknown = unknownValues(state).map((one): Line => [
      styled(safeLine(`  ${unknownText(one)}`), 'warning'),
    ]);
    return [title, [], [{ text: emptyText(state), style: 'dim' }], ...unknown];
  }
  const marks = new Set(state.marked);
  const rows = Array.from({ length: layout.listRows }, (_, index): Line => {
    const at = screen.top + index;
    if (at >= state.list.total) return [];
    const row = rowAt(state, at);
    if (row === undefined) return [{ text: t`  …`, style: 'dim' }];
    const marked = marks.has(row.id);
    const here = at === screen.cursor;
    const line: Line = [
      {
        text: t`${marked ? '●' : here ? '›' : ' '}${state.noted.has(row.id) ? '✎' : ' '}`,
        style: 'key',
      },
      ...columns.flatMap((column) => cell(column, row)),
    ];
    return here ? (screen.pane === 'list' ? selected(line) : over(line, 'strong')) : line;
  });
  return [title, ...rows];
}

/** Why there is nothing to see. */
function emptyText(state: State): SafeText {
  if (!state.list.known || (state.progress?.phase !== 'done' && state.filter === '')) {
    return t`  reading…`;
  }
  if (state.filter === '') return t`  No trials here.`;
  return t`  No trial matches the filter. x clears it.`;
}

function titleLine(state: State, columns: readonly Column[]): Line {
  return [
    { text: t`  ` },
    ...columns.map((column) => {
      const isSorted = column.field === state.list.sort.field;
      const arrow = isSorted ? (state.list.sort.descending ? ' ↓' : ' ↑') : '';
      const title = fieldTitle(column.field).toLowerCase();
      const text = t`${pad(truncateMiddle(t`${title}${arrow}`, column.cells), column.cells, column.align)} `;
      if (column.field === state.columns.current) return styled(text, 'selected');
      return styled(text, arrow === '' ? 'dim' : 'accent');
    }),
  ];
}

function shown({ field, dim }: Column, row: TrialRow): Span {
  const text = safeLine(valueText(row, field));
  return dim === true ? { text, style: 'dim' } : { text };
}

/** What of the row under the cursor its columns cut, and its id, which stands below them, does not say. */
export function cutCells(state: State, screen: DocketScreen): readonly CutName[] {
  const row = rowAt(state, screen.cursor);
  if (row === undefined) return [];
  return shownColumns(state).flatMap((column) => {
    const { text } = spanOf(column, row);
    const isCut = width(text) > column.cells && !safeLine(row.id).includes(text);
    return isCut ? [{ title: fieldTitle(column.field), text }] : [];
  });
}

function spanOf(column: Column, row: TrialRow): Span {
  return SHOWN[column.field]?.(row) ?? shown(column, row);
}

function cell(column: Column, row: TrialRow): readonly Span[] {
  const { text, style } = spanOf(column, row);
  const cut = truncateMiddle(text, column.cells);
  return [
    { text: pad(cut, column.cells, column.align), ...(style === undefined ? {} : { style }) },
    { text: t` ` },
  ];
}

export function sampleText(sample: number | string | null): string {
  if (sample === null) return '';
  return typeof sample === 'number' ? String(sample).padStart(3, '0') : sample;
}
