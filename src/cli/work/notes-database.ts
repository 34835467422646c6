/** `inquest notes push` and `pull`: notes of a team in PostgreSQL. */
import { readAnnotations } from '../../annotations/annotation.ts';
import { tell } from '../../process/streams.ts';
import { plural } from '../../stats/bars.ts';
import { openDatabase } from '../../store/postgres/connection.ts';
import { checkVersion } from '../../store/postgres/migrate.ts';
import { appendNotes, readNotes, type NoteRow } from '../../store/postgres/team/notes.ts';
import { t } from '../../text/safe.ts';
import type { CommonOptions, Context } from '../context.ts';
import { mergeInto, ownFile, recordsIn } from './notes.ts';

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
  const database = openDatabase(options.to);
  try {
    const added = await database.withClient(async (client) => {
      await checkVersion(client);
      return appendNotes(client, records);
    });
    const before = records.length === added ? '' : `, ${records.length - added} were there`;
    await out.text(t`${plural(added, 'record')} added to the database${before}\n`);
    await out.finish();
    return 0;
  } finally {
    await database.close();
  }
}

export async function runPullNotes(context: Context, address: string): Promise<number> {
  const own = ownFile(context);
  const database = openDatabase(address);
  let rows: readonly NoteRow[];
  try {
    rows = await database.withClient(async (client) => {
      await checkVersion(client);
      return readNotes(client);
    });
  } finally {
    await database.close();
  }
  sayWho(rows);
  await mergeInto(
    context,
    own,
    rows.flatMap(({ record }) => readAnnotations(record).records),
  );
  return 0;
}

/** Says whose records were put there by another user: the name in a record is what somebody wrote. */
function sayWho(rows: readonly NoteRow[]): void {
  const counts = new Map<string, number>();
  for (const { record, author } of rows) {
    const said = readAnnotations(record).records[0]?.author;
    if (said === undefined || said === author) continue;
    const who = `the name ${JSON.stringify(said)} were put there by ${author}`;
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  for (const [who, count] of counts) tell(`${plural(count, 'record')} of ${who}`);
}
