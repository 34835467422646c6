/** The report of an audit. */
import type { ReactNode } from 'react';
import { bodyRows } from '../../app/layout.ts';
import { reportTitle, screenLines } from '../../app/screens/audit-report/lines.ts';
import type { AuditReportScreen } from '../../app/screens/audit-report/state.ts';
import type { State } from '../../app/state.ts';
import { t } from '../../text/safe.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';

type Props = { readonly state: State; readonly screen: AuditReportScreen };

export function AuditReport({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const height = bodyRows(state.size);
  const lines = screenLines(screen, columns);
  const shown = lines.slice(screen.top, screen.top + height);
  const isCut = screen.top + height < lines.length;
  return (
    <Frame
      state={state}
      header={[
        { text: t`audit report `, style: 'title' },
        { text: reportTitle(screen.view.report), style: 'accent' },
      ]}
    >
      <Pane
        width={columns}
        height={height}
        lines={isCut ? shown.with(-1, [{ text: t`   ↓ more (j, PgDn)`, style: 'dim' }]) : shown}
      />
    </Frame>
  );
}
