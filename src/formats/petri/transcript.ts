/** One transcript of Petri or Bloom as trials: what the target saw, its branches, other views. */
import type { Trial, Turn } from '../../trial/types.ts';
import type { Beside } from './bloom-run.ts';
import { chatReader } from '../chat/chat.ts';
import { isObject, type JsonObject, without, word } from '../json/json.ts';
import { jsonIn } from '../json/nested.ts';
import {
  type Judged,
  type Placed,
  type Places,
  quotesOf,
  scoreFaults,
  verdictOf,
} from './verdict.ts';
import { type Branch, type Entry, mainView, rebuild, type View } from './views.ts';
import type { Converted } from '../records.ts';

/** Fields of `metadata`, and of the file, that a trial has a place for. */
const TAKEN = new Set('transcript_id target_model created_at tags judge_output'.split(' '));
const TAKEN_ROOT = new Set('metadata events messages target_messages judgment'.split(' '));
const TAKEN_JUDGE = new Set(
  'scores highlights summary justification variation_number repetition_number'.split(' '),
);
/** Problems of one transcript that are told one by one. */
const MOST_PROBLEMS = 50;

/** What all trials of one transcript have in common. */
type Common = Pick<Trial, 'scenario' | 'condition' | 'sample' | 'startedAt'>;

/** All trials of a transcript; the first is the one that counts, the others are unjudged. */
export function transcriptTrials(root: JsonObject, fallback: string, beside: Beside): Converted {
  const metadata = isObject(root['metadata']) ? root['metadata'] : {};
  const { views, problems } = rebuild(Array.isArray(root['events']) ? root['events'] : []);
  const name = mainView([...views.keys()]);
  const rebuilt = views.get(name);
  const main: View =
    rebuilt !== undefined && messagesIn(rebuilt).length > 0
      ? rebuilt
      : { name, branches: [], entries: [...(rebuilt?.entries ?? []), ...messagesOf(root)] };
  const id = word(metadata['transcript_id']) ?? fallback;
  const target = word(metadata['target_model']) ?? modelIn(main.entries) ?? 'unknown';
  const startedAt = word(metadata['created_at']);
  const common: Common = {
    ...beside.place,
    ...(startedAt !== undefined && { startedAt }),
  };
  const prompt = word(metadata['target_system_prompt']);
  const { turns, places } = turnsOf(main.entries, prompt);
  const given = judgementOf(root, metadata);
  const judged = judgedOf(given, metadata, beside);
  const odd = isObject(given) ? undefined : given;
  const faults = [
    ...(odd === undefined ? [] : ['judge_output: expected an object; kept in meta']),
    ...(judged === undefined ? [] : scoreFaults(judged.judge)),
  ].map((message) => ({ severity: 'warning' as const, message }));
  const allProblems = [...(told(problems) ?? []), ...faults];
  const tags = (Array.isArray(metadata['tags']) ? metadata['tags'] : []).filter(
    (tag) => typeof tag === 'string',
  );
  const trial: Trial = {
    id,
    model: target,
    verdict: { outcome: 'unjudged' },
    ...common,
    ...(tags.length > 0 && { tags }),
    meta: {
      ...without(metadata, TAKEN),
      ...without(root, TAKEN_ROOT),
      ...(judged !== undefined && { judge: without(judged.judge, TAKEN_JUDGE) }),
      ...(odd !== undefined && { judge_output: odd }),
    },
    turns: turns.length > 0 ? turns : [{ kind: 'note', text: 'This transcript has no messages.' }],
  };
  const auditor = word(metadata['auditor_model']);
  const others = [...views.values()].filter(
    (view) => view.name !== name && adds(view, views, main),
  );
  const extra = [
    ...branchTrials(main, id, target, prompt, common),
    ...others.flatMap((view) => {
      const model = view.name === 'combined' ? target : (auditor ?? modelIn(view.entries));
      return viewTrials(view, id, model ?? 'unknown', common);
    }),
  ];
  const all = (first: Trial): readonly Trial[] =>
    linked([first, ...extra.map((each) => each.trial)]);
  if (judged === undefined) return { trials: all(trial), problems: allProblems };
  const quotes = quotesOf(judged.judge, { trial, places }, extra);
  const verdict = { ...verdictOf(judged), ...(quotes.length > 0 && { quotes }) };
  return { trials: all({ ...trial, verdict }), problems: allProblems };
}

/** Trials that know of one another, so that a reader can switch between them. */
function linked(trials: readonly Trial[]): readonly Trial[] {
  if (trials.length === 1) return trials;
  const branches = trials.map(({ id }) => id);
  return trials.map((trial) => ({ ...trial, meta: { ...trial.meta, branches } }));
}

/** What the file itself says of its verdict, also as JSON text; several judges are a list. */
function judgementOf(root: JsonObject, metadata: JsonObject): unknown {
  const given = [metadata['judge_output'], root['judge_output'], root['judgment']].find(
    (each) => each !== undefined && each !== null,
  );
  const value = typeof given === 'string' ? (jsonIn(given) ?? given) : given;
  return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
}

