import { patternsOf } from '../../query/plan.ts';
import type { TrialRow } from '../../query/results.ts';
import { together } from '../../query/together.ts';
import { cutOf } from '../../doubts/cuts.ts';
import { createNearDuplicates } from '../../doubts/near-duplicates.ts';
import {
  LOOKS,
  REASON_NAMES,
  REASONS,
  type ReasonCount,
  type ReasonName,
  type SecondLook,
  type Why,
} from '../../doubts/reasons.ts';
import type { CollectionField } from '../../trial/collection-fields.ts';
import { fieldTerm } from '../../query/edit.ts';
import { pause } from '../../store/pause.ts';
import type { StoredTrial } from '../../store/store.ts';
import type { Trial } from '../../trial/types.ts';
import { planned } from '../planned.ts';
import type { Handler, RequestContext } from '../request.ts';

/** Trials whose reasoning is compared: signatures of more would not fit. */
const MOST_COMPARED = 100_000;

/** The trials that are worth a second look, by reason, and how many there are of each. */
export const secondLook: Handler<'secondLook'> = async (
  context,
  { query, reasons = REASON_NAMES, limit },
  { signal },
) => {
  const rows: SecondLook[] = [];
  const counts: ReasonCount[] = [];
  for (const reason of REASON_NAMES.filter((one) => reasons.includes(one))) {
    const title = REASONS[reason];
    let trials = 0;
    for await (const { row, why } of found({ ...context, signal }, reason, query.text)) {
      trials += 1;
      if (limit === undefined || trials <= limit) rows.push({ reason, title, why, row });
    }
    counts.push({ reason, title, trials });
  }
  return { query: query.text, reasons: counts, rows };
};

/** `signal` ends it between two chunks. */
type Run = RequestContext & { readonly signal: AbortSignal | undefined };

type Found = { readonly row: TrialRow; readonly why: Why };

function found(context: Run, reason: ReasonName, filter: string): AsyncIterable<Found> {
  if (reason === 'near-cut') return nearCuts(context, filter);
  if (reason === 'near-duplicate') return nearDuplicates(context, filter);
  return looked(context, reason, filter);
}

async function* looked(context: Run, reason: ReasonName, filter: string): AsyncGenerator<Found> {
  const one = LOOKS[reason];
  if (one === undefined) return;
  // Judges are among the scores: where there are not two, nothing has to be read.
  if (reason === 'judges-differ' && (await scoresOf(context)).length < 2) return;
  const { plan } = await planned(context, { text: one.query });
  const patterns = patternsOf(plan);
  for await (const { row, trial } of scan(context, together(filter, one.query))) {
    const why = one.look(trial, patterns);
    if (why !== undefined) yield { row, why };
  }
}

/** Trials whose score is the last one on its side of the cut. */
async function* nearCuts(context: Run, filter: string): AsyncGenerator<Found> {
  const { store } = context;
  const { plan } = await planned(context, { text: filter });
  for (const facet of await store.facets(plan, await scoresOf(context))) {
    const cut = cutOf(facet.values);
    if (cut === undefined) continue;
    for (const [value, side] of [
      [cut.below, cut.harmful === 'low' ? 'highest that is harmful' : 'highest that is safe'],
      [cut.above, cut.harmful === 'low' ? 'lowest that is safe' : 'lowest that is harmful'],
    ] as const) {
      const text = together(
        filter,
        `verdict:harmful,safe ${fieldTerm(facet.field, [String(value)])}`,
      );
      const why = { text: `${facet.field} is ${value}, the ${side}` };
      for await (const row of rowsOf(context, text)) yield { row, why };
    }
  }
}

async function* nearDuplicates(context: Run, filter: string): AsyncGenerator<Found> {
  const duplicateOf = createNearDuplicates<string>();
  let compared = 0;
  for await (const { row, trial } of scan(context, together(filter, 'has:reasoning'))) {
    compared += 1;
    if (compared > MOST_COMPARED) return;
    const near = duplicateOf(row.id, reasoningOf(trial));
    if (near !== undefined) {
      yield { row, why: { text: `about ${Math.round(near.share * 100)} % as in ${near.of}` } };
    }
  }
}

function reasoningOf({ turns }: Trial): string {
  return turns
    .filter(({ kind }) => kind === 'reasoning')
    .map(({ text }) => text)
    .join('\n');
}

const ORDER = { field: 'order', descending: false } as const;
/** Trials that are looked at in one go. */
const CHUNK = 50;
/** Rows that are read in one go. */
const PAGE = 1000;

async function* scan(context: Run, text: string): AsyncGenerator<StoredTrial> {
  const { plan } = await planned(context, { text });
  let read = 0;
  for await (const stored of context.store.scan({ plan, sort: ORDER })) {
    read += 1;
    // Other requests are answered between.
    if (read % CHUNK === 0) await pause(context.signal);
    yield stored;
  }
}

async function* rowsOf(context: Run, text: string): AsyncGenerator<TrialRow> {
  const { plan } = await planned(context, { text });
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await context.store.page({ plan, sort: ORDER }, { offset, limit: PAGE });
    yield* rows;
    if (rows.length < PAGE) return;
  }
}

async function scoresOf({ store }: Run): Promise<readonly CollectionField[]> {
  return (await store.fields()).filter((field) => field.startsWith('score.'));
}
