import { SORT_FIELDS } from '../../trial/catalogue.ts';
import { command, count, listed, paths } from '../command.ts';
import type { ListOptions } from '../work/list.ts';

export const list = command<ListOptions, [readonly string[]]>({
  name: 'list',
  describe: 'print the trials, one a row',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .option(
        '--sort <FIELD>',
        `by ${SORT_FIELDS.join(', ')}, score.NAME, meta.PATH; -FIELD: the other way round`,
      )
      .option(
        '--columns <FIELDS>',
        'these columns, e.g. id,model,score.NAME,meta.PATH; +FIELDS: these besides the usual ones',
        listed,
      )
      .option('--limit <N>', 'at most so many', count)
      .option('--follow', 'go on with what is added to the files, until Ctrl-C'),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runList } = await import('../work/list.ts');
    return runList(context, given);
  },
});
