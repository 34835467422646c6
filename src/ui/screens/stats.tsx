/** The Stats: harmful rates with intervals by any field, divided or crossed by a second one. */
import type { ReactNode } from 'react';
import { groupTitle } from '../../trial/catalogue.ts';
import { bodyRows } from '../../app/layout.ts';
import type { State } from '../../app/state.ts';
import { statsNotes } from '../../app/screens/stats/notes.ts';
import type { StatsScreen } from '../../app/screens/stats/state.ts';
import { safeLine, t } from '../../text/safe.ts';
import { findScreen } from '../../app/transition.ts';
import { styled } from '../../text/spans.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { filterHints, filterLine } from '../parts/filter-line.ts';
import { filterSpans, Frame } from '../parts/frame.tsx';
import { namedHeader, type HeaderPart } from '../parts/header.ts';
import { Pane } from '../parts/pane.tsx';
import { cutName, ratesLines } from '../views/rates.ts';
import { withEnd } from '../views/whole.ts';

type Props = { readonly state: State; readonly screen: StatsScreen };

export function Stats({ state, screen }: Props): ReactNode {
  const height = bodyRows(state.size);
  const width = state.size.columns;
  const hints = filterHints(state);
  const notes = statsNotes(state, screen);
  const rows = height - notes.length - hints.length;
  const table = ratesLines(state, screen, notes.length);
  const name = cutName(state, screen);
  // One that is wider than the screen stands below the table, where there is room.
  const whole = name === undefined ? [] : wrapLine([{ text: name }], width);
  const isBelow = whole.length > 1 && table.length + whole.length <= rows;
  return (
    <Frame
      state={state}
      header={filterLine(state) ?? statsHeader(state, screen)}
      running={name === undefined || isBelow ? [] : [{ text: name }]}
    >
      <Pane width={width} height={hints.length} lines={hints} />
      <Pane width={width} height={rows} lines={isBelow ? withEnd(table, whole, rows) : table} />
      <Pane width={width} height={notes.length} lines={notes} />
    </Frame>
  );
}

function statsHeader(state: State, screen: StatsScreen): readonly HeaderPart[] {
  const split = screen.split === undefined ? '' : ` × ${groupTitle(screen.split).toLowerCase()}`;
  const search = findScreen(state, 'search');
  return namedHeader([{ text: t`Stats`, style: 'title' }], state.settings.title, [
    { text: t`  by ${groupTitle(screen.by).toLowerCase()}${split}`, style: 'text' },
    ...(screen.share === undefined ? [] : [styled(t`  share: ${screen.share.name}`, 'accent')]),
    ...(screen.funnel === undefined ? [] : [styled(t`  stages: ${screen.funnel.name}`, 'accent')]),
    ...(screen.sort === undefined
      ? []
      : [styled(t`  ${screen.sort.column} ${screen.sort.descending ? '↓' : '↑'}`, 'accent')]),
    ...filterSpans(state, screen.groups === undefined ? state.filter : screen.query),
    ...(search === undefined || search.input.text.trim() === ''
      ? []
      : [styled(safeLine(`  not of the search: ${search.input.text.trim()}`), 'warning')]),
  ]);
}
