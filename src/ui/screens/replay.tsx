/** The Replay: a rail of all steps, and the step being read. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { kindsText } from '../../app/screens/replay/folding.ts';
import { marksOf } from '../../app/screens/replay/matches.ts';
import { placeOf } from '../../app/screens/replay/neighbours.ts';
import { hitCount } from '../../app/screens/replay/rail-marks.ts';
import { readingRow } from '../../app/screens/replay/play.ts';
import { hasMoreBelow, scrollOf, visibleRows } from '../../app/screens/replay/scroll.ts';
import { viewOf } from '../../app/screens/replay/view.ts';
import type { LoadedTrial, ReplayScreen } from '../../app/screens/replay/state.ts';
import type { State } from '../../app/state.ts';
import { stepOrder } from '../../app/screens/replay/steps.ts';
import { barAt, lineAt } from '../../text/page.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { Frame } from '../parts/frame.tsx';
import { ESSENTIAL, type HeaderPart } from '../parts/header.ts';
import { Pane, Rule } from '../parts/pane.tsx';
import { OUTCOME_GLYPHS, trialLabel } from '../../trial/display.ts';
import { filmLine } from '../views/film.ts';
import { railLines } from '../views/rail.ts';
import { verdictLines } from '../views/verdict.ts';
import { sampleText } from '../views/trials.ts';

type Props = { readonly state: State; readonly screen: ReplayScreen };

export function Replay({ state, screen }: Props): ReactNode {
  const { loaded } = screen;
  const layout = viewOf(state.size, screen);
  if (loaded === undefined) {
    return (
      <Frame
        state={state}
        header={[
          { text: state.trouble === undefined ? t`Replay  opening…` : t`Replay`, style: 'title' },
        ]}
      >
        <Pane width={state.size.columns} height={layout.rows} lines={[]} />
      </Frame>
    );
  }
  return (
    <Frame
      state={state}
      header={replayHeader(state, screen, loaded)}
      running={filmLine(state, screen)}
    >
      <Box height={layout.rows}>
        {layout.rail > 0 && (
          <>
            <Pane
              width={layout.rail}
              height={layout.rows}
              lines={railLines(state, screen, loaded, layout.rail, layout.rows)}
            />
            <Rule height={layout.rows} />
          </>
        )}
        <Pane width={layout.pane} height={layout.rows} lines={textLines(state, screen, loaded)} />
        {layout.beside > 0 && (
          <>
            <Rule height={layout.rows} />
            <Pane
              width={layout.beside}
              height={layout.rows}
              lines={verdictLines(loaded.trial, layout.beside, layout.rows)}
            />
          </>
        )}
      </Box>
    </Frame>
  );
}

/**
 * The rows in view; private reasoning has a bar at its left, so that it is seen to be private, and a
 * film a mark at the line being read.
 */
function textLines(state: State, screen: ReplayScreen, loaded: LoadedTrial): readonly Line[] {
  const scroll = scrollOf(state.size, screen, loaded);
  const places = visibleRows(scroll, screen.anchor);
  const marks = new Map(
    [...Map.groupBy(places, ({ page }) => page)].map(([page, inView]) => {
      const rows = { first: inView[0]?.row ?? 0, last: inView.at(-1)?.row ?? 0 };
      return [page, marksOf(screen, loaded, page, rows)];
    }),
  );
  const read = readingRow(state, screen);
  const lines = places.map(({ page, row }): Line => {
    const isRead = page.step === screen.step && row === read;
    const bar = barAt(page, row);
    return [
      isRead ? { text: t`›`, style: 'key' } : { text: t` ` },
      ...(bar.length > 0 ? bar : [{ text: t`  ` }]),
      ...lineAt(page, row, marks.get(page) ?? []),
    ];
  });
  if (!hasMoreBelow(scroll, screen.anchor)) return lines;
  // What is cut says so: the last row tells that there is more.
  return lines.with(-1, [{ text: t`   ↓ more (j, PgDn)`, style: 'dim' }]);
}

/** The place among the trials, the step and the verdict give way last. */
function replayHeader(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
): readonly HeaderPart[] {
  const { row, trial } = loaded;
  const order = stepOrder(trial, screen.byTime);
  const { outcome, disputed } = trial.verdict;
  const place = placeOf(state, screen);
  const part = (keep: number, ...line: Line): HeaderPart => ({ keep, line });
  const flag = (isOn: boolean, text: SafeText): HeaderPart =>
    part(2, ...(isOn ? [styled(t`  ${text}`, 'dim')] : []));
  return [
    part(5, { text: safeLine(`${row.model} `), style: 'title' }),
    part(6, { text: safeLine(`${sampleText(row.sample)} `), style: 'strong' }),
    part(ESSENTIAL, { text: t`${OUTCOME_GLYPHS[outcome]} ${outcome}`, style: outcome }),
    part(7, ...(disputed === true ? [styled(t` ≠ disputed`, 'disputed')] : [])),
    part(
      ESSENTIAL + 2,
      ...(place === undefined ? [] : [styled(t`  ${place.index + 1} of ${place.total}`, 'strong')]),
    ),
    part(
      ESSENTIAL + 1,
      styled(t`  step ${order.indexOf(screen.step) + 1}/${order.length}`, 'accent'),
    ),
    part(8, ...hitSpans(screen, loaded)),
    flag(screen.unfolded, t`unfolded`),
    flag(screen.byTime, t`emails by time`),
    flag(screen.raw, t`raw`),
    flag(screen.written, t`as written`),
    flag(screen.folded.length > 0, safeLine(`folded: ${kindsText(screen.folded)}`)),
    part(1, { text: safeLine(`  ${trialLabel(row)}`), style: 'dim' }),
  ];
}

/** `hit 3 of 12`, once the trial has been looked at that far. */
function hitSpans(screen: ReplayScreen, loaded: LoadedTrial): Line {
  const count = hitCount(screen, loaded);
  if (count === undefined) return [];
  const { at, of, isAll } = count;
  return [styled(t`  hit ${at === undefined ? '…' : at} of ${of}${isAll ? '' : '+'}`, 'key')];
}
