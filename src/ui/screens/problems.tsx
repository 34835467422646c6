/** The problems that were found while reading: one a row, and the one under the cursor in full. */
import type { ReactNode } from 'react';
import { detailedLayout } from '../../app/layout.ts';
import type { ProblemsScreen } from '../../app/screens/problems/state.ts';
import type { State } from '../../app/state.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, truncateLine, type Line } from '../../text/spans.ts';
import { selected } from '../../text/theme.ts';
import { pad, truncateMiddle } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { Problem } from '../../trial/types.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { rule } from '../views/rule.ts';
import { withinRows } from '../views/whole.ts';

type Props = { readonly state: State; readonly screen: ProblemsScreen };

export function Problems({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const { listRows, detailRows } = detailedLayout(state.size);
  const lines = state.problems
    .slice(screen.top, screen.top + listRows)
    .map((problem, index) => problemLine(problem, columns, screen.top + index === screen.cursor));
  const problem = state.problems[screen.cursor];
  return (
    <Frame state={state} header={problemsHeader(state, screen)}>
      <Pane width={columns} height={listRows} lines={lines} />
      <Pane
        width={columns}
        height={detailRows}
        lines={
          problem === undefined
            ? []
            : withinRows([rule('', columns), ...detailLines(problem, columns)], detailRows)
        }
      />
    </Frame>
  );
}

/** Cells of a file in the list; what tells files apart is at both ends of their names. */
const LONGEST_SOURCE = 40;

function problemLine(
  { severity, source, place, message }: Problem,
  columns: number,
  here: boolean,
): Line {
  const room = Math.min(LONGEST_SOURCE, Math.floor(columns * 0.4));
  const line: Line = [
    { text: here ? t`› ` : t`  `, style: 'key' },
    { text: pad(t`${severity}`, 9), style: STYLES[severity] },
    { text: truncateMiddle(safeLine(source), room), style: 'accent' },
    { text: safeLine(place === undefined ? ': ' : `, ${place}: `), style: 'accent' },
    { text: safeLine(message) },
  ];
  const shown = truncateLine(line, columns);
  return here ? selected(shown) : shown;
}

function detailLines(
  { severity, source, place, message }: Problem,
  columns: number,
): readonly Line[] {
  return [
    ...wrapLine([styled(safeLine(source), 'accent')], columns),
    ...wrapLine(
      [
        styled(safeLine(severity), STYLES[severity]),
        ...(place === undefined ? [] : [styled(safeLine(`, ${place}`), 'accent')]),
        { text: safeLine(`: ${message}`) },
      ],
      columns,
    ),
  ];
}

const STYLES = { error: 'failure', warning: 'warning', notice: 'dim' } as const;

function problemsHeader(state: State, { cursor }: ProblemsScreen): Line {
  const { passedOver = 0, problems = 0 } = state.progress ?? {};
  const { length } = state.problems;
  const more = problems > length ? ` (the first of ${grouped(problems)})` : '';
  return [
    { text: t`Problems found while reading`, style: 'title' },
    { text: length === 0 ? t`` : t`  ${cursor + 1} of ${grouped(length)}${more}`, style: 'accent' },
    {
      text: passedOver === 0 ? t`` : t`  ${plural(passedOver, 'file')} of other kinds passed over`,
      style: 'dim',
    },
  ];
}
