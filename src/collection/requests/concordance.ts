import { exactQuery, formsIn, type FormsOf } from '../../concordance/forms.ts';
import { linesIn, sortedLines } from '../../concordance/lines.ts';
import { circularIn } from '../../concordance/notes.ts';
import { cellQuery, mistakeIn, READABLE, saysOf, WITHHELD } from '../../concordance/says.ts';
import { groupsOf, type Counted } from '../../concordance/table.ts';
import type {
  ConcordanceGroup,
  ConcordanceLine,
  CountedForms,
  Says,
} from '../../concordance/types.ts';
import { unknownName } from '../../base/nearest.ts';
import { patternsOf } from '../../query/plan.ts';
import { SYNTHETIC, type Plan } from '../../query/plan-types.ts';
import type { Groups } from '../../store/store.ts';
import type { GroupField } from '../../trial/catalogue.ts';
import { pause } from '../../store/pause.ts';
import { checkFields } from '../check-fields.ts';
import { expanded, parsed, planned } from '../planned.ts';
import type { Params } from '../protocol.ts';
import { QueryMistake } from '../query-mistake.ts';
import type { Handler, RequestContext } from '../request.ts';

/** Passages whose occurrences can be lines; of more, those that a search would find first. */
const MOST_PASSAGES = 5000;
/** Forms of a word that are listed, each with its count of trials. */
const MOST_LISTED = 100;
/** Trials whose rows, and passages whose texts, are read in one go. */
const BATCH = 200;

/** Occurrences in context, and in how many trials of each group they are said in private, in what was sent, or both. */
export const concordance: Handler<'concordance'> = async (context, params, { signal }) => {
  const { store } = context;
  const { query, text, by, switches = {} } = params;
  const counted = wordsOf(context, text);
  const asked = parsed(counted);
  const mistake = mistakeIn(asked, counted);
  if (mistake !== undefined) throw new QueryMistake(mistake);
  if (by.includes('signal')) await context.signals();
  await checkFields(store, by);
  const base = (await planned(context, query, { signal })).plan;
  const { terms } = await expanded(store, asked, { switches });
  const parts = formsIn(asked, terms);
  const exact = exactQuery(counted, parts);
  const says = saysOf(counted, asked);
  const of = async (one: string): Promise<Plan> =>
    within(base, (await expanded(store, parsed(one), { switches })).plan);
  const { groups, total, trials } = await count(context, { base, says, by, of, signal });
  const any = await of(says.any);
  const drafts = await of(says.draft);
  const found = await linesOf(context, { any, drafts, params, signal });
  const isSwitched = Object.keys(switches).length > 0;
  return {
    query: query.text,
    asked: text,
    counted,
    exact,
    // Queries that are opened have no switches: what was switched is written out in them.
    says: isSwitched && exact !== undefined ? saysOf(exact, parsed(exact)) : says,
    forms: await formsOf(context, { parts, text: counted, base, signal }),
    groups,
    total,
    trials,
    synthetic: await store.count(within(base, SYNTHETIC)),
    circular: circularIn({ filter: parsed(query.text), filterText: query.text, asked, by }),
    ...found,
  };
};

/** What is looked for: the words of a signal, where that alone is asked for. */
function wordsOf({ signalTexts }: RequestContext, text: string): string {
  const [, name] = /^\s*signal:([\w-]+)\s*$/.exec(text) ?? [];
  if (name === undefined) return text;
  const words = Object.hasOwn(signalTexts, name) ? signalTexts[name] : undefined;
  if (words === undefined) throw unknownName('there is no signal', name, Object.keys(signalTexts));
  return words;
}

function within(base: Plan, plan: Plan): Plan {
  return { type: 'and', parts: [base, plan] };
}

type Counting = {
  readonly base: Plan;
  readonly says: Says;
  readonly by: readonly GroupField[];
  readonly of: (text: string) => Promise<Plan>;
  readonly signal: AbortSignal | undefined;
};

