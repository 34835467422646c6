import { command, type CommandGroup } from '../command.ts';
import type { CommonOptions } from '../context.ts';
import type { ListNotesOptions } from '../work/notes.ts';
import type { PushNotesOptions } from '../work/notes-database.ts';

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

const pushing = command<PushNotesOptions, [readonly string[]]>({
  name: 'push',
  describe: 'put notes into the PostgreSQL database of a team, each once',
  flags: (made) =>
    made
      .argument('[FILE...]', 'files of notes; none: your own')
      .requiredOption('--to <ADDRESS>', 'postgres://host/database'),
  shares: 'prints',
  run: async (context, [files]) => {
    const { runPushNotes } = await import('../work/notes-database.ts');
    return runPushNotes(context, files);
  },
});

const pulling = command<CommonOptions, [string]>({
  name: 'pull',
  describe: 'add the notes of a team to your own',
  flags: (made) => made.argument('<ADDRESS>', 'postgres://host/database'),
  shares: 'prints',
  run: async (context, [address]) => {
    const { runPullNotes } = await import('../work/notes-database.ts');
    return runPullNotes(context, address);
  },
});

export const notes: CommandGroup = {
  name: 'notes',
  describe: 'print or put together what people noted on trials outside of audits',
  commands: [listing, merging, pushing, pulling],
};
