/** The speaker's terminal as lines: the clock, the note, what is shown, what comes next. */
import { NOTES_MARGIN, notesMeasure } from '../../app/layout.ts';
import type { Size } from '../../app/message.ts';
import type { NotesScreen } from '../../app/screens/notes/state.ts';
import { safe, safeLine, sliceSafe, t } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { wrap } from '../../text/wrap.ts';
import type { Style } from '../../text/styles.ts';
import { OUTCOME_GLYPHS } from '../../trial/display.ts';
import { flowing } from '../../walkthrough/flowing.ts';
import type { SpeakerNotes } from '../../walkthrough/notes.ts';
import { clockText } from '../../walkthrough/stage-lines.ts';

export function notesHeader({ notes, isConnected, heardAt, now }: NotesScreen): Line {
  if (notes === undefined) {
    return [{ text: t`Speaker notes  waiting for the presentation…`, style: 'title' }];
  }
  const clock = clockText(notes.elapsedMs + (isConnected ? Math.max(0, now - heardAt) : 0));
  return [
    { text: t`${clock}  `, style: 'key' },
    { text: t`${notes.chapter}/${notes.chapters} `, style: 'accent' },
    { text: safeLine(notes.chapterTitle), style: 'title' },
    ...(notes.playing ? [styled(t`  ▶ ${notes.speed}×`, 'key')] : []),
    ...(isConnected ? [] : [styled(t`  the presentation has ended`, 'warning')]),
  ];
}

/** The note first, as large as it is; under it what the audience sees and what comes. */
export function notesLines(screen: NotesScreen, size: Size, rows: number): readonly Line[] {
  const { notes } = screen;
  if (notes === undefined) return [];
  const measure = notesMeasure(size);
  const below = belowNote(notes, measure);
  const note = wrapped(
    notes.note ?? '(no note for this stop)',
    measure,
    notes.note === undefined ? 'dim' : 'strong',
  );
  const room = Math.max(3, rows - below.length - 3);
  const top = Math.min(screen.top, note.length - 1);
  const shown = note.slice(top, top + room);
  const isMore = top + room < note.length;
  return [
    [],
    ...(isMore ? [...shown.slice(0, -1), ...wrapped('↓ more (j)', measure, 'dim')] : shown),
    [],
    ...below,
  ];
}

function belowNote(notes: SpeakerNotes, measure: number): readonly Line[] {
  const { trial } = notes;
  return [
    rule(measure),
    ...named('On stage', `${notes.shown} (slide ${notes.slide} of ${notes.slides})`, measure),
    ...(notes.excerpt === '' ? [] : named('', firstLine(notes.excerpt), measure, 'dim')),
    ...(trial === undefined ? [] : [trialLine(trial)]),
    ...named('Next key', notes.next, measure),
    ...(notes.nextTitle === undefined
      ? []
      : [
          ...named('Next stop', notes.nextTitle, measure),
          ...(notes.nextNote === undefined
            ? []
            : named('', firstLine(notes.nextNote), measure, 'dim')),
        ]),
  ];
}

/** What the speaker knows, and what of it the audience does not know yet. */
function trialLine({ model, outcome, label, held }: NonNullable<SpeakerNotes['trial']>): Line {
  const secret = held.length === 0 ? '' : `  (held back: ${held.join(', ')})`;
  return [
    { text: t`${' '.repeat(NOTES_MARGIN)}${'Trial'.padEnd(NAME_CELLS)}`, style: 'dim' },
    { text: safeLine(`${model}  `), style: 'strong' },
    { text: t`${OUTCOME_GLYPHS[outcome]} ${outcome}`, style: outcome },
    { text: safeLine(label === undefined ? '' : `  ${label}`) },
    { text: t`${secret}`, style: 'warning' },
  ];
}

const NAME_CELLS = 11;
/** Rows of a value: what is longer can be read on the stage. */
const MOST_ROWS = 2;

function named(
  name: string,
  value: string,
  measure: number,
  style: Style = 'text',
): readonly Line[] {
  const text = safe(value);
  return wrap(text, Math.max(10, measure - NAME_CELLS))
    .slice(0, MOST_ROWS)
    .map(({ start, end }, index, all) => [
      {
        text: t`${' '.repeat(NOTES_MARGIN)}${(index === 0 ? name : '').padEnd(NAME_CELLS)}`,
        style: 'dim',
      },
      { text: sliceSafe(text, start, end), style },
      ...(index === all.length - 1 && end < text.length ? [styled(t` …`, 'dim')] : []),
    ]);
}

function firstLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function rule(measure: number): Line {
  return [{ text: t`${' '.repeat(NOTES_MARGIN)}${'─'.repeat(measure)}`, style: 'rule' }];
}

function wrapped(value: string, measure: number, style: Style): readonly Line[] {
  const text = safe(flowing(value));
  return wrap(text, measure).map(({ start, end }) => [
    { text: t`${' '.repeat(NOTES_MARGIN)}` },
    { text: sliceSafe(text, start, end), style },
  ]);
}
