/** The bookmarks: a walkthrough in the making, to be arranged and saved. */
import type { ReactNode } from 'react';
import { bookmarksLayout } from '../../app/layout.ts';
import type { BookmarksScreen } from '../../app/screens/bookmarks/state.ts';
import type { State } from '../../app/state.ts';
import { plural } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { stopDetails, stopLines } from '../views/stops.ts';

type Props = { readonly state: State; readonly screen: BookmarksScreen };

export function Bookmarks({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const { listRows, detailRows } = bookmarksLayout(state.size);
  return (
    <Frame state={state} header={header(state)}>
      <Pane width={columns} height={listRows} lines={stopLines(state, screen, listRows)} />
      {detailRows > 0 && (
        <Pane width={columns} height={detailRows} lines={stopDetails(state, screen, detailRows)} />
      )}
    </Frame>
  );
}

function header({ bookmarks }: State): Line {
  const { walkthrough, saved, file, unkept } = bookmarks;
  const { title, stops } = walkthrough;
  return [
    { text: t`Bookmarks  `, style: 'title' },
    title === ''
      ? { text: t`no title yet (T)`, style: 'dim' }
      : { text: safeLine(title), style: 'accent' },
    { text: t`  ${plural(stops.length, 'stop')}` },
    saved && file !== undefined
      ? { text: safeLine(`  saved in ${file}`), style: 'dim' }
      : unkept === undefined
        ? { text: t`  not saved (w)`, style: 'warning' }
        : { text: t`  on no disk (w)`, style: 'failure' },
  ];
}
