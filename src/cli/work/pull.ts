/** `inquest pull`: a collection of a PostgreSQL database as native JSONL, as `convert` writes it. */
import { writeWhole } from '../../base/write-file.ts';
import { tell } from '../../process/streams.ts';
import { plural } from '../../stats/bars.ts';
import { withCollectionNames } from '../../store/postgres/address.ts';
import { openDatabase } from '../../store/postgres/connection.ts';
import { readWholeLedger } from '../../store/postgres/ledger.ts';
import { pullTrials } from '../../store/postgres/pull.ts';
import { jsonText } from '../../text/json.ts';
import type { CommonOptions, Context } from '../context.ts';

export type PullOptions = CommonOptions & {
  readonly output: string;
  readonly collection?: string;
};

export async function runPull(
  { options: { output, collection }, out, stop }: Context<PullOptions>,
  given: string,
): Promise<number> {
  const { signal } = stop;
  const address = collection === undefined ? given : withCollectionNames(given, [collection]);
  // All of it is read in one transaction, however long that takes.
  const database = openDatabase(address, { statementTimeout: 0 });
  try {
    let trials = 0;
    const lines = async function* (): AsyncGenerator<string> {
      for await (const trial of pullTrials(database)) {
        signal.throwIfAborted();
        trials += 1;
        yield `${jsonText(trial)}\n`;
      }
    };
    if (output === '-') {
      for await (const line of lines()) await out.json(line);
      await out.finish();
    } else {
      await writeWhole(output, lines(), { signal });
      tell(`${plural(trials, 'trial')} written to ${output}`);
    }
    const open = (await readWholeLedger(database)).filter(({ complete }) => !complete);
    if (open.length > 0) {
      tell(`${plural(open.length, 'file')} not pushed to the end; push again to complete`);
    }
    return 0;
  } finally {
    await database.close();
  }
}
