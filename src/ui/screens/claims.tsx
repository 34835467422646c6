/** The claims of a file: one a row with what is expected and what was found, the one under the cursor in full. */
import type { ReactNode } from 'react';
import { detailedLayout } from '../../app/layout.ts';
import type { ClaimsScreen } from '../../app/screens/claims/state.ts';
import type { State } from '../../app/state.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, truncateLine, type Line } from '../../text/spans.ts';
import { selected } from '../../text/theme.ts';
import { pad, truncate, width as cells } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { rule } from '../views/rule.ts';
import { withinRows } from '../views/whole.ts';

type Props = { readonly state: State; readonly screen: ClaimsScreen };

export function Claims({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const { listRows, detailRows } = detailedLayout(state.size);
  const { start, top } = screen;
  const lines = start.claims
    .slice(top, top + listRows)
    .map((_, index) => claimLine(screen, top + index, columns));
  return (
    <Frame state={state} header={headerOf(screen)}>
      <Pane width={columns} height={listRows} lines={lines} />
      <Pane
        width={columns}
        height={detailRows}
        lines={withinRows(detailLines(screen, columns), detailRows)}
      />
    </Frame>
  );
}

const LONGEST_FIGURE = 36;

/** Cells of what claims expect: enough for the longest, as far as there is room. */
function figureRoom({ start }: ClaimsScreen, columns: number): number {
  const longest = start.claims.map(({ expect }) => cells(safeLine(String(expect))));
  return Math.min(Math.max(8, ...longest), LONGEST_FIGURE, Math.floor(columns / 4));
}

function claimLine(screen: ClaimsScreen, at: number, columns: number): Line {
  const claim = screen.start.claims[at];
  const checked = screen.checked?.[at];
  const here = at === screen.cursor;
  const figure = figureRoom(screen, columns);
  const text = Math.max(20, columns - 4 - 2 * (figure + 2));
  const isWrong = checked?.holds === false;
  const line: Line = [
    { text: here ? t`› ` : t`  `, style: 'key' },
    checked === undefined
      ? styled(t`  `, 'dim')
      : styled(isWrong ? t`✘ ` : t`✔ `, isWrong ? 'failure' : 'dim'),
    { text: pad(truncate(safeLine(claim?.text ?? ''), text - 2), text) },
    styled(pad(truncate(safeLine(String(claim?.expect ?? '')), figure), figure + 2), 'strong'),
    styled(safeLine(checked?.found ?? 'counting…'), isWrong ? 'failure' : 'dim'),
  ];
  const shown = truncateLine(line, columns);
  return here ? selected(shown) : shown;
}

function detailLines(screen: ClaimsScreen, columns: number): readonly Line[] {
  const claim = screen.start.claims[screen.cursor];
  const checked = screen.checked?.[screen.cursor];
  if (claim === undefined) return [];
  const where = claim.where === undefined ? '' : `  [${claim.where}]`;
  const verdict: Line =
    checked === undefined
      ? [styled(t`counting…`, 'dim')]
      : [
          styled(checked.holds ? t`holds` : t`differs`, checked.holds ? 'accent' : 'failure'),
          { text: safeLine(`: expected ${claim.expect}, found ${checked.found}`) },
        ];
  return [
    rule('', columns),
    ...wrapLine([{ text: safeLine(claim.text) }, styled(safeLine(where), 'dim')], columns),
    ...wrapLine(verdict, columns),
    ...wrapLine([styled(safeLine(`trials: ${checked?.counted ?? ''}`), 'dim')], columns),
  ];
}

function headerOf({ start, checked }: ClaimsScreen): Line {
  const wrong = checked?.filter(({ holds }) => !holds).length ?? 0;
  return [
    { text: t`Claims `, style: 'title' },
    { text: safeLine(start.title), style: 'accent' },
    { text: t`  ${plural(start.claims.length, 'claim')}` },
    ...(checked === undefined
      ? []
      : wrong === 0
        ? [styled(t`, all hold`, 'accent')]
        : [styled(t`, ${grouped(wrong)} ${wrong === 1 ? 'differs' : 'differ'}`, 'failure')]),
  ];
}
