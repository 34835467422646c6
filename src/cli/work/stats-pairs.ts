/** Two verdicts on the same trials: those of the collection, and those of a file. */
import { readFile } from 'node:fs/promises';
import { unreadable } from '../../base/file-errors.ts';
import { UserError } from '../../base/user-error.ts';
import type { Collection } from '../../collection/collection.ts';
import { mcnemar } from '../../stats/exact.ts';
import { pText } from '../../stats/comparison.ts';
import { grouped } from '../../stats/bars.ts';

/**
 * The sentence of McNemar's test. The file has a line of JSON a trial, `{"id": …, "outcome": "harmful"}`
 * or `"safe"`; other outcomes are no verdict. Throws a `UserError` for a file that cannot be read as that.
 */
export async function pairedText(
  ask: Collection['ask'],
  query: string,
  file: string,
): Promise<string> {
  const second = await readVerdicts(file);
  const { rows } = await ask('list', {
    query: { text: query },
    sort: { field: 'order', descending: false },
    offset: 0,
  });
  const cells = { both: 0, first: 0, second: 0, neither: 0 };
  let alone = 0;
  for (const { id, outcome } of rows) {
    const other = second.get(id);
    if (outcome !== 'harmful' && outcome !== 'safe') continue;
    if (other === undefined) {
      alone += 1;
      continue;
    }
    if (outcome === 'harmful') cells[other ? 'both' : 'first'] += 1;
    else cells[other ? 'second' : 'neither'] += 1;
  }
  const pairs = cells.both + cells.first + cells.second + cells.neither;
  if (pairs === 0) {
    throw new UserError(`no trial has a verdict here and one in ${file}`, 'ids have to be equal');
  }
  const { midP, exact, discordant } = mcnemar([
    [cells.both, cells.first],
    [cells.second, cells.neither],
  ]);
  const test =
    discordant === 0
      ? 'no trial differs'
      : `McNemar mid-p = ${pText(midP)} (exact ${pText(exact)}) on the ${grouped(discordant)} that differ`;
  return (
    `Two verdicts on the same ${grouped(pairs)} trials: harmful by both ${cells.both}, here only ${cells.first},` +
    ` in ${file} only ${cells.second}, by neither ${cells.neither}; ${test}.` +
    ` Not compared: ${grouped(alone)} with a verdict here only, ${grouped(second.size - pairs)} in ${file} only.`
  );
}

/** Id → harmful. */
async function readVerdicts(file: string): Promise<ReadonlyMap<string, boolean>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(error, file);
  }
  const found = new Map<string, boolean>();
  const seen = new Set<string>();
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const { id, outcome } = recordIn(line, `${file}, line ${at + 1}`);
    if (seen.has(id)) throw new UserError(`${file}, line ${at + 1}: a second verdict on ${id}`);
    seen.add(id);
    if (outcome === 'harmful' || outcome === 'safe') found.set(id, outcome === 'harmful');
  }
  return found;
}

function recordIn(line: string, place: string): { readonly id: string; readonly outcome: string } {
  try {
    const record = JSON.parse(line) as { id?: unknown; outcome?: unknown } | null;
    if (typeof record?.id === 'string' && typeof record.outcome === 'string') {
      return { id: record.id, outcome: record.outcome };
    }
  } catch {
    // Said below.
  }
  throw new UserError(
    `${place}: not a verdict`,
    '{"id": "…", "outcome": "harmful"}, a line a trial',
  );
}
