import { command, count, listed, paths } from '../command.ts';
import type { SearchOptions } from '../work/search.ts';

export const search = command<SearchOptions, [string, readonly string[]]>({
  name: 'search',
  describe: 'find words, misspelt ones included',
  flags: (made) =>
    made
      .argument('<QUERY>', "what to look for, e.g. 'unethical -test model:grok*'")
      .addArgument(paths())
      .option('--in <KINDS>', 'only in these kinds of turns, e.g. reasoning,action', listed)
      .option('-q, --query <QUERY>', 'only in trials that match this as well')
      .option('--limit <N>', 'at most so many', count)
      .option('--trials', 'print the trials instead, one a row, as list does')
      .option('--count', 'print only how many there are, in how many trials')
      .option('--follow', 'go on with what is added to the files, until Ctrl-C'),
  shares: 'reads',
  csv: true,
  run: async (context, [query, given]) => {
    const { runSearch } = await import('../work/search.ts');
    return runSearch(context, query, given);
  },
});
