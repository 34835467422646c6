/** `inquest pull`: a collection of a PostgreSQL database as native JSONL, as `convert` writes it. */
import { writeWhole } from '../../base/write-file.ts';
import { tell } from '../../process/streams.ts';
import { plural } from '../../stats/bars.ts';
import { withCollectionNames } from '../../store/postgres/address.ts';
import { openStore } from '../../store/open.ts';
import { ALL_IN_ORDER, type Store } from '../../store/store.ts';
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
  const access = openStore({ scheme: 'postgres', address });
  const store = await access.reader();
  try {
    let trials = 0;
    const lines = async function* (): AsyncGenerator<string> {
      for await (const line of linesOf(store)) {
        signal.throwIfAborted();
        trials += 1;
        yield line;
      }
    };
    if (output === '-') {
      for await (const line of lines()) await out.json(line);
      await out.finish();
    } else {
      await writeWhole(output, lines(), { signal });
      tell(`${plural(trials, 'trial')} written to ${output}`);
    }
    const open = (await access.ledger()).filter(({ complete }) => !complete).length;
    if (open > 0) tell(`${plural(open, 'file')} not pushed to the end; push again to complete`);
    return 0;
  } finally {
    await store.close();
  }
}

async function* linesOf(store: Store): AsyncGenerator<string> {
  for await (const { trial } of store.scan(ALL_IN_ORDER)) yield `${jsonText(trial)}\n`;
}
