/** A trial as plain text: what was read, thought, said and done, in order, and the verdict last. */
import { safe, safeLine, sliceSafe, t, type SafeText } from '../text/safe.ts';
import { wrap } from '../text/wrap.ts';
import { turnText } from '../trial/display.ts';
import {
  trialFields,
  turnFields,
  turnTitle,
  verdictFields,
  verdictSection,
  type LabelledField,
} from '../trial/sections.ts';
import type { Trial, Turn } from '../trial/types.ts';

/** The whole trial, or one turn of it, in lines of at most `columns` cells. */
export function* transcript(
  trial: Trial,
  columns: number,
  only?: number,
): Generator<SafeText, void> {
  if (only === undefined) {
    yield* headerLines(trialFields(trial), columns);
    yield t``;
  }
  for (const [index, turn] of trial.turns.entries()) {
    if (only !== undefined && only !== index + 1) continue;
    yield ruled(t`${index + 1} · ${turnTitle(turn)}`);
    yield* section(turnFields(turn), turnText(turn), columns);
  }
  if (only === undefined || only === trial.turns.length + 1) {
    yield ruled(t`verdict`);
    yield* section(verdictFields(trial), verdictSection(trial).rationale, columns);
  }
}

function* section(
  header: readonly LabelledField[],
  text: string,
  columns: number,
): Generator<SafeText, void> {
  yield* headerLines(header, columns);
  if (header.length > 0) yield t``;
  yield* wrapped(safe(text), columns);
  yield t``;
}

function ruled(title: SafeText): SafeText {
  return t`── ${title} ──`;
}

/** Room for `Instruction:` and a space. */
const NAME_CELLS = 13;

function* headerLines(
  header: readonly LabelledField[],
  columns: number,
): Generator<SafeText, void> {
  const indent = t`${' '.repeat(NAME_CELLS)}`;
  for (const [name, value] of header) {
    let lead: SafeText = t`${`${name}:`.padEnd(NAME_CELLS)}`;
    for (const line of wrapped(safe(value), Math.max(20, columns - NAME_CELLS))) {
      yield t`${lead}${line}`;
      lead = indent;
    }
  }
}

export function* wrapped(text: SafeText, columns: number): Generator<SafeText, void> {
  for (const row of wrap(text, columns)) yield sliceSafe(text, row.start, row.end);
}

/** A heading as it stands above a turn's text where that is printed as it is. */
export function rawHeading(turn: Turn, number: number): SafeText {
  return ruled(t`${number} · ${safeLine(turnTitle(turn))}`);
}
