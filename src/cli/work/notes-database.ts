/** `inquest notes push` and `pull`: notes of a team in PostgreSQL. */
import { readAnnotations, type Annotation } from '../../annotations/annotation.ts';
import { tell } from '../../process/streams.ts';
import { plural } from '../../stats/bars.ts';
import { appendNotes, readNotes } from '../../store/postgres/team/notes.ts';
import type { CommonOptions, Context } from '../context.ts';
import { mergeInto, ownFile, recordsIn, sayAdded } from './notes.ts';
import { withTeamDatabase } from './team-database.ts';

export type PushNotesOptions = CommonOptions & { readonly to: string };

export async function runPushNotes(
  context: Context<PushNotesOptions>,
  given: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const records: string[] = [];
  const files = given.length > 0 ? given : [ownFile(context)];
  for (const file of files) {
    records.push(...(await recordsIn(file, true)).map((record) => JSON.stringify(record)));
  }
  const added = await withTeamDatabase(options.to, ({ withClient }) =>
    withClient((client) => appendNotes(client, records)),
  );
  await sayAdded(out, added, records.length, 'the database');
  return 0;
}

export async function runPullNotes(context: Context, address: string): Promise<number> {
  const own = ownFile(context);
  const rows = await withTeamDatabase(address, ({ withClient }) => withClient(readNotes));
  const notes = rows.flatMap(({ record, author }) =>
    readAnnotations(record).records.map((note): PulledNote => ({ note, user: author })),
  );
  sayWho(notes);
  await mergeInto(
    context,
    own,
    notes.map(({ note }) => note),
  );
  return 0;
}

/** `user`: who added it to the database. */
type PulledNote = { readonly note: Annotation; readonly user: string };

/** Says whose records were put there by another user: the name in a record is what somebody wrote. */
function sayWho(notes: readonly PulledNote[]): void {
  const counts = new Map<string, number>();
  for (const { note, user } of notes) {
    if (note.author === user) continue;
    const who = `with the name ${JSON.stringify(note.author)} put there by ${user}`;
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  for (const [who, count] of counts) tell(`${plural(count, 'record')} ${who}`);
}
