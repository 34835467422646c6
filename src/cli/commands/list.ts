import { SORT_FIELDS } from '../../trial/catalogue.ts';
import { command, count, paths } from '../command.ts';
import type { ListOptions } from '../work/list.ts';

export const list = command<ListOptions, [readonly string[]]>({
  name: 'list',
  describe: 'print the trials, one a row',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .option('--sort <FIELD>', `by ${SORT_FIELDS.join(', ')}; -FIELD: the other way round`)
      .option('--limit <N>', 'at most so many', count)
      .option('--follow', 'go on with what is added to the files, until Ctrl-C'),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runList } = await import('../work/list.ts');
    return runList(context, given);
  },
});
