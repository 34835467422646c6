/** The Docket: facets on the left, the trials of the filter on the right, a preview below them. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { rowAt } from '../../app/screens/docket/asking.ts';
import { keyLabel, keysOf } from '../../app/keymap.ts';
import { bodyRows, docketLayout } from '../../app/layout.ts';
import type { DocketScreen } from '../../app/screens/docket/state.ts';
import type { Place, State } from '../../app/state.ts';
import { grouped } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import { type Span, styled } from '../../text/spans.ts';
import { filterHints, filterLine } from '../parts/filter-line.ts';
import { countOf, Frame, filterSpans } from '../parts/frame.tsx';
import { namedHeader, type HeaderPart } from '../parts/header.ts';
import { Pane, Rule } from '../parts/pane.tsx';
import { previewLines } from '../views/preview.ts';
import { cutFacet, facetPanel } from '../views/facets.ts';
import { cutCells, trialTable } from '../views/trials.ts';
import { wholeLines, withEnd } from '../views/whole.ts';

type Props = { readonly state: State; readonly screen: DocketScreen };

export function Docket({ state, screen }: Props): ReactNode {
  const layout = docketLayout(state.size);
  const mistake = filterHints(state);
  const height = bodyRows(state.size) - mistake.length;
  const listRows = layout.listRows + 1 - mistake.length;
  const inFacets = screen.pane === 'facets' && layout.facets > 0;
  // The pane that has the cursor is never covered.
  const whole = wholeLines(
    inFacets ? cutFacet(state, screen, layout.facets) : cutCells(state, screen),
    layout.list,
  );
  const table = trialTable(state, screen, layout);
  return (
    <Frame state={state} header={filterLine(state) ?? docketHeader(state)}>
      <Pane width={state.size.columns} height={mistake.length} lines={mistake} />
      <Box height={height}>
        {layout.facets > 0 && (
          <>
            <Pane
              width={layout.facets}
              height={height}
              lines={facetPanel(state, screen, layout.facets, height)}
            />
            <Rule height={height} />
          </>
        )}
        <Box flexDirection="column">
          <Pane
            width={layout.list}
            height={listRows}
            lines={inFacets && layout.previewRows === 0 ? withEnd(table, whole, listRows) : table}
          />
          {layout.previewRows > 0 && (
            <Pane
              width={layout.list}
              height={layout.previewRows}
              lines={withEnd(
                previewLines(state, rowAt(state, screen.cursor), layout),
                whole,
                layout.previewRows,
              )}
            />
          )}
        </Box>
      </Box>
    </Frame>
  );
}

function docketHeader(state: State): readonly HeaderPart[] {
  const { filterError, list, places, screens } = state;
  const at = list.total === 0 ? '' : `${grouped(screens[0].cursor + 1)}/`;
  const ways = places.map(crumb);
  const parts = namedHeader(ways, state.settings.title, [
    ...(list.known
      ? [styled(t`  ${at}${countOf(list.total, state.progress?.trials)}`, 'text')]
      : []),
    ...filterSpans(state, list.query),
    ...(isUnjudged(state)
      ? [styled(t`  not judged: ${keyOf(state)} makes a score the verdict`, 'warning')]
      : []),
    ...(filterError === undefined
      ? []
      : [styled(safeLine(`  ✘ ${filterError.message}`), 'failure')]),
  ]);
  const program: HeaderPart = { keep: 2, line: [{ text: t`Inquest`, style: 'title' }] };
  return ways.length === 0 ? parts.with(0, program) : parts;
}

/** Whether the trials have scores and no verdict: what is read whole, without a filter. */
function isUnjudged({ progress, filter, facets, fields, verdictRule }: State): boolean {
  if (progress?.phase !== 'done' || filter !== '' || verdictRule !== undefined) return false;
  const verdicts = facets.facets.find(({ field }) => field === 'verdict')?.values ?? [];
  const isJudged = verdicts.some(({ counts }) => counts.judged > 0);
  return verdicts.length > 0 && !isJudged && fields.some((field) => field.startsWith('score.'));
}

function keyOf(state: State): string {
  return keyLabel(keysOf('judge', state)[0] ?? ':');
}

/** Where `q` leads back to. */
function crumb({ screens }: Place, index: number): Span {
  const { type } = screens.at(-1) ?? screens[0];
  return styled(t`${index === 0 ? '' : ' '}${CRUMBS[type] ?? 'Trials'} ›`, 'title');
}
const CRUMBS: Readonly<Record<string, string>> = {
  stats: 'Stats',
  search: 'Search',
  concordance: 'Concordance',
  secondLook: 'Second look',
  claims: 'Claims',
  problems: 'Problems',
};
