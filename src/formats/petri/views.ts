/**
 * The views of a Petri or Bloom transcript (what the target saw, what the auditor saw), rebuilt from
 * its events. What a rollback, a reset or a patch took away is kept as a branch.
 */
import type { Turn } from '../../trial/types.ts';
import { textOf } from '../chat/chat.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { patched } from './json-patch.ts';

/** A message of the view, or a note that stands between two of them. */
export type Entry =
  | { readonly type: 'message'; readonly message: unknown }
  | { readonly type: 'note'; readonly turn: Turn };

export type Branch = {
  readonly entries: readonly Entry[];
  /** What made it a branch: `rollback`, `reset`, or the name of a patch. */
  readonly by: string;
  /** How many entries it shares with what the view became. */
  readonly shared: number;
  /** How many messages were taken away. */
  readonly taken: number;
};

export type View = {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly branches: readonly Branch[];
};

export type Rebuilt = {
  readonly views: ReadonlyMap<string, View>;
  readonly problems: readonly { readonly place: string; readonly message: string }[];
};

type OpenView = { name: string; entries: Entry[]; branches: Branch[]; kept: number; work: number };

/** Branches of a view that are kept, and entries in all of them: each is a copy of the list. */
const MOST_BRANCHES = 100;
const MAX_TURNS = 200_000;
/** Entries that edits may walk over: each may look at the whole list. */
const MOST_WORK = 20_000_000;

/** Replays all events, in the order of the file. */
export function rebuild(events: readonly unknown[]): Rebuilt {
  const names = viewNames(events);
  const views = new Map<string, OpenView>(
    names.map((name) => [name, { name, entries: [], branches: [], kept: 0, work: 0 }]),
  );
  const problems: { place: string; message: string }[] = [];
  const main = mainView(names);
  const auditor = names.find((name) => name === 'auditor' || name === 'evaluator') ?? main;
  for (const [index, event] of events.entries()) {
    const tell = (message: string): void => {
      problems.push({ place: `event ${index + 1}`, message });
    };
    if (!isObject(event)) {
      tell('not an event; passed over');
      continue;
    }
    const note = noteOf(event);
    if (note !== undefined) {
      // What the auditor decides is not for the target to see; a tool is for both.
      const seenBy = event['type'] === 'tool_creation_event' ? [auditor, main] : [auditor];
      for (const name of new Set(seenBy))
        views.get(name)?.entries.push({ type: 'note', turn: note });
      if (!KNOWN.has(textOf(event['type'])))
        tell(`an event of the unknown type "${textOf(event['type'])}"; kept as a note`);
      continue;
    }
    for (const name of namesOf(event)) {
      const view = views.get(name);
      const wrong = view === undefined ? undefined : edit(view, event['edit']);
      if (wrong !== undefined) tell(wrong);
    }
  }
  return { views, problems };
}

/** The view that a trial shows: the target's, else the one of both. */
export function mainView(names: readonly string[]): string {
  return ['target', 'combined'].find((name) => names.includes(name)) ?? names[0] ?? 'target';
}

function viewNames(events: readonly unknown[]): readonly string[] {
  const names = new Set<string>();
  for (const event of events) {
    if (isObject(event) && noteOf(event) === undefined)
      for (const name of namesOf(event)) names.add(name);
  }
  return names.size === 0 ? ['target'] : [...names];
}

function namesOf(event: JsonObject): readonly string[] {
  const { view } = event;
  const names = (Array.isArray(view) ? view : [view]).filter((name) => typeof name === 'string');
  // An edit of no view is one of what there is.
  return names.length === 0 ? ['target'] : [...new Set(names)];
}

/** Makes an edit; gives what is wrong with it, where it cannot be made. */
function edit(view: OpenView, given: unknown): string | undefined {
  if (!isObject(given)) return 'an event without an edit; passed over';
  const operation = given['operation'] ?? 'add';
  if (operation !== 'add') view.work += view.entries.length;
  if (view.work > MOST_WORK) return 'too many edits of too many messages; passed over';
  switch (operation) {
    case 'add':
      view.entries.push({ type: 'message', message: given['message'] });
      return undefined;
    case 'rollback':
      return rollback(view, given);
    case 'reset': {
      const messages = Array.isArray(given['new_messages']) ? given['new_messages'] : [];
      return leave(
        view,
        'reset',
        0,
        messages.map((message) => ({ type: 'message', message })),
      );
    }
    case 'json_patch':
      return patch(view, given);
    default:
      return `the unknown edit "${textOf(operation)}"; passed over`;
  }
}

