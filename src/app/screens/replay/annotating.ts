/** Notes on a trial by keys: tags, a note on a turn, a quote, a verdict of one's own. Never evidence. */
import type { TrialAnnotation } from '../../../collection/annotations.ts';
import { OWN_VERDICTS } from '../../../query/fields.ts';
import { around } from '../../../text/long-text.ts';
import { shownText } from '../../step-page.ts';
import type { AnnotationChange, AnnotationUse, AnnotationWhat, Message } from '../../message.ts';
import type { State } from '../../state.ts';
import {
  ask,
  findScreen,
  notify,
  sequence,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { askNoted } from '../docket/asking.ts';
import type { Prompt } from '../prompt/state.ts';
import { typingLine } from '../prompt/typing.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';

/** `T`: the tags of one's own on the trial, to be changed. */
export function askTags(state: State, { notes }: ReplayScreen, loaded: LoadedTrial): Transition {
  const text = own(state, notes, 'tag')
    .map((one) => one.text ?? '')
    .join(', ');
  return asking(state, loaded, 'Tags of the trial, with commas', text, { what: 'tag' });
}

/** `A`: one's own note on the turn. */
export function askNote(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const turn = loaded.trial.turns[screen.step - 1] === undefined ? undefined : screen.step;
  const label = turn === undefined ? 'Note on the trial' : `Note on turn ${turn}`;
  return asking(state, loaded, label, noteAt(state, screen, turn)?.text ?? '', {
    what: 'note',
    turn,
  });
}

/** `D`: a verdict of one's own. */
export function askVerdict(state: State, { notes }: ReplayScreen, loaded: LoadedTrial): Transition {
  const text = own(state, notes, 'verdict').at(-1)?.text ?? '';
  const label = `Your own verdict (${OWN_VERDICTS.join(', ')}; nothing takes it back)`;
  return asking(state, loaded, label, text, { what: 'verdict' });
}

/** `n` while words are marked: they are quoted, with a note. */
export function askQuote(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const { marking, step } = screen;
  if (marking === undefined) return [state];
  if (loaded.trial.turns[step - 1] === undefined) {
    return notify(state, 'The verdict has no quotes: A notes on the trial');
  }
  const words = around(shownText(loaded.trial, step), marking, 0).text;
  const next = withTop(state, { ...screen, marking: undefined });
  return asking(next, loaded, 'Note on these words', '', {
    what: 'quote',
    turn: step,
    words,
    start: marking.start,
  });
}

function asking(
  state: State,
  { key }: LoadedTrial,
  label: string,
  text: string,
  use: AnnotationWhat,
): Transition {
  if (state.settings.author === undefined) {
    return notify(state, 'Nothing is noted on trials here: they are redacted, or shown to others');
  }
  return [typingLine(state, label, text, { type: 'annotate', key, ...use })];
}

/** Enter: what was typed becomes changes, which are confirmed when they are on the disk. */
export function acceptAnnotation(state: State, { use, field, label }: Prompt): Transition {
  const screen = findScreen(state, 'replay');
  const loaded = screen?.loaded;
  if (use.type !== 'annotate' || screen === undefined || loaded?.key !== use.key) return [state];
  const text = field.text.trim();
  const verdict = OWN_VERDICTS.find((one) => text !== '' && one.startsWith(text.toLowerCase()));
  if (use.what === 'verdict' && text !== '' && verdict === undefined) {
    const again = typingLine(state, label, text, use);
    return notify(again, `It is one of ${OWN_VERDICTS.join(', ')}`, 'warning');
  }
  const changes = changesOf(state, screen, use, verdict ?? text);
  if (changes.length === 0) return [state];
  const said = saidOf(changes);
  return [
    state,
    { type: 'annotate', trial: loaded.trial, key: loaded.key, changes, said, label, text, use },
  ];
}

function changesOf(
  state: State,
  screen: ReplayScreen,
  use: AnnotationUse,
  text: string,
): readonly AnnotationChange[] {
  const { notes } = screen;
  switch (use.what) {
    case 'tag': {
      const wanted = [...new Set(text.split(',').map((one) => one.trim()))].filter(Boolean);
      const there = own(state, notes, 'tag');
      const gone = there.filter((one) => !wanted.includes(one.text ?? ''));
      const fresh = wanted.filter((tag) => !there.some((one) => one.text === tag));
      return [
        ...gone.map((of): AnnotationChange => ({ op: 'retract', of })),
        ...fresh.map((tag): AnnotationChange => ({ op: 'add', kind: 'tag', text: tag })),
      ];
    }
    case 'note':
      return replaced(noteAt(state, screen, use.turn), text, {
        op: 'add',
        kind: 'note',
        turn: use.turn,
        text,
      });
    case 'verdict':
      return replaced(own(state, notes, 'verdict').at(-1), text, {
        op: 'add',
        kind: 'verdict',
        text,
      });
    case 'quote': {
      const { turn, words, start } = use;
      return [{ op: 'add', kind: 'quote', turn, quoted: { words, start }, text }];
    }
    default:
      return use satisfies never;
  }
}

function replaced(
  before: TrialAnnotation | undefined,
  text: string,
  now: Extract<AnnotationChange, { op: 'add' }>,
): readonly AnnotationChange[] {
  if (text === (before?.text ?? '')) return [];
  if (text === '') return before === undefined ? [] : [{ op: 'retract', of: before }];
  return [{ ...now, of: before }];
}

function saidOf(changes: readonly AnnotationChange[]): string {
  const added = changes.filter(({ op }) => op === 'add').length;
  const gone = changes.length - added;
  return [
    ...(added === 0 ? [] : [`${added} noted`]),
    ...(gone === 0 ? [] : [`${gone} taken back`]),
  ].join(', ');
}

/** One's own annotations of a kind. */
function own(
  { settings }: State,
  notes: readonly TrialAnnotation[],
  kind: TrialAnnotation['kind'],
): readonly TrialAnnotation[] {
  return notes.filter((one) => one.kind === kind && one.author === settings.author);
}

function noteAt(
  state: State,
  { notes }: ReplayScreen,
  turn: number | undefined,
): TrialAnnotation | undefined {
  return own(state, notes, 'note').findLast((one) => one.turn === turn);
}

/** Changes are on the disk, or are not: then what was typed is there to be given again. */
export function takeAnnotated(
  state: State,
  { key, outcome, said, label, text, use }: Extract<Message, { type: 'annotated' }>,
): Transition {
  if (outcome.type === 'failed') {
    const again = state.prompt === undefined ? typingLine(state, label, text, use) : state;
    return notify(again, `Not on the disk: ${outcome.message}`, 'error');
  }
  return sequence(
    state,
    (one) => notify(one, outcome.told ?? `On the disk: ${said}`),
    (one) => ask(one, { name: 'notes', params: { key } }),
    askNoted,
  );
}

export const notesAnswer = {
  take: (
    state: State,
    { key, notes }: { key: LoadedTrial['key']; notes: readonly TrialAnnotation[] },
  ): Transition => [
    withScreen(state, 'replay', (screen) => (screen.key === key ? { ...screen, notes } : screen)),
  ],
  // What cannot be read was told when it was written.
  refused: (state: State): Transition => [state],
};
