/** The Docket: facets on the left, the trials of the filter on the right, a preview below them. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { rowAt } from '../../app/screens/docket/asking.ts';
import { bodyRows, docketLayout } from '../../app/layout.ts';
import type { DocketScreen } from '../../app/screens/docket/state.ts';
import type { State } from '../../app/state.ts';
import { safeLine, t } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { fieldSpans } from '../parts/field.ts';
import { caretLine, countOf, Frame, filterSpans } from '../parts/frame.tsx';
import { Pane, Rule } from '../parts/pane.tsx';
import { previewLines } from '../views/preview.ts';
import { facetPanel } from '../views/facets.ts';
import { trialTable } from '../views/trials.ts';

type Props = { readonly state: State; readonly screen: DocketScreen };

export function Docket({ state, screen }: Props): ReactNode {
  const layout = docketLayout(state.size);
  const mistake = mistakeLines(state, screen);
  const height = bodyRows(state.size) - mistake.length;
  return (
    <Frame state={state} header={docketHeader(state, screen)}>
      <Pane width={state.size.columns} height={mistake.length} lines={mistake} />
      <Box height={height}>
        {layout.facets > 0 && (
          <>
            <Pane
              width={layout.facets}
              height={height}
              lines={facetPanel(state, screen, layout.facets)}
            />
            <Rule height={height} />
          </>
        )}
        <Box flexDirection="column">
          <Pane
            width={layout.list}
            height={layout.listRows + 1 - mistake.length}
            lines={trialTable(state, screen, layout)}
          />
          {layout.previewRows > 0 && (
            <Pane
              width={layout.list}
              height={layout.previewRows}
              lines={previewLines(state, rowAt(state, screen.cursor), layout)}
            />
          )}
        </Box>
      </Box>
    </Frame>
  );
}

function docketHeader(state: State, screen: DocketScreen): Line {
  const { filterError, list } = state;
  // What is shown is of the filter that was answered last, which the one in force may not be yet.
  const isCurrent = list.query === state.filter;
  if (screen.typing !== undefined) {
    return [
      { text: t`${PROMPT}`, style: 'key' },
      ...fieldSpans(screen.typing.text, screen.typing.cursor, true),
      {
        text: isCurrent ? t`   ${countOf(list.total, state.progress?.trials)}` : t`   …`,
        style: 'dim',
      },
    ];
  }
  return [
    { text: t`Inquest `, style: 'title' },
    { text: safeLine(state.settings.title), style: 'accent' },
    ...(list.known ? [styled(t`  ${countOf(list.total, state.progress?.trials)}`, 'text')] : []),
    ...filterSpans(state, list.query),
    ...(filterError === undefined
      ? []
      : [styled(safeLine(`  ✘ ${filterError.message}`), 'failure')]),
  ];
}

const PROMPT = 'Filter ';

/** What is wrong with the filter being typed, with a caret under the place. */
function mistakeLines(state: State, screen: DocketScreen): readonly Line[] {
  const { filterError } = state;
  if (screen.typing === undefined || filterError === undefined) return [];
  return [caretLine(PROMPT, screen.typing.text, filterError, state.size.columns)];
}
