/**
 * What the events of an Inspect sample tell that its messages do not: errors, limits, approvals,
 * what a person typed, calls to other models. Each becomes a note after the message it followed.
 */
import { textOf, withMeta } from '../chat/chat.ts';
import { unsaidIn } from '../chat/unsaid.ts';
import { type Lookup, resolved } from './refs.ts';
import { objectAt, objectsAt, wordAt } from './shape.ts';
import { isObject, type JsonObject, without } from '../json/json.ts';
import type { Turn } from '../../trial/types.ts';

/** A note, and the place of the message it stands after; -1: before all. */
export type Placed = {
  readonly after: number;
  /** The number of its event. */
  readonly at: number;
  /** Its event is a call to a model or tool that did not fail: turns may tell it as well. */
  readonly isCall: boolean;
  readonly turn: Turn;
};

/** How an event was met: its number, whether it belongs to the scoring, whether its answer is a message. */
export type Met = {
  readonly at: number;
  readonly kind: string;
  readonly isJudging: boolean;
  readonly isPlaced: boolean;
};

/** Kinds that messages, scores and metadata tell already, or that only frame others. */
const SILENT = new Set(
  'sample_init span_begin span_end step state store sandbox anchor checkpoint'.split(' '),
);
/** Of those, kinds that may say a word which is told nowhere: what of them is not, is kept. */
const CHECKED = new Set('sandbox anchor checkpoint'.split(' '));
const TIMES = new Set('completed working_time working_start'.split(' '));
const TAKEN = new Set('event uuid span_id timestamp working_start pending metadata'.split(' '));

/** Kinds of events with how often each was met, and those that are not known. */
export type EventCounts = {
  readonly counts: ReadonlyMap<string, number>;
  readonly unknown: ReadonlySet<string>;
  readonly startedAt: string | undefined;
};

/**
 * Goes through events in order; `messages` are those the notes are placed among, without references.
 * `see` is shown each event.
 */
export function eventNotes(
  events: Iterable<JsonObject>,
  messages: readonly JsonObject[],
  lookup: Lookup,
  see: (event: JsonObject, met: Met) => void,
): EventCounts & { readonly notes: readonly Placed[]; readonly quiet: readonly JsonObject[] } {
  const places = placesOf(messages);
  const counts = new Map<string, number>();
  const unknown = new Set<string>();
  const notes: Placed[] = [];
  const quiet: JsonObject[] = [];
  const scoring = scoringSpans();
  const calling = spansOf(/^tool$/);
  let startedAt: string | undefined;
  let after = -1;
  let number = -1;
  for (const event of events) {
    number += 1;
    const kind = wordAt(event, 'event') ?? 'unknown';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    startedAt ??= wordAt(event, 'timestamp');
    const judging = scoring(event, kind);
    const place = placeIn(event, kind, places, lookup);
    see(event, { at: number, kind, isJudging: judging, isPlaced: place !== undefined });
    if (place !== undefined) after = Math.max(after, place);
    // What a tool did in its sandbox is its call and its result.
    if (!calling(event, kind) && CHECKED.has(kind)) quiet.push(without(event, TIMES));
    if (SILENT.has(kind)) continue;
    const known = Object.hasOwn(NOTES, kind) ? NOTES[kind] : undefined;
    if (known === undefined) unknown.add(kind);
    if (kind === 'model' || kind === 'tool') {
      // A judge's words are in the verdict; what is in the messages is told there.
      const failed = event['error'] !== undefined && event['error'] !== null;
      if (judging || (place !== undefined && !(failed && kind === 'model'))) continue;
    }
    const whole = resolved(event, lookup) as JsonObject;
    const at = wordAt(event, 'timestamp');
    const note = known === undefined ? unknownNote(whole, kind) : known(whole);
    if (note === undefined) {
      if (kind !== 'model') quiet.push(without(event, TIMES));
      continue;
    }
    const rest = kind === 'model' || kind === 'tool' ? undefined : unsaidIn(event, note);
    const turn = isObject(rest) ? withMeta(note, rest) : note;
    const isCall = kind === 'tool' || (kind === 'model' && event['error'] == null);
    notes.push({ after, at: number, isCall, turn: { ...turn, ...(at !== undefined && { at }) } });
  }
  return { notes, quiet, counts, unknown, startedAt };
}

/** Where messages stand, by their ids and by those of the calls they answer. */
function placesOf(messages: readonly JsonObject[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [index, message] of messages.entries()) {
    const id = wordAt(message, 'id');
    if (id !== undefined) places.set(id, index);
    if (message['role'] === 'assistant') places.set(signature(message), index);
    const call = wordAt(message, 'tool_call_id');
    if (call !== undefined) places.set(`call ${call}`, index);
  }
  return places;
}

function placeIn(
  event: JsonObject,
  kind: string,
  places: ReadonlyMap<string, number>,
  lookup: Lookup,
): number | undefined {
  if (kind === 'model') {
    const answer = answerOf(event);
    if (answer === undefined) return undefined;
    const byId = places.get(wordAt(answer, 'id') ?? '');
    return byId ?? places.get(signature(resolved(answer, lookup) as JsonObject));
  }
  if (kind !== 'tool') return undefined;
  return (
    places.get(`call ${wordAt(event, 'id') ?? ''}`) ?? places.get(wordAt(event, 'message_id') ?? '')
  );
}

/** What tells an answer where ids do not: early logs have none, and some tools make them anew. */
export function signature(message: JsonObject): string {
  const calls = objectsAt(message, 'tool_calls').map((call) => textOf(call['id']));
  return `said ${JSON.stringify([spoken(message['content']), calls])}`;
}

