/** The Concordance: the forms, the lines of context, the table by group. */
import type { ReactNode } from 'react';
import { bodyRows, concordanceLayout } from '../../app/layout.ts';
import type { ConcordanceScreen } from '../../app/screens/concordance/state.ts';
import { tableRows } from '../../app/screens/concordance/table.ts';
import type { State } from '../../app/state.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, type Line } from '../../text/spans.ts';
import { groupTitle } from '../../trial/catalogue.ts';
import { filterSpans, Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { contextLines, formsLine, noteLine, tableLines, wholeNote } from '../views/concordance.ts';
import { rule } from '../views/rule.ts';

type Props = { readonly state: State; readonly screen: ConcordanceScreen };

export function Concordance({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const { lines, table } = concordanceLayout(state.size, tableRows(screen).length);
  const forms =
    screen.result === undefined ? [styled(t`counting…`, 'dim')] : formsLine(screen, columns);
  if (screen.isWhole) {
    const rows = bodyRows(state.size) - 1;
    return (
      <Frame state={state} header={headerOf(state, screen)}>
        <Pane width={columns} height={1} lines={[forms]} />
        <Pane width={columns} height={rows} lines={wholeNote(screen, columns, rows)} />
      </Frame>
    );
  }
  return (
    <Frame state={state} header={headerOf(state, screen)}>
      <Pane width={columns} height={1} lines={[forms]} />
      <Pane width={columns} height={lines} lines={contextLines(screen, columns, lines)} />
      <Pane width={columns} height={1} lines={[rule('', columns)]} />
      <Pane width={columns} height={table + 1} lines={tableLines(screen, columns, table)} />
      <Pane width={columns} height={1} lines={[noteLine(screen)]} />
    </Frame>
  );
}

function headerOf(state: State, { text, result, by }: ConcordanceScreen): Line {
  const counts =
    result === undefined
      ? ''
      : `  ${plural(result.trials, 'trial')} of ${grouped(result.total.counts.all.trials)}`;
  return [
    styled(t`Concordance `, 'title'),
    styled(safeLine(text), 'accent'),
    styled(t`${counts}`, 'text'),
    styled(t`  by ${groupTitle(by).toLowerCase()}`, 'dim'),
    ...filterSpans(state, result?.query ?? state.filter),
  ];
}
