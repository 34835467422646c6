import { command, type CommandGroup } from '../command.ts';
import type { CommonOptions } from '../context.ts';
import type { ListNotesOptions } from '../work/notes.ts';

const listing = command<ListNotesOptions, [readonly string[]]>({
  name: 'list',
  describe: 'print notes, tags, quotes and own verdicts, one a row',
  flags: (made) =>
    made
      .argument('[FILE...]', 'files of notes; none: your own, and those of the config file')
      .option('--author <NAME>', 'those of one person')
      .option('--trial <ID>', 'those on one trial'),
  shares: 'prints',
  csv: true,
  run: async (context, [files]) => {
    const { runListNotes } = await import('../work/notes.ts');
    return runListNotes(context, files);
  },
});

const merging = command<CommonOptions, [readonly string[]]>({
  name: 'merge',
  describe: 'add the notes of other files to your own',
  flags: (made) => made.argument('<FILE...>', 'files of notes'),
  shares: 'prints',
  run: async (context, [files]) => {
    const { runMergeNotes } = await import('../work/notes.ts');
    return runMergeNotes(context, files);
  },
});

export const notes: CommandGroup = {
  name: 'notes',
  describe: 'print or put together what people noted on trials outside of audits',
  commands: [listing, merging],
};
