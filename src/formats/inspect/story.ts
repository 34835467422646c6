/**
 * The story of a sample by its calls to the model, where its messages do not have all of it: what was
 * said before the context was compacted, by sub-agents, on branches, or to a target whose words are not
 * among the messages of its auditor.
 */
import { isObject, type JsonObject } from '../json/json.ts';
import { answerOf, type Met, signature } from './events.ts';
import { chosen, type InspectSample, resolved } from './refs.ts';
import { migratedMessage, objectsAt, wordAt } from './shape.ts';

/** A message, and the number of the event that gave it. */
export type PlacedMessage = { readonly at: number; readonly message: JsonObject };

/** What another than the sample's own conversation said. */
export type Thread = {
  readonly name: string;
  /** `view`: what somebody else than the model saw. */
  readonly tag: 'branch' | 'view' | 'subagent';
  readonly messages: readonly JsonObject[];
  /** Whose words they are, where it is another model. */
  readonly model?: string | undefined;
};

type Story = {
  /** The conversation; undefined where the sample's messages are all of it. */
  readonly main: readonly PlacedMessage[] | undefined;
  readonly threads: readonly Thread[];
  /** Numbers of the events that they tell. */
  readonly told: ReadonlySet<number>;
};

type Call = {
  readonly at: number;
  /** What the model was given, as the event has it. */
  readonly given: JsonObject;
  readonly answer: JsonObject;
  /** The agent, the branch or the timeline's branch that made it. */
  readonly thread: string;
  readonly isPlaced: boolean;
};

/** Whose calls are the sample's own. */
export type Evaluated = { readonly model: string; readonly hasTarget: boolean };

/** What the events of a sample tell of calls, taken in order. */
export type Calls = {
  readonly see: (event: JsonObject, met: Met) => void;
  /** `messages` are those of the sample. */
  readonly story: (messages: readonly JsonObject[]) => Story;
};

const NOTHING: Story = { main: undefined, threads: [], told: new Set() };

export function callsOf(sample: InspectSample, { model, hasTarget }: Evaluated): Calls {
  const spans = new Map<string, Span>();
  const branches = timelineBranches(sample.record);
  const calls: Call[] = [];
  const tools: Tool[] = [];
  let auditor: string | undefined;
  const see: Calls['see'] = (event, { at, kind, isJudging, isPlaced }) => {
    if (kind === 'span_begin') {
      const { id = '', name = id, type = '', parent_id: parent } = event as Record<string, string>;
      spans.set(id, { name, type, parent });
    }
    if (isJudging || (kind !== 'model' && kind !== 'tool')) return;
    if (wordAt(event, 'role') === 'auditor') auditor ??= wordAt(event, 'model');
    const thread =
      branches.get(wordAt(event, 'uuid') ?? '') ?? threadOf(wordAt(event, 'span_id'), spans);
    if (kind === 'tool') {
      const { id, function: name, result, error } = event;
      // As the message that the model would have been given.
      const message = { role: 'tool', tool_call_id: id, function: name, content: result, error };
      tools.push({ at, message, thread });
      return;
    }
    const answer = answerOf(event);
    if (answer === undefined || !isOwn(event, model, hasTarget)) return;
    const { input, input_refs: refs } = event;
    calls.push({ at, given: { input, input_refs: refs }, answer, thread, isPlaced });
  };
  return {
    see,
    story: (messages) => {
      if (calls.every(({ isPlaced }) => isPlaced)) return NOTHING;
      return storyOf(sample, messages, { calls, tools, spans, auditor, hasTarget });
    },
  };
}

