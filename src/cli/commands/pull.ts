import { command } from '../command.ts';
import type { PullOptions } from '../work/pull.ts';

export const pull = command<PullOptions, [string]>({
  name: 'pull',
  describe: 'write collections of a PostgreSQL database as native JSONL',
  flags: (made) =>
    made
      .argument('<ADDRESS>', 'postgres://host/database?collection=NAME,…')
      .option('--collection <NAME>', 'the collection (the only one there is)')
      .option('-o, --output <FILE>', 'where to write it; - for standard output', '-'),
  shares: 'prints',
  run: async (context, [address]) => {
    const { runPull } = await import('../work/pull.ts');
    return runPull(context, address);
  },
});