/** The message that a model gave in a call. */
export function answerOf(event: JsonObject): JsonObject | undefined {
  const [choice] = objectsAt(objectAt(event, 'output'), 'choices');
  return choice === undefined ? undefined : objectAt(choice, 'message');
}

type Within = (event: JsonObject, kind: string) => boolean;

/** Tells of events, taken in order, which are inside of spans of a type. */
function spansOf(type: RegExp): Within {
  const spans = new Set<string>();
  return (event, kind) => {
    const own = wordAt(event, 'id');
    if (kind === 'span_begin' && own !== undefined) {
      const opens = type.test(wordAt(event, 'type') ?? '');
      if (opens || spans.has(wordAt(event, 'parent_id') ?? '')) spans.add(own);
    }
    return spans.has(wordAt(event, 'span_id') ?? '');
  };
}

/** Tells of events, taken in order, which belong to the scoring. */
function scoringSpans(): Within {
  const inSpan = spansOf(SCORER);
  let steps = 0;
  return (event, kind) => {
    const isInside = inSpan(event, kind);
    // Before there were spans there were steps, one inside the other.
    if (kind === 'step' && SCORER.test(wordAt(event, 'type') ?? '')) {
      steps = Math.max(0, steps + (event['action'] === 'begin' ? 1 : -1));
    }
    return steps > 0 || isInside;
  };
}
const SCORER = /^scorers?$/;

type Note = (event: JsonObject) => Turn | undefined;

const NOTES: Readonly<Record<string, Note>> = {
  model: (event) => {
    const failure = event['error'];
    const model = wordAt(event, 'role') ?? wordAt(event, 'model') ?? 'model';
    if (typeof failure === 'string') {
      return { kind: 'note', name: 'model call', by: model, text: failure, error: true };
    }
    const answer = answerOf(event);
    const text = answer === undefined ? '' : answerText(answer);
    return text === '' ? undefined : { kind: 'note', name: 'model call', by: model, text };
  },
  tool: (event) => {
    const name = wordAt(event, 'function') ?? 'tool';
    const failure = objectAt(event, 'error')['message'];
    const lines = [
      JSON.stringify(event['arguments'] ?? {}),
      textOf(event['result']),
      textOf(failure),
    ];
    return {
      kind: 'note',
      name: `tool call ${name}`,
      text: lines.filter((line) => line !== '').join('\n'),
      ...(failure !== undefined && failure !== null && { error: true }),
    };
  },
  error: (event) => ({
    kind: 'note',
    text: textOf(objectAt(event, 'error')['message'] ?? event['error']),
    error: true,
  }),
  sample_limit: (event) => {
    const limit =
      event['limit'] === undefined || event['limit'] === null ? '' : ` (${textOf(event['limit'])})`;
    const message = wordAt(event, 'message');
    const why = message === undefined ? '' : `: ${message}`;
    return { kind: 'note', name: 'limit', text: `${textOf(event['type'])} limit${limit}${why}` };
  },
  input: (event) => ({ kind: 'note', name: 'input', by: 'user', text: textOf(event['input']) }),
  approval: (event) => {
    if (event['decision'] === 'approve') return undefined;
    const why = wordAt(event, 'explanation');
    const by = wordAt(event, 'approver') ?? 'an approver';
    return {
      kind: 'note',
      name: 'approval',
      text: `${textOf(event['decision'])} by ${by}${why === undefined ? '' : `: ${why}`}`,
    };
  },
  logger: (event) => {
    const message = objectAt(event, 'message');
    return {
      kind: 'note',
      name: wordAt(message, 'level') ?? 'log',
      text: textOf(message['message']),
    };
  },
  info: (event) => ({
    kind: 'note',
    name: wordAt(event, 'source') ?? 'info',
    text: textOf(event['data']),
  }),
  score: (event) => {
    if (event['intermediate'] !== true) return undefined;
    const score = objectAt(event, 'score');
    const why = wordAt(score, 'explanation');
    return {
      kind: 'note',
      name: 'score so far',
      // Python's NaN comes as null.
      text: [textOf(score['value'] ?? 'NaN'), why ?? ''].filter((line) => line !== '').join('\n'),
    };
  },
  // Scores have their history with them.
  score_edit: () => undefined,
  subtask: (event) => ({
    kind: 'note',
    name: `subtask ${wordAt(event, 'name') ?? ''}`.trimEnd(),
    text: [event['input'], event['result']]
      .map((each) => textOf(each))
      .filter((text) => text !== '')
      .join('\n'),
  }),
  compaction: rest,
  interrupt: rest,
  branch: rest,
};

function rest(event: JsonObject): Turn {
  return { kind: 'note', name: textOf(event['event']), text: textOf(without(event, TAKEN)) };
}

function unknownNote(event: JsonObject, kind: string): Turn {
  return { ...rest(event), name: kind };
}

/** What a model said and called, as text. */
function answerText(message: JsonObject): string {
  const calls = objectsAt(message, 'tool_calls').map(
    (call) => `${textOf(call['function'])}(${JSON.stringify(call['arguments'] ?? {})})`,
  );
  return [spoken(message['content']), ...calls].filter((line) => line !== '').join('\n');
}

/** Content without reasoning that is ciphertext; what was not said aloud is marked. */
function spoken(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content);
  const parts = content.map((part) => {
    if (!isObject(part) || part['type'] !== 'reasoning') return part;
    const { redacted, reasoning, summary } = part;
    const text = textOf(redacted === true ? summary : (reasoning ?? summary)).trim();
    return text === '' ? '(reasoning withheld)' : `(reasoning) ${text}`;
  });
  return textOf(parts).trim();
}
