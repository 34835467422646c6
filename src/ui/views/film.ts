/** How far a film has come: `▶ 1.5× ███··· 2:10 / 6:40`. */
import { filmTimes } from '../../app/screens/replay/play.ts';
import type { ReplayScreen } from '../../app/screens/replay/state.ts';
import type { State } from '../../app/state.ts';
import { t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import { clockText } from '../../walkthrough/stage-lines.ts';

const SECOND = 1000;

/** The line of the film that is on; empty where none is. */
export function filmLine(state: State, screen: ReplayScreen): Line {
  const times = filmTimes(state, screen);
  if (times === undefined) return [];
  const { elapsed, total } = times;
  const cells = state.size.columns < 60 ? 6 : state.size.columns < 100 ? 12 : 24;
  const full = total === 0 ? 0 : Math.round((elapsed / total) * cells);
  return [
    { text: screen.playing ? t`▶ ` : t`‖ `, style: 'key' },
    { text: t`${screen.speed}× `, style: 'strong' },
    { text: t`${'█'.repeat(full)}${'·'.repeat(cells - full)}`, style: 'accent' },
    { text: t` ${clock(elapsed)} / ${clock(total)}` },
  ];
}

/** The nearest second: a film at its end has its whole time behind it. */
function clock(ms: number): string {
  return clockText(Math.round(ms / SECOND) * SECOND);
}
