/** The one function that changes the viewer's state: pure, total over every message. */
import { takeKept } from './confirm.ts';
import { answered, askFacets, askList, askPreview, refresh } from './asking.ts';
import { edit, insert, type Field } from './field.ts';
import { commandFor, isTyping, placeOf, type Command } from './keymap.ts';
import { docketLayout } from './layout.ts';
import type { Key, LoadMessage, Message, TimerName } from './message.ts';
import { goToTrial, openReplay, takeTrial } from './open-replay.ts';
import { followFilm, playOn, playTick } from './play.ts';
import { askDeck, clockTick, followStage, stageTick, takeDeck, typingTick } from './present.ts';
import type { State } from './state.ts';
import {
  askIn,
  findScreen,
  notify,
  pop,
  push,
  scrollTo,
  sequence,
  topScreen,
  type Transition,
  withScreen,
} from './transition.ts';
import {
  askToSave,
  holdBack,
  openBookmarks,
  takeBookmarks,
  takeSaved,
  updateBookmarks,
} from './update-bookmarks.ts';
import { changeDocket, setFilter, takeList, typeFilter, updateDocket } from './update-docket.ts';
import {
  openPalette,
  typeInPalette,
  typeInPicker,
  updatePage,
  updatePalette,
  updatePicker,
} from './update-overlays.ts';
import { acceptPrompt, acceptWords, leavePrompt, typeInPrompt } from './update-prompt.ts';
import { scanLater, scanOn } from './scan.ts';
import { seekTick, takePlace, updateReplay } from './update-replay.ts';
import { resizeStage, updateChapters, updateNotes, updatePresent } from './update-present.ts';
import {
  openSearch,
  repeatSearch,
  settleSearch,
  takeSearch,
  typeSearch,
  updateSearch,
} from './update-search.ts';
import { askStats, openStats, takeStats, updateStats } from './update-stats.ts';

