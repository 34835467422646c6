/** Help: what can be done on the screen below. */
import type { ReactNode } from 'react';
import { contextOf } from '../../app/keymap.ts';
import { bodyRows } from '../../app/layout.ts';
import { contextTitle } from '../../app/key-contexts.ts';
import type { HelpScreen } from '../../app/screens/help/state.ts';
import type { State } from '../../app/state.ts';
import { pop } from '../../app/transition.ts';
import { helpLines } from '../../app/screens/help/lines.ts';
import { t } from '../../text/safe.ts';
import { styled, type Line } from '../../text/spans.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { commandLine, keyCells } from '../views/commands.ts';

type Props = { readonly state: State; readonly screen: HelpScreen };

export function Help({ state, screen }: Props): ReactNode {
  const height = bodyRows(state.size);
  const all = helpLines(state);
  const cells = keyCells(
    state,
    all.flatMap((line) => (line.type === 'title' ? [] : [line.command])),
  );
  const lines = all.map((line): Line =>
    line.type === 'title'
      ? [styled(t` ${line.text}`, 'title')]
      : commandLine(state, line.command, cells, line.type === 'changed' ? line.before : undefined),
  );
  const shown = lines.slice(screen.top, screen.top + height);
  const more = lines.length > screen.top + height;
  const title = contextTitle(contextOf(pop(state)));
  return (
    <Frame state={state} header={[{ text: t`Help · ${title}`, style: 'title' }]}>
      <Pane
        width={state.size.columns}
        height={height}
        lines={more ? shown.with(-1, [{ text: t`   ↓ more (j, PgDn)`, style: 'dim' }]) : shown}
      />
    </Frame>
  );
}
