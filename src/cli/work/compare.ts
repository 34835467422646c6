/** `inquest compare`: what two trials read, thought, wrote and sent, row by row. */
import { findTrial } from '../../collection/find-trial.ts';
import type { Collection } from '../../collection/collection.ts';
import { compareTrials } from '../../compare/align.ts';
import { UserError } from '../../base/user-error.ts';
import { compared } from '../../export/compared.ts';
import { t } from '../../text/safe.ts';
import type { Trial } from '../../trial/types.ts';
import { formOf, withCollection, type Context } from '../context.ts';
import { printJson, printJsonLines } from '../print-rows.ts';

/** Cells of the widest line. */
const WIDEST = 100;

export async function runCompare(
  context: Context,
  [one, other]: readonly [string, string],
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  return withCollection(paths, context, async ({ store }) => {
    const [left, right] = [await trialNamed(store, one), await trialNamed(store, other)];
    if (left.id === right.id) throw new UserError(`${one} and ${other} are the same trial`);
    const rows = compareTrials(left, right);
    const form = formOf(options);
    if (form === 'json') {
      await printJson(out, rows, {
        head: { left: headOf(left), right: headOf(right) },
        name: 'rows',
      });
    } else if (form === 'jsonl') await printJsonLines(out, rows);
    else {
      const columns = Math.min(WIDEST, out.columns ?? WIDEST);
      for (const line of compared(left, right, rows, columns)) await out.text(t`${line}\n`);
    }
    return 0;
  });
}

async function trialNamed(store: Collection['store'], id: string): Promise<Trial> {
  const trial = await store.trial(await findTrial(store, id));
  if (trial === undefined) throw new UserError(`the trial ${id} is gone`);
  return trial;
}

function headOf({ id, model, condition, verdict }: Trial): unknown {
  return { id, model, condition: condition ?? null, outcome: verdict.outcome };
}
