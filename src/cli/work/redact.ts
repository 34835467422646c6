/** `inquest redact`: what `--redact` would put pseudonyms for, and how often it stands there. */
import { readable } from '../../redact/readings.ts';
import type { Replaced } from '../../redact/types.ts';
import { REDACT_KINDS } from '../../redact/types.ts';
import { UserError } from '../../base/user-error.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../context.ts';
import { tell } from '../../process/streams.ts';
import { printCsv, printJson, printJsonLines, printTable, type Column } from '../print-rows.ts';
import type { Row } from '../../export/csv-line.ts';

export type RedactOptions = CommonOptions & { readonly originals?: boolean };

const COLUMNS: readonly Column[] = [
  { name: 'kind' },
  { name: 'pseudonym', share: 0.45 },
  { name: 'original', share: 0.4 },
  { name: 'count', align: 'right' },
];

export async function runRedact(
  context: Context<RedactOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  if (options.redact === undefined) {
    throw new UserError('say what to redact', `--redact ${REDACT_KINDS.join(',')}, or a file`);
  }
  return withCollection(paths, context, async ({ redaction }) => {
    const found = (redaction?.replaced() ?? []).toSorted(byPseudonym);
    const rows = found.map((one): Row => ({
      kind: one.kind,
      pseudonym: one.pseudonym,
      original: options.originals === true ? one.original : masked(readable(one.original)),
      count: one.count,
    }));
    const form = formOf(options);
    if (form === 'json') await printJson(out, rows);
    else if (form === 'jsonl') await printJsonLines(out, rows);
    else if (form === 'csv') {
      await printCsv(
        out,
        COLUMNS.map(({ name }) => name),
        rows,
      );
    } else if (rows.length > 0) await printTable(out, COLUMNS, rows);
    if (rows.length === 0) tell('there is nothing to redact');
    return rows.length === 0 ? 1 : 0;
  });
}

const NUMERIC = new Intl.Collator('en', { numeric: true });

function byPseudonym(one: Replaced, other: Replaced): number {
  return (
    NUMERIC.compare(one.kind, other.kind) ||
    NUMERIC.compare(one.pseudonym, other.pseudonym) ||
    other.count - one.count ||
    NUMERIC.compare(one.original, other.original)
  );
}

/** Enough to recognise it by for who knows it: the first character of each word. */
function masked(text: string): string {
  return text.slice(0, 60).replace(/([\p{L}\p{N}])[\p{L}\p{N}\p{M}]*/gu, '$1…');
}