/** The verdict in the file itself, else in the judgments of its run. */
function judgedOf(given: unknown, metadata: JsonObject, beside: Beside): Judged | undefined {
  const { judge: joined, by, behavior } = beside;
  if (!isObject(given) && joined === undefined) return undefined;
  const judge = { ...joined, ...(isObject(given) && given) };
  const model = word(metadata['judge_model']) ?? by;
  return { judge, by: model, behavior };
}

function branchTrials(
  view: View,
  id: string,
  model: string,
  prompt: string | undefined,
  common: Common,
): Placed[] {
  return view.branches.map((branch, index) => {
    const { turns, places } = turnsOf(branch.entries, prompt);
    const shared = turnsOf(branch.entries.slice(0, branch.shared), prompt).turns.length;
    const trial: Trial = {
      id: `${id}#branch-${index + 1}`,
      model,
      verdict: { outcome: 'unjudged' },
      ...common,
      tags: ['branch'],
      meta: { branchOf: id, leftBy: branch.by, leftAfterTurn: shared },
      turns: [...turns, endOf(branch, id)],
    };
    return { trial, places };
  });
}

function endOf({ taken, by }: Branch, id: string): Turn {
  const what = taken === 1 ? 'The last message was' : `The last ${taken} messages were`;
  return {
    kind: 'note',
    name: 'branch',
    text: `${what} taken back here (${by}); the transcript goes on without them: ${id}.`,
  };
}

/** What somebody else saw, such as the auditor: whose model it is then said to be of. */
function viewTrials(view: View, id: string, model: string, common: Common): Placed[] {
  const { turns, places } = turnsOf(view.entries, undefined);
  const own = `${id}#${view.name}`;
  if (turns.length === 0) return [];
  const trial: Trial = {
    id: own,
    model,
    verdict: { outcome: 'unjudged' },
    ...common,
    tags: ['view'],
    meta: { viewOf: id, view: view.name },
    turns,
  };
  return [{ trial, places }, ...branchTrials(view, own, model, undefined, common)];
}

/** Whether a view holds a message that neither the target's nor the auditor's view has. */
function adds(view: View, views: ReadonlyMap<string, View>, main: View): boolean {
  if (view.name !== 'combined') return true;
  const others = [main, ...[...views.values()].filter((each) => each !== view)];
  const held = new Set(others.flatMap(messagesIn).map(keyOf));
  return messagesIn(view).some((message) => !held.has(keyOf(message)));
}

/** All messages, those of branches included. */
function messagesIn({ entries, branches }: View): unknown[] {
  return [entries, ...branches.map((branch) => branch.entries)].flatMap((list) =>
    list.flatMap((entry) => (entry.type === 'message' ? [entry.message] : [])),
  );
}

function keyOf(message: unknown): unknown {
  const id = isObject(message) ? message['id'] : undefined;
  return typeof id === 'string' ? id : message;
}

/** Messages of a file without events. */
function messagesOf(root: JsonObject): Entry[] {
  const lists = [root['target_messages'], root['messages']];
  const list = lists.find((each) => Array.isArray(each) && each.length > 0);
  return Array.isArray(list) ? list.map((message) => ({ type: 'message', message })) : [];
}

/** Turns of a view, and which of them each message became. */
function turnsOf(
  entries: readonly Entry[],
  prompt: string | undefined,
): { turns: Turn[]; places: Places } {
  const turns: Turn[] = [];
  const places = new Map<string, readonly [number, number]>();
  const read = chatReader();
  const first = entries.find(({ type }) => type === 'message');
  if (prompt !== undefined && roleOf(first) !== 'system') {
    for (const turn of read({ role: 'system', content: prompt })) turns.push(turn);
  }
  for (const entry of entries) {
    if (entry.type === 'note') {
      turns.push(entry.turn);
      continue;
    }
    const { message } = entry;
    const made = read(message);
    const from = turns.length + 1;
    const failed = roleOf(entry) === 'api_failure' && { error: true };
    for (const turn of made) turns.push({ ...turn, ...failed });
    const key = keyOf(message);
    if (typeof key === 'string' && made.length > 0) places.set(key, [from, turns.length]);
  }
  return { turns, places };
}

function roleOf(entry: Entry | undefined): unknown {
  if (entry?.type !== 'message' || !isObject(entry.message)) return undefined;
  return entry.message['role'] ?? entry.message['type'];
}

function modelIn(entries: readonly Entry[]): string | undefined {
  const models = entries.map((entry) =>
    entry.type === 'message' && isObject(entry.message) ? word(entry.message['model']) : undefined,
  );
  return models.find((model) => model !== undefined);
}

function told(problems: readonly { place: string; message: string }[]): Converted['problems'] {
  const first = problems.slice(0, MOST_PROBLEMS).map(({ place, message }) => ({
    severity: 'warning' as const,
    message: `${place}: ${message}`,
  }));
  const more = problems.length - first.length;
  return more > 0 ? [...first, { severity: 'warning', message: `and ${more} more events` }] : first;
}
