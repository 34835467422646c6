/** `inquest show`: a transcript as plain text. */
import { UserError } from '../../base/user-error.ts';
import type { Trial } from '../../trial/types.ts';
import { jsonText } from '../../text/json.ts';
import { t } from '../../text/safe.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../context.ts';
import { findTrial } from '../../collection/find-trial.ts';
import type { Output } from '../../process/output.ts';
import { rawHeading, transcript } from '../../export/transcript.ts';

export type ShowOptions = CommonOptions & {
  readonly trial: string;
  readonly turn?: number;
  readonly raw?: boolean;
};

/** Cells of a line: long lines of prose are hard to read. */
const WIDEST = 100;

export async function runShow(
  context: Context<ShowOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const { turn } = options;
  return withCollection(paths, context, async ({ store }) => {
    const trial = await store.trial(await findTrial(store, options.trial));
    if (trial === undefined) throw new UserError('the trial is gone');
    // The verdict's number is one more than the last turn's.
    if (turn !== undefined && turn > trial.turns.length + 1) {
      throw new UserError(
        `${trial.id} has no turn ${turn}`,
        `it has ${trial.turns.length}, and its verdict is number ${trial.turns.length + 1}`,
      );
    }
    const form = formOf(options);
    if (form === 'json') await out.json(`${jsonText(part(trial, turn), 2)}\n`);
    else if (form === 'jsonl') await out.json(`${jsonText(part(trial, turn))}\n`);
    else if (options.raw === true) await printRaw(out, trial, turn);
    else {
      const columns = Math.min(WIDEST, out.columns ?? WIDEST);
      for (const line of transcript(trial, columns, turn)) await out.text(t`${line}\n`);
    }
    return 0;
  });
}

/** The trial; or one of its turns, or its verdict. */
function part(trial: Trial, turn: number | undefined): unknown {
  if (turn === undefined) return trial;
  return trial.turns[turn - 1] ?? trial.verdict;
}

/** One turn: its text and nothing else. All turns: each under its heading. */
async function printRaw(out: Output, trial: Trial, only: number | undefined): Promise<void> {
  for (const [index, turn] of trial.turns.entries()) {
    if (only !== undefined && only !== index + 1) continue;
    const text = turn.raw ?? turn.text;
    if (only === undefined) await out.text(t`${rawHeading(turn, index + 1)}\n`);
    await out.raw(text.endsWith('\n') ? text : `${text}\n`);
    if (only === undefined) await out.text(t`\n`);
  }
  if (only === undefined) await out.text(t`── verdict: ${trial.verdict.outcome} ──\n`);
  if (only === undefined || only === trial.turns.length + 1) {
    await out.raw(`${trial.verdict.rationale ?? ''}\n`);
  }
}