function storyOf(
  sample: InspectSample,
  messages: readonly JsonObject[],
  { calls, tools, spans, auditor, hasTarget }: Seen,
): Story {
  const main = mainThread(calls, spans);
  // Where none of the target's answers is among the messages, these are the auditor's.
  const isOthers =
    hasTarget &&
    !calls.some(({ isPlaced }) => isPlaced) &&
    messages.some(({ role }) => role === 'assistant');
  const told = new Set(calls.map(({ at }) => at));
  const tell = (thread: string): readonly PlacedMessage[] => {
    const given = tools.filter((tool) => tool.thread === thread);
    for (const { at } of given) told.add(at);
    const own = calls.filter((each) => each.thread === thread);
    return conversationOf(sample, own, given);
  };
  const others = new Set(calls.map(({ thread }) => thread).filter((thread) => thread !== main));
  const threads = [...others].map((thread): Thread => {
    const span = spans.get(thread);
    const isBranch = span?.type === 'branch' || thread.startsWith(BRANCH);
    const conversation = tell(thread).map(({ message }) => message);
    return {
      name: span?.name ?? thread,
      tag: isBranch ? 'branch' : 'subagent',
      messages: conversation,
    };
  });
  const view: readonly Thread[] = isOthers
    ? [{ name: 'auditor', tag: 'view', messages, model: auditor }]
    : [];
  const isWhole = calls.every(({ thread, isPlaced }) => thread !== main || isPlaced);
  if (isWhole) return { main: undefined, threads, told };
  const story = tell(main);
  return {
    main: isOthers ? story : withMessages(story, messages),
    threads: [...threads, ...view],
    told,
  };
}

const BRANCH = 'branch ';

/** The thread that is the sample's own: of its messages, else the first that is no branch. */
function mainThread(calls: readonly Call[], spans: ReadonlyMap<string, Span>): string {
  const isBranch = ({ thread }: Call): boolean =>
    thread.startsWith(BRANCH) || spans.get(thread)?.type === 'branch';
  const own =
    calls.find(({ isPlaced }) => isPlaced) ?? calls.find((call) => !isBranch(call)) ?? calls.at(-1);
  return own?.thread ?? '';
}

type Span = { readonly name: string; readonly type: string; readonly parent: string | undefined };
type Tool = { readonly at: number; readonly message: JsonObject; readonly thread: string };
type Seen = {
  readonly calls: readonly Call[];
  readonly tools: readonly Tool[];
  readonly spans: ReadonlyMap<string, Span>;
  readonly auditor: string | undefined;
  readonly hasTarget: boolean;
};

/** Whether a call is to the model that is evaluated, and not to one that plays another part. */
function isOwn(event: JsonObject, model: string, hasTarget: boolean): boolean {
  const role = wordAt(event, 'role');
  if (role !== undefined) return role === 'target';
  if (hasTarget) return false;
  const own = wordAt(event, 'model');
  return own === undefined || own === model || bare(own) === bare(model);
}

function bare(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

/** The nearest agent or branch around a span; the solver's own is the sample's. */
function threadOf(id: string | undefined, spans: ReadonlyMap<string, Span>): string {
  let at = id;
  for (let level = 0; at !== undefined && level < 1000; level += 1) {
    const span = spans.get(at);
    if (span === undefined) return '';
    if (span.type === 'agent' || span.type === 'branch' || span.type === 'subtask') return at;
    at = span.parent;
  }
  return '';
}

/** For events on branches of the sample's timelines, by their ids: which branch. */
function timelineBranches(record: JsonObject): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const given = record['timelines'];
  const timelines = Array.isArray(given) ? given : isObject(given) ? Object.values(given) : [];
  let count = 0;
  const walk = (node: unknown, branch: string | undefined, depth: number): void => {
    if (!isObject(node) || depth > 100) return;
    const { event } = node;
    if (typeof event === 'string' && branch !== undefined) found.set(event, branch);
    for (const each of objectsAt(node, 'content')) walk(each, branch, depth + 1);
    for (const each of objectsAt(node, 'branches')) {
      count += 1;
      walk(each, `${BRANCH}${count}`, depth + 1);
    }
  };
  for (const timeline of timelines) if (isObject(timeline)) walk(timeline['root'], undefined, 0);
  return found;
}

