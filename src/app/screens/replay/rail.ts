/** Which steps the rail shows, and the signals that it explains below them. */
import type { State } from '../../state.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { stepOrder } from './steps.ts';

/** Signals that occur in the trial, as far as it has been looked at. */
export function signalsFound(
  { settings }: State,
  { scan }: ReplayScreen,
  { signals }: LoadedTrial,
): readonly string[] {
  const found = new Set(scan?.marks.flatMap((marks) => marks.signals));
  return settings.signals.filter((name) => signals[name] !== undefined && found.has(name));
}

/** The steps in view, with the current one among them; below them the legend of the signals. */
export function railSteps(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  height: number,
): { readonly steps: readonly number[]; readonly room: number } {
  const order = stepOrder(loaded.trial, screen.byTime);
  const at = Math.max(0, order.indexOf(screen.step));
  const { length } = signalsFound(state, screen, loaded);
  const room = Math.max(1, height - (length === 0 ? 0 : length + LEGEND_HEAD));
  const top = Math.max(0, Math.min(at - Math.floor(room / 2), order.length - room));
  return { steps: order.slice(top, top + room), room };
}

/** A blank row, and the title of the legend. */
const LEGEND_HEAD = 2;
