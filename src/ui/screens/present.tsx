/** The stage that an audience sees, its list of chapters, and the speaker's own terminal. */
import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { useContext, type ReactNode } from 'react';
import { bodyRows } from '../../app/layout.ts';
import { elapsedMs } from '../../app/present.ts';
import type { ChaptersScreen, NotesScreen, PresentScreen, State } from '../../app/state.ts';
import { findScreen } from '../../app/transition.ts';
import { chapterRows } from '../../app/update-present.ts';
import { safeLine, t } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { chaptersOf } from '../../walkthrough/deck.ts';
import { stageLines } from '../../walkthrough/stage-lines.ts';
import { footerOf, Frame } from '../parts/frame.tsx';
import { Pane, ThemeContext } from '../parts/pane.tsx';
import { selected } from '../theme.ts';
import { notesHeader, notesLines } from '../views/speaker.ts';

type Props<S> = { readonly state: State; readonly screen: S };

export function Present({ state, screen }: Props<PresentScreen>): ReactNode {
  const isRead = useIsScreenReaderEnabled();
  const { size, notice } = state;
  const { deck, position } = screen;
  if (deck === undefined) {
    const header: Line = [{ text: safeLine(screen.walkthrough.title), style: 'title' }];
    return (
      <Frame state={state} header={header}>
        <Pane width={size.columns} height={bodyRows(size)} lines={[]} />
      </Frame>
    );
  }
  // The keys are told once, on the first card; after that the screen belongs to the audience.
  const tells = notice !== undefined || (position.slide === 0 && !screen.playing);
  const lines = stageLines(deck, position, size, {
    elapsedMs: elapsedMs(screen),
    speed: screen.playing ? screen.speed : undefined,
    typed: screen.typed,
    footer: tells ? footerOf(state) : undefined,
  });
  return isRead ? (
    <Spoken lines={lines} />
  ) : (
    <Pane width={size.columns} height={size.rows} lines={lines} />
  );
}

/** The words alone, in order: margins, rules and empty rows are nothing to be read aloud. */
function Spoken({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  const theme = useContext(ThemeContext);
  const said = lines
    .map((line) => line.filter(({ style }) => style !== 'rule'))
    .filter((line) => line.some(({ text }) => text.trim() !== ''));
  return (
    <Box flexDirection="column">
      {said.map((line, row) => (
        <Text key={row}>{theme.paint(line).trim()}</Text>
      ))}
    </Box>
  );
}

export function Chapters({ state, screen }: Props<ChaptersScreen>): ReactNode {
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
  const rows = chapterRows(state);
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

export function Notes({ state, screen }: Props<NotesScreen>): ReactNode {
  const { columns } = state.size;
  const rows = bodyRows(state.size);
  return (
    <Frame state={state} header={notesHeader(screen)}>
      <Pane width={columns} height={rows} lines={notesLines(screen, state.size, rows)} />
    </Frame>
  );
}