/** What calls were given and answered, each message once, with results that no later call has. */
function conversationOf(
  sample: InspectSample,
  calls: readonly Call[],
  tools: readonly Tool[],
): readonly PlacedMessage[] {
  const whole = (message: unknown): readonly JsonObject[] => {
    const found = resolved(message, sample.attachment);
    return isObject(found) ? [migratedMessage(found)] : [];
  };
  const told: PlacedMessage[] = [];
  const seen = new Set<string>();
  const asked = new Set<unknown>();
  const tell = (at: number, message: JsonObject, key: string): void => {
    seen.add(key);
    for (const call of objectsAt(message, 'tool_calls')) asked.add(call['id']);
    told.push({ at, message });
  };
  const pooled = new Set<number>();
  let before: readonly string[] = [];
  const steps = [...calls, ...tools].toSorted((one, other) => one.at - other.at);
  for (const step of steps) {
    const { at } = step;
    if ('message' in step) {
      const { message } = step;
      if (seen.has(keyOf(message)) || !asked.has(message['tool_call_id'])) continue;
      for (const each of whole(message)) tell(at, each, keyOf(each));
      continue;
    }
    const inline = step.given['input'];
    const answers = whole(step.answer);
    if (Array.isArray(inline) && inline.length > 0) {
      const given = inline.flatMap(whole);
      const keys = given.map(keyOf);
      // A context that only grew has nothing new but its end, even if that says the same again.
      const grew = before.every((key, index) => key === keys[index]);
      for (const [index, message] of given.entries()) {
        const key = keys[index] ?? '';
        const isAgain = seen.has(key) && (message['role'] === 'tool' || !grew);
        if (!isAgain && (!grew || index >= before.length)) tell(at, message, key);
      }
      before = [...keys, ...answers.map(keyOf)];
    } else {
      // Of a pool, each message is looked at once: there are as many references as calls times messages.
      const refs = [...chosen(step.given['input_refs'], sample.pool.size, (index) => index)];
      for (const index of refs as number[]) {
        if (pooled.has(index)) continue;
        pooled.add(index);
        for (const message of whole(sample.pool.at(index))) {
          const key = keyOf(message);
          if (!seen.has(key)) tell(at, message, key);
        }
      }
    }
    for (const answer of answers) tell(at, answer, keyOf(answer));
  }
  return told;
}

function keyOf(message: JsonObject): string {
  const call = wordAt(message, 'tool_call_id');
  if (message['role'] === 'tool' && call !== undefined) return `call ${call}`;
  return wordAt(message, 'id') ?? `${String(message['role'])} ${signature(message)}`;
}

/**
 * The conversation with those messages of the sample that no call has, in their places; at the end
 * where none of them is known.
 */
function withMessages(
  told: readonly PlacedMessage[],
  messages: readonly JsonObject[],
): readonly PlacedMessage[] {
  const places = new Map<string, number>();
  for (const [index, { message }] of told.entries()) {
    for (const key of namesOf(message)) places.set(key, index);
  }
  /** For each place of the conversation, the messages that stand before it. */
  const between = new Map<number, PlacedMessage[]>();
  const found = messages.map((message) =>
    namesOf(message)
      .map((key) => places.get(key))
      .find((place) => place !== undefined),
  );
  let next = found.some((place) => place !== undefined) ? 0 : told.length;
  for (const [index, message] of messages.entries()) {
    const place = found[index];
    if (place !== undefined) next = Math.max(next, place + 1);
    else {
      const before = between.get(next) ?? [];
      between.set(next, [...before, { at: told[next - 1]?.at ?? 0, message }]);
    }
  }
  return [
    ...told.flatMap((each, index) => [...(between.get(index) ?? []), each]),
    ...(between.get(told.length) ?? []),
  ];
}

/** By its id, and by what it says: some tools make ids anew. */
function namesOf(message: JsonObject): readonly string[] {
  return [keyOf(message), `${String(message['role'])} ${signature(message)}`];
}
