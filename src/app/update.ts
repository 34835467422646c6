/** The one function that changes the viewer's state: pure, total over every message. */
import type { LoadEvent, RequestName } from '../collection/protocol.ts';
import type { Answered } from '../collection/request-queue.ts';
import { pointAt } from './pointing.ts';
import { isGlobal, type Command } from './commands.ts';
import { takeReportWritten } from './screens/audit-report/write.ts';
import { takeExported } from './screens/docket/marks.ts';
import { isAsked } from './screens/docket/asking.ts';
import { sessionOf, takeSession } from './session.ts';
import { takeKept } from './screens/bookmarks/confirm.ts';
import { GLOBAL_COMMANDS } from './global-commands.ts';
import { isSame, nothingText, whyNot } from './idle-keys.ts';
import { commandFor, contextOf, focusOf, isTyping } from './keymap.ts';
import type { Key, Message, TimerName } from './message.ts';
import { ANSWERS, ON_LOAD, ON_OPENED, ON_RESIZE, rowOf, TIMERS } from './screens/index.ts';
import { followStage } from './screens/notes/update.ts';
import { withLeft, withoutKeys } from './places.ts';
import { acceptWords } from './screens/prompt/update.ts';
import { takeAnnotated } from './screens/replay/annotating.ts';
import { scanLater } from './screens/replay/rail-marks.ts';
import type { Answering } from './screens/screen.ts';
import type { State } from './state.ts';
import { edit, insert, type TextInput } from './text-input.ts';
import { notify, sequence, type Transition } from './transition.ts';
import { takeBookmarks, takeSaved } from './screens/bookmarks/actions.ts';

/** What happens next: the new state, and what it asks of the outside. */
export function update(state: State, message: Message): Transition {
  const [next, ...effects] = updated(state, message);
  const after = withLeft(state, next);
  // The last thing that happens: where the viewer was left is in it.
  const isEnd = effects.some(({ type }) => type === 'quit') && !isAudience(next);
  return isEnd
    ? [after, { type: 'remember', session: sessionOf(after) }, ...effects]
    : [after, ...effects];
}

/** In front of an audience nothing is looked for. */
function isAudience({ screens }: State): boolean {
  return screens.some(
    (screen) => (screen.type === 'present' && screen.isRoot) || screen.type === 'notes',
  );
}

function updated(state: State, message: Message): Transition {
  switch (message.type) {
    case 'start':
      return [state];
    case 'key':
      return sequence(state, (one) => pressKey(one, message.key), scanLater);
    case 'mouse':
      return sequence(state, (one) => pointAt(one, message, run), scanLater);
    case 'paste':
      return editing(state, (input) => insert(input, message.text)) ?? [state];
    case 'resize':
      return sequence({ ...state, size: message.size }, ...ON_RESIZE);
    case 'load':
      return load(state, message.message);
    case 'timer':
      if (state.timerIds[message.name] !== message.timerId) return [state];
      return tick(state, message.name, message.now);
    case 'follow':
      return followStage(state, message);
    case 'bookmarks':
      return takeBookmarks(state, message);
    case 'saved':
      return takeSaved(state, message);
    case 'kept':
      return takeKept(state, message);
    case 'annotated':
      return takeAnnotated(state, message);
    case 'exported':
      return message.isText === true
        ? takeReportWritten(state, message)
        : takeExported(state, message);
    case 'session':
      return takeSession(state, message.session, message.isFresh);
    case 'stop':
      return sequence(state, acceptWords, (one) => [{ ...one, quitting: true }, { type: 'quit' }]);
    case 'failed':
      return notify(state, message.text, 'error');
    case 'answer':
      return takeAnswer(state, message);
    default:
      return message satisfies never;
  }
}

function pressKey(before: State, key: Key): Transition {
  // What was said last has been read. While a line is typed it is about that line.
  const isOver = before.notice !== undefined && before.prompt === undefined;
  const state = isOver ? { ...before, notice: undefined } : before;
  const command = commandFor(state, key);
  if (command !== undefined) {
    const [next, ...effects] = run(state, command, key);
    const isNothing = effects.length === 0 && isSame(state, next);
    return isNothing ? notify(next, nothingText(state, command)) : [next, ...effects];
  }
  // While text is typed, letters are letters; commands keep only the keys that type nothing.
  const typed = isTyping(state) ? editing(state, (input) => edit(input, key)) : undefined;
  return typed ?? notify(state, whyNot(state, key));
}

/** Changes the text field that has the keys; undefined if the change is none. */
function editing(
  state: State,
  change: (input: TextInput) => TextInput | undefined,
): Transition | undefined {
  const { type, focus } = focusOf(state);
  const field = rowOf(type).inputs?.[contextOf(state)];
  const changed = field === undefined ? undefined : change(field.of(focus));
  return changed === undefined ? undefined : field?.changed(state, focus, changed);
}

/** Carries out a command on what has the keys. */
function run(state: State, command: Command, key: Key = ''): Transition {
  if (isGlobal(command)) return GLOBAL_COMMANDS[command](state);
  const { type, focus } = focusOf(state);
  const row = rowOf(type);
  const ready = row.before?.(state, focus) ?? state;
  const handler = row.handlers[contextOf(ready)]?.[command];
  return handler?.(ready, focusOf(ready).focus, { key, run }) ?? [ready];
}

function load(state: State, message: LoadEvent): Transition {
  switch (message.type) {
    case 'opened':
      return sequence(
        { ...(message.isAnother === true ? withoutKeys(state) : state), opened: true },
        ...ON_OPENED,
        (one) =>
          message.redacted === undefined ? [one] : notify(one, `Redacted: ${message.redacted}`),
      );
    case 'progress':
    case 'done': {
      const settled = state.settled || message.type === 'done';
      const next = { ...state, progress: message.progress, settled };
      return sequence(next, ...ON_LOAD.map((onLoad) => (one: State) => onLoad(one, message)));
    }
    case 'failed':
      return notify(state, message.message, 'error');
    default:
      return message satisfies never;
  }
}

function tick(state: State, name: TimerName, now: number): Transition {
  return name === 'notice'
    ? [{ ...state, notice: undefined }]
    : (TIMERS[name]?.(state, now) ?? [state]);
}

/** Trouble is over with the next answer, but not while the list could not follow the filter. */
function takeAnswer(state: State, { name, answer }: Answered): Transition {
  // An answer is of the name that its request had, which the compiler cannot see through the union.
  const answering = ANSWERS[name] as Answering<RequestName> | undefined;
  if (answer.status !== 'refused') {
    const isPart = answer.status === 'part';
    const [next, ...effects] = answering?.take(state, answer.result, isPart) ?? [state];
    return [isAsked(next, next.list) ? { ...next, trouble: undefined } : next, ...effects];
  }
  const { reason } = answer;
  const troubled = reason.type === 'failure' ? { ...state, trouble: reason.message } : state;
  if (answering?.refused !== undefined) return answering.refused(troubled, reason);
  return reason.type === 'query'
    ? [{ ...troubled, filterError: reason.error }]
    : notify(troubled, reason.message, 'error');
}
