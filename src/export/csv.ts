/** `export --to csv`: a row a trial. */
import { finalMessage } from '../trial/final-message.ts';
import { csvLine, type Row } from './csv-line.ts';
import { listRow } from './list-row.ts';
import type { TrialSet, Writer } from './writer.ts';

export const csv: Writer = { trials: csvLines };

/** The fields of `list`, who judged, why, and what the model said last; then what was added since. */
async function* csvLines({ collection: { store }, keys }: TrialSet): AsyncGenerator<string> {
  let isFirst = true;
  for (const key of keys) {
    const [row] = await store.rows([key]);
    const trial = await store.trial(key);
    if (row === undefined || trial === undefined) continue;
    // Fields stay at the place they have in files that were exported before.
    const { startedAt = null, ...fields } = listRow(row);
    const cells: Row = {
      ...fields,
      by: row.by,
      rationale: trial.verdict.rationale ?? null,
      finalMessage: finalMessage(trial.turns)?.text ?? null,
      startedAt,
    };
    if (isFirst) yield `${Object.keys(cells).join(',')}\n`;
    isFirst = false;
    yield csvLine(Object.values(cells));
  }
}
