/** A trial put together from its record and its passages, as an encoder took them apart. */
import { searchable } from '../trial/searchable.ts';
import type { Trial, Turn } from '../trial/types.ts';

/** What a passage keeps of a turn's headers. */
export type Headers = {
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly subject: string | null;
};

/** `record`: JSON; `stored`: the id in the collection; `passages`: of the turns, then of the judge. */
export function wholeTrial(
  record: string,
  stored: string,
  passages: readonly (Headers & { readonly text: string })[],
): Trial {
  const trial = JSON.parse(record) as Trial;
  const turns = trial.turns.map((turn, index) => {
    const passage = passages[index];
    return passage === undefined ? turn : withPassage(turn, passage, passage.text);
  });
  const judged = passages[turns.length];
  const rationale = judged === undefined ? {} : { rationale: judged.text };
  const verdict = { ...trial.verdict, ...rationale };
  return { ...trial, id: idOf(trial.id, stored), verdict, turns };
}

/** A turn as a record has it: with null for the headers that its passage keeps. */
type RecordTurn = Omit<Turn, 'from' | 'to' | 'subject'> & {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly subject?: string | null | undefined;
};

/** A turn with what its passage has of it, in the order the source has it in. */
function withPassage(
  turn: RecordTurn,
  { sender, recipient, subject }: Headers,
  text: string,
): Turn {
  const whole = {
    ...turn,
    ...(turn.from === null && { from: sender }),
    ...(turn.to === null && { to: recipient }),
    ...(turn.subject === null && { subject }),
  } as Turn;
  const { textStart } = searchable({ ...whole, text: '' });
  return { ...whole, text: text.slice(textStart) };
}

/** An id to the letter (databases have no lone surrogates), with what made it unique in the collection. */
function idOf(given: string, stored: string): string {
  return given + stored.slice(given.toWellFormed().length);
}
