/** The list of chapters, over the stage. */
import type { ReactNode } from 'react';
import { bodyRows, chapterRows } from '../../app/layout.ts';
import type { ChaptersScreen } from '../../app/screens/chapters/state.ts';
import type { State } from '../../app/state.ts';
import { findScreen } from '../../app/transition.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, type Line } from '../../text/spans.ts';
import { chaptersOf } from '../../walkthrough/deck.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { selected } from '../../text/theme.ts';

type Props = { readonly state: State; readonly screen: ChaptersScreen };

export function Chapters({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const present = findScreen(state, 'present');
  const chapters = present?.deck === undefined ? [] : chaptersOf(present.deck);
  const here = chapters.findLastIndex(({ slide }) => slide <= (present?.position.slide ?? 0));
  const lines = chapters.map(({ title }, index): Line => {
    const line: Line = [
      { text: t`${index === screen.cursor ? '›' : ' '} `, style: 'key' },
      { text: t`${String(index + 1).padStart(3)}  `, style: 'dim' },
      { text: safeLine(title), style: index === here ? 'strong' : 'text' },
      ...(index === here ? [styled(t`  ● now`, 'accent')] : []),
    ];
    return index === screen.cursor ? selected(line) : line;
  });
  const header: Line = [
    { text: t`Chapters  `, style: 'title' },
    { text: safeLine(present?.walkthrough.title ?? ''), style: 'accent' },
  ];
  const rows = chapterRows(state.size);
  return (
    <Frame state={state} header={header}>
      <Pane
        width={columns}
        height={bodyRows(state.size)}
        lines={[[], ...lines.slice(screen.top, screen.top + rows)]}
      />
    </Frame>
  );
}
