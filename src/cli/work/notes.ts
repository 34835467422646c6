/** `inquest notes`: what people have noted on trials, outside of any audit. */
import { readAnnotations, standing, type Annotation } from '../../annotations/annotation.ts';
import { appendAnnotations, bytesOfAnnotations } from '../../annotations/file.ts';
import { unreadable } from '../../base/file-errors.ts';
import { UserError } from '../../base/user-error.ts';
import type { Row } from '../../export/csv-line.ts';
import type { Output } from '../../process/output.ts';
import { tell } from '../../process/streams.ts';
import { plural } from '../../stats/bars.ts';
import { t } from '../../text/safe.ts';
import { notesFiles } from '../annotation-source.ts';
import { formOf, type CommonOptions, type Context } from '../context.ts';
import { printCsv, printJson, printJsonLines, printTable, type Column } from '../print-rows.ts';

export type ListNotesOptions = CommonOptions & {
  readonly author?: string;
  readonly trial?: string;
};

const COLUMNS: readonly Column[] = [
  { name: 'trial', share: 0.3, cutMiddle: true },
  { name: 'turn', align: 'right' },
  { name: 'kind' },
  { name: 'author', share: 0.15 },
  { name: 'text', share: 0.3 },
  { name: 'quote', share: 0.3 },
  { name: 'at' },
];

export async function runListNotes(
  context: Context<ListNotesOptions>,
  given: readonly string[],
): Promise<number> {
  const { options, config, out } = context;
  const files = given.length > 0 ? given : notesFiles(config);
  const records: Annotation[] = [];
  for (const file of files) records.push(...(await recordsIn(file, given.length > 0)));
  const rows = standing(records)
    .filter(({ author }) => options.author === undefined || author === options.author)
    .filter(({ trial }) => options.trial === undefined || trial === options.trial)
    .map(rowOf);
  const form = formOf(options);
  const names = COLUMNS.map(({ name }) => name);
  if (form === 'json') await printJson(out, rows);
  else if (form === 'jsonl') await printJsonLines(out, rows);
  else if (form === 'csv') await printCsv(out, names, rows);
  else if (rows.length > 0) await printTable(out, COLUMNS, rows);
  await out.finish();
  if (rows.length === 0) tell('nothing is noted');
  return rows.length === 0 ? 1 : 0;
}

function rowOf({ trial, turn, kind, author, text, evidence, at }: Annotation): Row {
  return {
    trial,
    turn: turn ?? null,
    kind,
    author,
    text: text ?? null,
    quote: evidence?.exact ?? null,
    at,
  };
}

export async function runMergeNotes(context: Context, given: readonly string[]): Promise<number> {
  const records: Annotation[] = [];
  const own = ownFile(context);
  for (const file of given) records.push(...(await recordsIn(file, true)));
  await mergeInto(context, own, records);
  return 0;
}

/** The file of one's own notes. @throws UserError where there is no place for it. */
export function ownFile({ config }: Context): string {
  const [own] = notesFiles(config);
  if (own === undefined) throw new UserError('there is no home folder to keep notes in');
  return own;
}

/** Adds to a file what it has not of these records, and says how many that were. */
export async function mergeInto(
  { out }: Context,
  own: string,
  records: readonly Annotation[],
): Promise<void> {
  const known = new Set((await recordsIn(own, false)).map((one) => JSON.stringify(one)));
  const fresh: Annotation[] = [];
  for (const record of records) {
    const text = JSON.stringify(record);
    if (known.has(text)) continue;
    known.add(text);
    fresh.push(record);
  }
  const told = fresh.length === 0 ? undefined : await appendAnnotations(own, fresh, new Date());
  if (told !== undefined) tell(told);
  await sayAdded(out, fresh.length, records.length, own);
}

/** Says how many of all records were added, and where. */
export async function sayAdded(
  out: Output,
  added: number,
  all: number,
  where: string,
): Promise<void> {
  const there = all - added;
  const before = there === 0 ? '' : `, ${there} ${there === 1 ? 'was' : 'were'} there`;
  await out.text(t`${plural(added, 'record')} added to ${where}${before}\n`);
  await out.finish();
}

/** The records of a file; lines that are none are told. Throws where one that was named is not there. */
export async function recordsIn(file: string, isNamed: boolean): Promise<readonly Annotation[]> {
  const bytes = await bytesOfAnnotations(file);
  if (bytes.length === 0 && isNamed) {
    const { stat } = await import('node:fs/promises');
    await stat(file).catch((error: unknown) => {
      throw unreadable(error, file);
    });
  }
  const { records, odd, torn } = readAnnotations(bytes);
  if (records.length === 0 && odd.length > 0) throw new UserError(`${file} holds no notes`);
  const lines = odd.slice(0, SHOWN).join(', ');
  if (odd.length > 0) {
    const what = torn > 0 ? ' (the last one was cut short)' : '';
    tell(
      `${file}: no notes in ${odd.length === 1 ? 'line' : 'lines'} ${lines}: passed over${what}`,
    );
  }
  return records;
}

/** Numbers of lines that a message names. */
const SHOWN = 5;