/** What happens next: the new state, and what it asks of the outside. */
export function update(state: State, message: Message): Transition {
  switch (message.type) {
    case 'start':
      return [state];
    case 'key':
      return sequence(state, (one) => pressKey(one, message.key), scanLater);
    case 'paste':
      return editing(state, (field) => insert(field, message.text)) ?? [state];
    case 'resize':
      return sequence(
        { ...state, size: message.size },
        askList,
        askPreview,
        followFilm,
        resizeStage,
      );
    case 'load':
      return load(state, message.message);
    case 'timer':
      if (state.tickets[message.name] !== message.ticket) return [state];
      return tick(state, message.name, message.now);
    case 'follow':
      return followStage(state, message);
    case 'bookmarks':
      return takeBookmarks(state, message);
    case 'saved':
      return takeSaved(state, message);
    case 'kept':
      return takeKept(state, message);
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

function pressKey(state: State, key: Key): Transition {
  // While text is typed, letters are letters; commands keep only the keys that type nothing.
  if (isTyping(state)) {
    const command = commandFor(state, key);
    const typed = command === undefined ? editing(state, (field) => edit(field, key)) : undefined;
    if (typed !== undefined) return typed;
    return command === undefined ? [state] : run(state, command, key);
  }
  const command = commandFor(state, key);
  return command === undefined ? [state] : run(state, command, key);
}

/** Changes the text field that has the keys; undefined if the change is none. */
function editing(
  state: State,
  change: (field: Field) => Field | undefined,
): Transition | undefined {
  const screen = topScreen(state);
  const { prompt } = state;
  if (prompt !== undefined) {
    const field = change(prompt.field);
    return field === undefined ? undefined : typeInPrompt(state, prompt, field);
  }
  switch (screen.type) {
    case 'docket': {
      const typing = screen.typing === undefined ? undefined : change(screen.typing);
      if (typing === undefined) return undefined;
      const next = changeDocket(state, { typing });
      return typeFilter(next, next.screens[0]);
    }
    case 'search': {
      const input = screen.pane === 'input' ? change(screen.input) : undefined;
      return input === undefined ? undefined : typeSearch(state, screen, input);
    }
    case 'picker': {
      const narrow = change(screen.narrow);
      return narrow === undefined ? undefined : typeInPicker(state, screen, narrow);
    }
    case 'palette': {
      const input = change(screen.input);
      return input === undefined ? undefined : typeInPalette(state, screen, input);
    }
    default:
      return undefined;
  }
}

/** Carries out a command: those that mean the same everywhere here, the others in their screen. */
function run(state: State, command: Command, key: Key = ''): Transition {
  switch (command) {
    case 'quit':
      return [{ ...state, quitting: true }, { type: 'quit' }];
    case 'suspend':
      return [state, { type: 'suspend' }];
    case 'redraw':
      return [state, { type: 'redraw' }];
    case 'help':
      return [push(state, { type: 'help', top: 0 })];
    case 'palette':
      return openPalette(state);
    case 'search':
      return openSearch(state);
    case 'stats':
      return openStats(state);
    case 'bookmarks':
      return openBookmarks(state);
    case 'saveBookmarks':
      return askToSave(state);
    case 'back':
    case 'cancel':
      return goBack(state, key);
    default:
      return runInScreen(state, command, key) ?? [state];
  }
}

function runInScreen(state: State, command: Command, key: Key): Transition | undefined {
  const screen = topScreen(state);
  if (state.prompt !== undefined) {
    return command === 'accept' ? acceptPrompt(state, state.prompt) : undefined;
  }
  switch (screen.type) {
    case 'docket':
      if (command === 'accept') return [changeDocket(state, { typing: undefined })];
      return updateDocket(state, screen, command);
    case 'replay':
      return updateReplay(state, screen, command, key);
    case 'search':
      return updateSearch(state, screen, command);
    case 'stats':
      return updateStats(state, screen, command);
    case 'picker':
      return updatePicker(state, screen, command);
    case 'palette':
      return updatePalette(state, screen, command, run);
    case 'bookmarks':
      return updateBookmarks(state, screen, command);
    case 'present':
      return updatePresent(state, screen, command);
    case 'chapters':
      return updateChapters(state, screen, command);
    case 'notes':
      return updateNotes(state, screen, command);
    case 'help':
    case 'problems':
      return updatePage(state, screen, command);
    default:
      return screen satisfies never;
  }
}

function goBack(state: State, key: Key): Transition {
  if (state.prompt !== undefined) return leavePrompt(state, state.prompt);
  const place = placeOf(state);
  const screen = topScreen(state);
  switch (place) {
    case 'docket':
      if (key === 'esc') return notify(state, 'q quits');
      return holdBack(state) ?? [{ ...state, quitting: true }, { type: 'quit' }];
    case 'facets':
      return [changeDocket(state, { pane: 'list' })];
    case 'filter':
      return [{ ...changeDocket(state, { typing: undefined }), filterError: undefined }];
    case 'search-variants':
    case 'search-results':
      return key === 'esc' && screen.type === 'search'
        ? [withScreen(state, 'search', (one) => ({ ...one, pane: 'input' }))]
        : [pop(state)];
    case 'present':
    case 'notes': {
      const isRoot = screen.type !== 'present' || screen.isRoot;
      if (!isRoot) return [pop(state)];
      // An Esc too many must not end a talk.
      if (key === 'esc') return notify(state, 'q leaves');
      return [{ ...state, quitting: true }, { type: 'quit' }];
    }
    case 'replay':
      return [screen.type === 'replay' ? withCursorAt(pop(state), screen.key) : pop(state)];
    default:
      return [pop(state)];
  }
}

/** The Docket's cursor goes along to the trial that was read last, if its row is at hand. */
function withCursorAt(state: State, key: number): State {
  const at = state.list.rows.findIndex((row) => row.key === key);
  if (at < 0) return state;
  const cursor = state.list.offset + at;
  const { top } = state.screens[0];
  const { listRows } = docketLayout(state.size);
  return changeDocket(state, { cursor, top: scrollTo(top, cursor, listRows, state.list.total) });
}

function load(state: State, message: LoadMessage): Transition {
  switch (message.type) {
    case 'opened':
      return sequence({ ...state, opened: true }, refresh, openWanted, (one) =>
        message.redacted === undefined ? [one] : notify(one, `Redacted: ${message.redacted}`),
      );
    case 'progress':
    case 'done': {
      const settled = state.settled || message.type === 'done';
      const next = { ...state, progress: message.progress, settled };
      const problems = (one: State): Transition =>
        message.progress.problems > one.problems.length
          ? askIn(one, 'problems', { name: 'problems', take: { limit: 1000 } })
          : [one];
      const repeated = message.type === 'done' ? repeatSearch : (one: State): Transition => [one];
      return sequence(next, refresh, askStats, problems, repeated, openWanted, askDeck);
    }
    case 'failed':
      return notify(state, message.message, 'error');
    default:
      return message satisfies never;
  }
}

/** The trial named on the command line: asked for until it is there. */
function openWanted(state: State): Transition {
  if (state.wanted === undefined || state.busy.place === true) return [state];
  return askIn(state, 'place', { name: 'find', take: { id: state.wanted.trial } });
}

function tick(state: State, name: TimerName, now: number): Transition {
  switch (name) {
    case 'play':
      return playTick(state);
    case 'stage':
      return stageTick(state);
    case 'typing':
      return typingTick(state);
    case 'clock':
      return clockTick(state, now);
    case 'scan':
      return scanOn(state);
    case 'seek':
      return seekTick(state);
    case 'notice':
      return [{ ...state, notice: undefined }];
    default:
      return name satisfies never;
  }
}

function takeAnswer(state: State, message: Extract<Message, { type: 'answer' }>): Transition {
  const { slot, ticket, answer } = message;
  if (state.tickets[slot] !== ticket) return [state];
  if (message.name === 'search') {
    const isPartial = message.isPartial === true;
    const [next] = isPartial ? [state] : answered(state, slot);
    const taken = settleSearch(takeSearch(next, message.answer, isPartial));
    return 'failure' in message.answer ? notify(taken, message.answer.failure, 'error') : [taken];
  }
  const [free, again] = answered(state, slot);
  if (message.name === 'find') return takeFound(free, message.answer);
  if (!answer.ok) {
    if ('queryError' in answer) return [{ ...free, filterError: answer.queryError }];
    return notify(free, answer.failure, 'error');
  }
  switch (message.name) {
    case 'list':
      return message.answer.ok
        ? sequence(
            free,
            (one) => (message.answer.ok ? takeList(one, message.answer.give) : [one]),
            (one) => (again ? askList(one) : [one]),
          )
        : [free];
    case 'facets': {
      const next = message.answer.ok ? { ...free, facets: message.answer.give.facets } : free;
      return again ? askFacets(next) : [next];
    }
    case 'trial':
      return message.answer.ok
        ? sequence(
            free,
            (one) => (message.answer.ok ? takeTrial(one, message.answer.give) : [one]),
            playOn,
          )
        : [free];
    case 'preview': {
      const next = message.answer.ok ? { ...free, preview: message.answer.give } : free;
      return again ? askPreview(next) : [next];
    }
    case 'place': {
      const screen = findScreen(free, 'replay');
      return message.answer.ok && screen !== undefined
        ? takePlace(free, screen, message.answer.give)
        : [free];
    }
    case 'stats':
      return message.answer.ok ? [takeStats(free, message.answer.give)] : [free];
    case 'problems':
      return message.answer.ok ? [{ ...free, problems: message.answer.give.problems }] : [free];
    case 'deck':
      return message.answer.ok ? takeDeck(free, message.answer.give) : [free];
    default:
      return message satisfies never;
  }
}

function takeFound(state: State, answer: Extract<Message, { name: 'find' }>['answer']): Transition {
  const { wanted } = state;
  if (wanted === undefined) return [state];
  if (!answer.ok) {
    // It may still be read; when everything has been, say that it is not there.
    if (state.progress?.phase !== 'done') return [state];
    const reason = 'failure' in answer ? answer.failure : answer.queryError.message;
    return notify({ ...state, wanted: undefined }, reason, 'error');
  }
  const goal =
    wanted.turn === undefined
      ? { type: 'start' as const }
      : { type: 'turn' as const, turn: wanted.turn };
  const found = { ...state, wanted: undefined };
  return wanted.instead === true && topScreen(state).type === 'replay'
    ? goToTrial(found, answer.give.key, goal)
    : openReplay(found, answer.give.key, goal);
}

/** The filter from the command line, put in force before anything is asked. */
export function withFilter(state: State, text: string): State {
  const [next] = setFilter(state, text);
  return next;
}