/** Counts the cells by group, and over all groups: a trial may be in several of them. */
async function count(
  { store }: RequestContext,
  { base, says, by, of, signal }: Counting,
): Promise<{
  readonly groups: readonly ConcordanceGroup[];
  readonly total: ConcordanceGroup;
  readonly trials: number;
}> {
  const plans: { readonly [N in keyof Counted]: Plan } = {
    trials: base,
    withheld: await of(WITHHELD),
    readable: await of(READABLE),
    reasoningOnly: await of(cellQuery(says, 'reasoningOnly')),
    messageOnly: await of(cellQuery(says, 'messageOnly')),
    both: await of(cellQuery(says, 'both')),
    message: await of(says.message),
    draft: await of(says.draft),
  };
  const made: [string, Groups][] = [];
  for (const [name, plan] of Object.entries(plans)) {
    await store.prepare(plan, signal);
    made.push([name, await store.groups(plan, by)]);
    await pause(signal);
  }
  const each = (pick: (groups: Groups) => Counted['trials']): Counted =>
    Object.fromEntries(made.map(([name, groups]) => [name, pick(groups)])) as Counted;
  const [total] = groupsOf(each((groups) => [{ ...groups.total, values: [] }]));
  if (total === undefined) throw new Error('the store counted no total');
  return {
    groups: groupsOf(each((groups) => groups.groups)),
    total,
    trials: await store.count(await of(says.any)),
  };
}

type Finding = {
  readonly any: Plan;
  readonly drafts: Plan;
  readonly params: Params<'concordance'>;
  readonly signal: AbortSignal | undefined;
};

async function linesOf(
  { store }: RequestContext,
  { any, drafts, params: { limit, order = 'trial' }, signal }: Finding,
): Promise<{
  readonly lines: readonly ConcordanceLine[];
  readonly passages: number;
  readonly patterns: ReturnType<typeof patternsOf>;
}> {
  const patterns = patternsOf(any);
  const { hits, passages } = await store.hits(any, { limit: MOST_PASSAGES, signal });
  const written = await store.hits(drafts, { limit: MOST_PASSAGES, signal });
  const isDraft = new Set(written.hits.map(({ passage }) => passage));
  const keys = [...new Set(hits.map(({ key }) => key))];
  const rows = new Map((await store.rows(keys)).map((row) => [row.key, row] as const));
  const collator = new Intl.Collator('en', { numeric: true });
  const placed = hits
    .flatMap((hit) => {
      const row = rows.get(hit.key);
      return row === undefined ? [] : [{ hit, row }];
    })
    .sort(
      (one, other) => collator.compare(one.row.id, other.row.id) || one.hit.turn - other.hit.turn,
    );
  const lines: ConcordanceLine[] = [];
  for (let at = 0; at < placed.length; at += BATCH) {
    // In another order than that of the trials all have to be read.
    if (order === 'trial' && lines.length >= limit) break;
    const batch = placed.slice(at, at + BATCH);
    const texts = await store.passages(batch.map(({ hit }) => hit.passage));
    for (const { hit, row } of batch) {
      const { id, model, outcome } = row;
      const { key, turn, kind, passage, trials: sameIn } = hit;
      const place = {
        key,
        trial: id,
        model,
        outcome,
        turn,
        kind,
        draft: isDraft.has(passage),
        sameIn,
      };
      lines.push(...linesIn(texts.get(passage) ?? '', patterns, place));
    }
    await pause(signal);
  }
  return { lines: sortedLines(lines, order).slice(0, limit), passages, patterns };
}

type Listing = {
  readonly parts: readonly FormsOf[];
  readonly text: string;
  readonly base: Plan;
  readonly signal: AbortSignal | undefined;
};

/** The forms of each word, with the trials that say them. */
async function formsOf(
  { store }: RequestContext,
  { parts, text, base, signal }: Listing,
): Promise<readonly CountedForms[]> {
  const made: CountedForms[] = [];
  for (const { at, in: scopes, forms, off, isExcluded } of parts) {
    if (isExcluded) continue;
    const listed: CountedForms['forms'][number][] = [];
    for (const form of forms.slice(0, MOST_LISTED)) {
      const plan = formPlan(form.words, scopes);
      listed.push({
        form: form.words.join(' '),
        trials: await store.count(within(base, plan)),
        switch: form.switch,
      });
      await pause(signal);
    }
    made.push({
      text: text.slice(at.start, at.end),
      forms: listed.toSorted((one, other) => other.trials - one.trials),
      more: Math.max(0, forms.length - MOST_LISTED),
      off,
    });
  }
  return made;
}

/** Words one after the other, said in any of the places that are counted; the last may be a beginning. */
function formPlan(words: readonly string[], scopes: readonly string[] | undefined): Plan {
  const places = words.map((word) => [
    word.endsWith('*')
      ? { word: word.slice(0, -1), closeness: 1, prefix: true }
      : { word, closeness: 1 },
  ]);
  const said: Plan = { type: 'text', places, ...(scopes === undefined ? {} : { in: scopes }) };
  const kinds: Plan = { type: 'scope', in: ['reasoning', 'message', 'action'] };
  return { type: 'turn', part: { type: 'and', parts: [said, kinds] } };
}
