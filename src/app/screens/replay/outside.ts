/** The turn that is read, given to another program. */
import type { Outside } from '../../message.ts';
import { shownText, stepPage } from '../../step-page.ts';
import type { State } from '../../state.ts';
import { findScreen, type Transition } from '../../transition.ts';
import { joinSafe, safe, t, type SafeText } from '../../../text/safe.ts';
import type { Trial } from '../../../trial/types.ts';

/** Cells of a row of the head: no terminal breaks it for us. */
const WIDE = 1000;

/** Gives the step in view, as it is shown: without anything that acts on a terminal. */
export function giveTurn(state: State, to: Outside): Transition {
  const screen = findScreen(state, 'replay');
  if (screen?.loaded === undefined) return [state];
  const { trial } = screen.loaded;
  const name = `${trial.id}#${screen.step}`;
  return [state, { type: 'outside', to, name, text: textOf(trial, screen.step) }];
}

function textOf(trial: Trial, step: number): SafeText {
  const { head } = stepPage(trial, step, WIDE, { raw: false, details: false });
  const text = shownText(trial, step);
  const pieces = Array.from({ length: text.pieces }, (_, piece) => text.textAt(piece));
  return joinSafe(
    [
      safe(`${trial.id}#${step}`),
      ...head.map((line) =>
        joinSafe(
          line.map((span) => span.text),
          t``,
        ),
      ),
      joinSafe(pieces, t``),
      t``,
    ],
    t`\n`,
  );
}