function rollback(view: OpenView, given: JsonObject): string | undefined {
  const { count } = given;
  const target = given['to_id'];
  const named =
    typeof target === 'string' ? view.entries.findLastIndex((entry) => idOf(entry) === target) : -1;
  const counted = typeof count === 'number' && count > 0 ? count : 0;
  const end = named >= 0 ? named + 1 : endWithout(view.entries, counted);
  const lost = leave(view, 'rollback', end, undefined);
  return typeof target === 'string' && named < 0
    ? `it goes back to ${target}, which is not in the view; ${counted} messages were taken back`
    : lost;
}

/** Where the entries end when the last `count` messages are taken away. */
function endWithout(entries: readonly Entry[], count: number): number {
  let end = entries.length;
  for (let taken = 0; taken < count && end > 0;) {
    end -= 1;
    if (entries[end]?.type === 'message') taken += 1;
  }
  return end;
}

function patch(view: OpenView, given: JsonObject): string | undefined {
  const messages = view.entries.flatMap((entry) =>
    entry.type === 'message' ? [entry.message] : [],
  );
  const changes = Array.isArray(given['patch']) ? given['patch'] : [];
  const result = patched(messages, changes.map(ofMessages));
  if (result === undefined) return 'a patch that does not fit the messages; passed over';
  const same = result.findIndex((message, index) => message !== messages[index]);
  const shared = same < 0 ? Math.min(result.length, messages.length) : same;
  const name = textOf(given['name']);
  // Notes keep their places among the messages that stayed.
  const ends = entriesUpTo(view.entries, shared);
  return leave(view, name === '' ? 'patch' : name, ends, [
    ...view.entries.slice(0, ends),
    ...result.slice(shared).map((message) => ({ type: 'message', message }) as const),
  ]);
}

/** Some writers count from the transcript: `/messages/3` is `/3`. */
function ofMessages(change: unknown): unknown {
  if (!isObject(change)) return change;
  const short = (path: unknown): unknown =>
    typeof path === 'string' ? path.replace(/^\/messages(?=\/|$)/, '') : path;
  return {
    ...change,
    path: short(change['path']),
    ...('from' in change && { from: short(change['from']) }),
  };
}

function entriesUpTo(entries: readonly Entry[], messages: number): number {
  let seen = 0;
  for (const [index, { type }] of entries.entries()) {
    if (type === 'message') {
      if (seen === messages) return index;
      seen += 1;
    }
  }
  return entries.length;
}

/**
 * The view keeps its first `shared` entries and goes on with others (`entries` is the whole of it;
 * undefined: with nothing). What it was stays as a branch, unless no message was taken away; a note
 * says where it left. Gives what is wrong where there are too many branches to keep one more.
 */
function leave(
  view: OpenView,
  by: string,
  shared: number,
  entries: readonly Entry[] | undefined,
): string | undefined {
  const before = view.entries;
  const taken = before.slice(shared).filter(({ type }) => type === 'message').length;
  const fits = view.branches.length === 0 || view.kept + before.length <= MAX_TURNS;
  if (taken > 0 && fits && view.branches.length < MOST_BRANCHES) {
    view.kept += before.length;
    view.branches.push({ entries: before, by, shared, taken });
    const text = `${taken === 1 ? '1 message was' : `${taken} messages were`} taken back here (${by}): branch ${view.branches.length}.`;
    const left: Entry = { type: 'note', turn: { kind: 'note', name: 'branch', text } };
    view.entries = [...before.slice(0, shared), left, ...(entries ?? []).slice(shared)];
    return undefined;
  }
  if (entries === undefined) before.length = shared;
  else view.entries = [...entries];
  return taken === 0 ? undefined : 'one branch too many: what was taken back here is not shown';
}

function idOf(entry: Entry | undefined): unknown {
  return entry?.type === 'message' && isObject(entry.message) ? entry.message['id'] : undefined;
}

const KNOWN = new Set(['tool_creation_event', 'info_event', 'decision_event', 'transcript_event']);

/** An event that is no edit of a view, as a note. */
function noteOf(event: JsonObject): Turn | undefined {
  const type = textOf(event['type']);
  const at = event['timestamp'];
  const dated = typeof at === 'string' ? { at } : {};
  switch (type) {
    case 'transcript_event':
      return undefined;
    case 'tool_creation_event': {
      const tool = isObject(event['tool']) ? event['tool'] : {};
      const text = [textOf(tool['name']), textOf(tool['description'])]
        .filter((words) => words !== '')
        .join(': ');
      return { kind: 'note', name: 'tool created', ...dated, text, meta: { tool } };
    }
    case 'info_event':
      return { kind: 'note', name: 'info', ...dated, text: textOf(event['info']) };
    case 'decision_event':
      return { kind: 'note', name: 'decision', ...dated, text: textOf(event['content']) };
    default:
      // Without a type, but with an edit: older writers left it out.
      if (isObject(event['edit'])) return undefined;
      return { kind: 'note', name: type || 'event', ...dated, text: textOf(event) };
  }
}
