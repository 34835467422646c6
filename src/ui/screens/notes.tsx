/** The speaker's own terminal, which follows a stage elsewhere. */
import type { ReactNode } from 'react';
import { bodyRows } from '../../app/layout.ts';
import type { NotesScreen } from '../../app/screens/notes/state.ts';
import type { State } from '../../app/state.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { notesHeader, notesLines } from '../views/speaker.ts';

type Props = { readonly state: State; readonly screen: NotesScreen };

export function Notes({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const rows = bodyRows(state.size);
  return (
    <Frame state={state} header={notesHeader(screen)}>
      <Pane width={columns} height={rows} lines={notesLines(screen, state.size, rows)} />
    </Frame>
  );
}
