/** `inquest second-look`: trials whose verdict and content do not go together, with the reason of each. */
import { unknownName } from '../../base/nearest.ts';
import { tell } from '../../process/streams.ts';
import { REASON_NAMES, type ReasonName } from '../../doubts/reasons.ts';
import { grouped } from '../../stats/bars.ts';
import { safeLine, t } from '../../text/safe.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../context.ts';
import { printCsv, printJson, printJsonLines, printTable, type Column } from '../print-rows.ts';

export type SecondLookOptions = CommonOptions & {
  readonly query?: string;
  readonly reason?: readonly string[];
  readonly limit?: number;
};

const COLUMNS: readonly Column[] = [
  { name: 'reason', whole: true },
  { name: 'id', whole: true, early: true },
  { name: 'outcome' },
  { name: 'turn', align: 'right' },
  { name: 'why', share: 0.6 },
];

export async function runSecondLook(
  context: Context<SecondLookOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const { query = '', limit } = options;
  const reasons = options.reason?.map(reasonNamed);
  return withCollection(paths, context, async ({ ask }) => {
    const found = await ask('secondLook', { query: { text: query }, reasons, limit });
    const rows = found.rows.map(({ reason, row, why }) => ({
      reason,
      id: row.id,
      model: row.model,
      outcome: row.outcome,
      turn: why.turn ?? null,
      why: why.text,
    }));
    const form = formOf(options);
    if (form === 'json') {
      await printJson(out, rows, { head: { query, reasons: found.reasons }, name: 'trials' });
    } else if (form === 'jsonl') await printJsonLines(out, rows);
    else if (form === 'csv') {
      await printCsv(out, ['reason', 'id', 'model', 'outcome', 'turn', 'why'], rows);
    } else {
      if (rows.length > 0) {
        await printTable(out, COLUMNS, rows);
        await out.text(t`\n`);
      }
      for (const { title, trials } of found.reasons) {
        await out.text(t`${grouped(trials).padStart(7)}  ${safeLine(title)}\n`);
      }
    }
    if (rows.length === 0) tell('no trial stands out');
    return rows.length === 0 ? 1 : 0;
  });
}

/** Throws a `UserError` where there is no such reason. */
function reasonNamed(name: string): ReasonName {
  const reason = REASON_NAMES.find((one) => one === name);
  if (reason === undefined) throw unknownName('--reason: there is no reason', name, REASON_NAMES);
  return reason;
}
