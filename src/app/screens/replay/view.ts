/** Sizes of the replay as it is shown: with the verdict beside the text, or without. */
import { replayLayout, type ReplayLayout } from '../../layout.ts';
import type { Size } from '../../message.ts';
import type { ReplayScreen } from './state.ts';
import { verdictStep } from './steps.ts';

/** Where the verdict itself is read it does not stand beside it; unfolded, it is one of many steps. */
export function viewOf(
  size: Size,
  { loaded, beside, step, unfolded }: Pick<ReplayScreen, 'loaded' | 'beside' | 'step' | 'unfolded'>,
): ReplayLayout {
  const isVerdict = loaded !== undefined && step === verdictStep(loaded.trial) && !unfolded;
  return replayLayout(size, beside && !isVerdict);
}
