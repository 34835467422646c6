/** The Search: the query, its variants with counts, the results by trial. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { bodyRows, searchLayout } from '../../app/layout.ts';
import type { SearchScreen } from '../../app/screens/search/state.ts';
import type { State } from '../../app/state.ts';
import { safeLine, t } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { fittingLine, unknownLine } from '../parts/filter-line.ts';
import { fieldSpans } from '../parts/field.ts';
import { Frame } from '../parts/frame.tsx';
import { namedHeader, type HeaderPart } from '../parts/header.ts';
import { Pane, Rule } from '../parts/pane.tsx';
import { PROMPT, resultLines, summaryLine, variantLine, variantPanel } from '../views/hits.ts';

type Props = { readonly state: State; readonly screen: SearchScreen };

export function Search({ state, screen }: Props): ReactNode {
  const layout = searchLayout(state.size);
  const height = bodyRows(state.size);
  const variants =
    layout.variants === 0 ? variantLine(screen.result, screen, state.size.columns) : [];
  const hint = hintLine(state, screen, variants.length === 0);
  const top: readonly Line[] = [
    [
      { text: t`${PROMPT}`, style: 'key' },
      ...(screen.isOld && screen.pane === 'input'
        ? [styled(safeLine(screen.input.text), 'selected')]
        : fieldSpans(screen.input.text, screen.input.cursor, screen.pane === 'input')),
    ],
    summaryLine(screen, state.size.columns),
    hint ?? variants,
  ];
  const rest = height - top.length;
  return (
    <Frame state={state} header={searchHeader(state)}>
      <Pane width={state.size.columns} height={top.length} lines={top} />
      <Box height={rest}>
        <Pane width={layout.results} height={rest} lines={resultLines(state, screen)} />
        {layout.variants > 0 && (
          <>
            <Rule height={rest} />
            <Pane
              width={layout.variants}
              height={rest}
              lines={variantPanel(screen, layout.variants, rest)}
            />
          </>
        )}
      </Box>
    </Frame>
  );
}

/** What Tab would put there, or a value that no trial has. Over variants only where Tab was pressed. */
function hintLine(state: State, screen: SearchScreen, hasRoom: boolean): Line | undefined {
  const { pane, isOld, input, completion } = screen;
  const isTyped = pane === 'input' && !isOld && (hasRoom || completion !== undefined);
  const fitting = isTyped ? fittingLine(state, input, completion) : undefined;
  return fitting ?? (hasRoom ? unknownLine(state, input.text) : undefined);
}

function searchHeader(state: State): readonly HeaderPart[] {
  return namedHeader([{ text: t`Search`, style: 'title' }], state.settings.title, [
    state.filter === ''
      ? styled(t`  in all trials`, 'dim')
      : styled(safeLine(`  within filter: ${state.filter}`), 'key'),
  ]);
}
