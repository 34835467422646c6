/** The problems that were found while reading. */
import type { ReactNode } from 'react';
import { bodyRows } from '../../app/layout.ts';
import type { ProblemsScreen } from '../../app/screens/problems/state.ts';
import type { State } from '../../app/state.ts';
import { plural } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import { pad } from '../../text/width.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';

type Props = { readonly state: State; readonly screen: ProblemsScreen };

export function Problems({ state, screen }: Props): ReactNode {
  const height = bodyRows(state.size);
  const lines = state.problems
    .slice(screen.top, screen.top + height)
    .map(({ severity, source, place, message }): Line => [
      {
        text: pad(t` ${severity}`, 9),
        style: severity === 'error' ? 'failure' : severity === 'warning' ? 'warning' : 'dim',
      },
      { text: safeLine(`${source}${place === undefined ? '' : `, ${place}`}: `), style: 'accent' },
      { text: safeLine(message) },
    ]);
  return (
    <Frame state={state} header={problemsHeader(state)}>
      <Pane width={state.size.columns} height={height} lines={lines} />
    </Frame>
  );
}

function problemsHeader(state: State): Line {
  const passedOver = state.progress?.passedOver ?? 0;
  return [
    { text: t`Problems found while reading`, style: 'title' },
    {
      text: passedOver === 0 ? t`` : t`  ${plural(passedOver, 'file')} of other kinds passed over`,
      style: 'dim',
    },
  ];
}
