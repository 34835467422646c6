/** What every store must do. Each store has a test file that runs this. */
import { afterEach, beforeAll, describe } from 'vitest';
import { describeFields } from './contract/fields.ts';
import { describeFiles } from './contract/files.ts';
import { describeLists } from './contract/lists.ts';
import { describePlans } from './contract/plans.ts';
import { describeResults } from './contract/results.ts';
import { describeSortedLists } from './contract/sorted-lists.ts';
import { loadRegexes } from '../../src/text/regex.ts';
import { addTrial, sourceOf, type Opened, type Stores } from './contract/support.ts';
import { describeTrials } from './contract/trials.ts';
import { describeValues } from './contract/values.ts';

/**
 * The tests of the contract; `openEmpty` gives a new store each time. `share`: properties of a store across a
 * network are tried less often.
 */
export function describeStore(
  name: string,
  openEmpty: () => Promise<Opened>,
  { share = 1 } = {},
): void {
  const opened: (() => Promise<void>)[] = [];

  async function empty(): Promise<Opened> {
    const one = await openEmpty();
    opened.push(one.close);
    return one;
  }

  const stores: Stores = {
    empty,
    runs: (usual) => Math.ceil(usual * share),
    filled: async (trials) => {
      const { writer, read } = await empty();
      await writer.begin();
      const source = await writer.putSource(sourceOf('/trials.jsonl'));
      const ids: string[] = [];
      for (const trial of trials) ids.push(await addTrial(writer, source, trial));
      await writer.commit();
      return { ...(await read()), ids };
    },
  };

  describe(name, () => {
    beforeAll(loadRegexes);
    afterEach(async () => {
      for (const close of opened.splice(0)) await close();
    });

    describeTrials(stores);
    describeValues(stores);
    describeLists(stores);
    describeSortedLists(stores);
    describePlans(stores);
    describeResults(stores);
    describeFiles(stores);
    describeFields(stores);
  });
}
