/** `inquest audit export`: the answers of people, for other programs. */
import {
  answerRows,
  humanVerdicts,
  inspectEdits,
  inspectScores,
  scoutRows,
  type AnswerRow,
  type Exported,
  type ExportSpec,
} from '../../../audit/exports.ts';
import type { AUDIT_EXPORTS } from '../../../audit/levels.ts';
import { keyOf } from '../../../audit-files/read.ts';
import { writeWhole } from '../../../base/write-file.ts';
import { csvLine } from '../../../export/csv-line.ts';
import { tell } from '../../../process/streams.ts';
import { plural } from '../../../stats/bars.ts';
import { jsonText } from '../../../text/json.ts';
import { withCollection, type CommonOptions, type Context } from '../../context.ts';
import { refuseSources } from '../../destination.ts';
import { locate } from './collect.ts';
import { pathsOf, readAgain } from './names.ts';
import { readReview, refuseAuditFiles } from './read-review.ts';

export type AuditExportOptions = CommonOptions & {
  readonly to: (typeof AUDIT_EXPORTS)[number];
  readonly output: string;
  readonly interim?: boolean;
  readonly key?: string;
  readonly auditor?: string;
  readonly label?: string;
  readonly split?: number;
  readonly data?: readonly string[];
};

export async function runAuditExport(
  context: Context<AuditExportOptions>,
  files: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const { output, to } = options;
  const review = await readReview(files, options);
  if (review === undefined) return 1;
  await refuseAuditFiles(output, review, options.key);
  const spec: ExportSpec = { review, auditor: options.auditor };
  if (to === 'jsonl') return native(context, spec, files);
  const text = textOf(to, spec, options);
  if (output === '-') await out.raw(text);
  else await writeWhole(output, text);
  await out.finish();
  return 0;
}

function textOf(
  to: Exclude<AuditExportOptions['to'], 'jsonl'>,
  spec: ExportSpec,
  { split }: AuditExportOptions,
): string {
  switch (to) {
    case 'csv':
      return csvText(answerRows(spec));
    case 'scout': {
      const { rows, leftOut } = scoutRows(spec, split);
      tellLeftOut(leftOut);
      // Scout compares ids and targets as they stand: nothing is quoted without need.
      const lines = rows.map((row) =>
        Object.values(row)
          .map((cell) => plain(String(cell)))
          .join(','),
      );
      return [
        ['id', 'target', ...(split === undefined ? [] : ['split'])].join(','),
        ...lines,
        '',
      ].join('\n');
    }
    case 'inspect':
      return jsonLines(inspectScores(spec));
    case 'inspect-edits':
      return jsonLines(inspectEdits(spec));
    default:
      return to satisfies never;
  }
}

function csvText(rows: readonly AnswerRow[]): string {
  const names = Object.keys(rows[0] ?? {});
  return [`${names.join(',')}\n`, ...rows.map((row) => csvLine(Object.values(row)))].join('');
}

function plain(cell: string): string {
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function jsonLines({ rows, leftOut }: Exported<object>): string {
  tellLeftOut(leftOut);
  return rows.map((row) => `${jsonText(row)}\n`).join('');
}

const SHOWN = 5;

function tellLeftOut(ids: readonly string[]): void {
  if (ids.length === 0) return;
  const more = ids.length > SHOWN ? ' …' : '';
  tell(
    `${plural(ids.length, 'trial')} left out, undecided or without an id there: ${ids.slice(0, SHOWN).join(', ')}${more}`,
  );
}

/** Trials in the native shape, the judge's verdict as it is, with what people said in `meta.audit`. */
async function native(
  context: Context<AuditExportOptions>,
  spec: ExportSpec,
  files: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const [first] = spec.review.files;
  if (first === undefined) return 1;
  const key = await keyOf(first, options.key);
  const said = humanVerdicts(spec);
  const paths = options.data ?? pathsOf(key);
  return withCollection(
    paths,
    readAgain(context, key),
    async (collection) => {
      await refuseSources(options.output, collection, ...files);
      const storeKeys = await locate(collection, key, said.keys());
      const lines = async function* (): AsyncGenerator<string> {
        for (const [content, audit] of said) {
          const storeKey = storeKeys.get(content);
          const trial = storeKey && (await collection.store.trial(storeKey));
          if (trial === undefined) continue;
          yield `${jsonText({ ...trial, meta: { ...trial.meta, audit } })}\n`;
        }
      };
      if (options.output !== '-') await writeWhole(options.output, lines());
      else for await (const line of lines()) await out.json(line);
      return 0;
    },
    { tellProblems: false },
  );
}
