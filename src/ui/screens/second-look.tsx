/** Trials that are worth a second look: one a row with its reason, and the one under the cursor in full. */
import type { ReactNode } from 'react';
import { detailedLayout } from '../../app/layout.ts';
import type { SecondLookScreen } from '../../app/screens/second-look/state.ts';
import type { State } from '../../app/state.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, truncateLine, type Line } from '../../text/spans.ts';
import { selected } from '../../text/theme.ts';
import { pad, truncateMiddle } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { OUTCOME_GLYPHS } from '../../trial/display.ts';
import { filterSpans, Frame } from '../parts/frame.tsx';
import { namedHeader, type HeaderPart } from '../parts/header.ts';
import { Pane } from '../parts/pane.tsx';
import { rule } from '../views/rule.ts';
import { withinRows } from '../views/whole.ts';

type Props = { readonly state: State; readonly screen: SecondLookScreen };
type Row = NonNullable<SecondLookScreen['result']>['rows'][number];

export function SecondLook({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const { listRows, detailRows } = detailedLayout(state.size);
  const { result, top, cursor } = screen;
  const lines =
    result === undefined
      ? [[styled(t`  looking…`, 'dim')]]
      : result.rows.length === 0
        ? [[styled(t`  Nothing stands out: no reason applies to any trial.`, 'dim')]]
        : result.rows.slice(top, top + listRows).map((row, index) =>
            rowLine(row, columns, {
              isHere: top + index === cursor,
              isNoted: state.noted.has(row.row.id),
            }),
          );
  return (
    <Frame state={state} header={headerOf(state, screen)}>
      <Pane width={columns} height={listRows} lines={lines} />
      <Pane
        width={columns}
        height={detailRows}
        lines={withinRows(detailLines(screen, columns), detailRows)}
      />
    </Frame>
  );
}

const REASON = 36;

function rowLine(
  { title, why, row }: Row,
  columns: number,
  { isHere, isNoted }: { readonly isHere: boolean; readonly isNoted: boolean },
): Line {
  const id = Math.max(16, Math.floor((columns - REASON) * 0.4));
  const line: Line = [
    { text: t`${isHere ? '›' : ' '}${isNoted ? '✎' : ' '}`, style: 'key' },
    styled(pad(safeLine(title), REASON), 'accent'),
    styled(t`${OUTCOME_GLYPHS[row.outcome]} `, row.outcome),
    { text: pad(truncateMiddle(safeLine(row.id), id), id + 1) },
    styled(safeLine(why.text), 'dim'),
  ];
  const shown = truncateLine(line, columns);
  return isHere ? selected(shown) : shown;
}

/** The reason with how many trials it has, and what it says of this one. */
function detailLines({ result, cursor }: SecondLookScreen, columns: number): readonly Line[] {
  const listed = result?.rows[cursor];
  if (result === undefined || listed === undefined) return [];
  const { reason, title, row, why } = listed;
  const trials = result.reasons.find((one) => one.reason === reason)?.trials ?? 0;
  const shown = result.rows.filter((one) => one.reason === reason).length;
  const first = shown < trials ? `, the first ${grouped(shown)} are listed` : '';
  const where = why.turn === undefined ? '' : `turn ${why.turn}: `;
  return [
    rule('', columns),
    ...wrapLine(
      [
        styled(safeLine(title), 'accent'),
        styled(safeLine(`: ${plural(trials, 'trial')}${first}   `), 'dim'),
        { text: safeLine(row.id) },
      ],
      columns,
    ),
    ...wrapLine([styled(safeLine(where), 'dim'), { text: safeLine(why.text) }], columns),
  ];
}

function headerOf(state: State, { result }: SecondLookScreen): readonly HeaderPart[] {
  const reasons = result?.reasons.filter(({ trials }) => trials > 0).length ?? 0;
  return namedHeader([{ text: t`Worth a second look`, style: 'title' }], state.settings.title, [
    ...(result === undefined ? [] : [styled(t`  ${plural(reasons, 'reason')}`, 'text')]),
    ...filterSpans(state, result?.query ?? state.filter),
  ]);
}
