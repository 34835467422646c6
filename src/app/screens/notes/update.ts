/** What the speaker's terminal does: it follows a stage elsewhere, and its note can be scrolled. */
import { safe } from '../../../text/safe.ts';
import { wrap } from '../../../text/wrap.ts';
import { flowing } from '../../../walkthrough/flowing.ts';
import type { SpeakerNotes } from '../../../walkthrough/notes.ts';
import type { Move } from '../../moves.ts';
import { notesMeasure } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { notify, startTimer, type Transition, withScreen, withTop } from '../../transition.ts';
import { SECOND } from '../present/stage.ts';
import { moves, type Press, type ScreenRow } from '../screen.ts';
import type { NotesScreen } from './state.ts';

export const notesRow = {
  handlers: { notes: { ...moves(scroll), back: leave } },
} as const satisfies ScreenRow<'notes'>;

/** Lines that a page scrolls by. */
const PAGE = 10;

function scroll(state: State, screen: NotesScreen, move: Move): Transition {
  // A page is one more row than it moves by.
  const top = movedCursor(screen.top, move, PAGE + 1, lastNoteRow(state, screen) + 1);
  return [withTop(state, { ...screen, top })];
}

/** An Esc too many must not end a talk. */
function leave(state: State, _: NotesScreen, { key }: Press): Transition {
  if (key === 'esc') return notify(state, 'q leaves');
  return [{ ...state, quitting: true }, { type: 'quit' }];
}

/** The last row of the note: it is never scrolled away. */
function lastNoteRow({ size }: State, { notes }: NotesScreen): number {
  const text = safe(flowing(notes?.note ?? ''));
  return Math.max(0, wrap(text, notesMeasure(size)).length - 1);
}

/** The stage elsewhere has moved, or is gone (no notes): what it said last stays. */
export function followStage(
  state: State,
  { notes, now }: { readonly notes: SpeakerNotes | undefined; readonly now: number },
): Transition {
  const heard = withScreen(state, 'notes', (one) =>
    notes === undefined
      ? { ...one, isConnected: false }
      : {
          ...one,
          notes,
          isConnected: true,
          heardAt: now,
          now,
          top: notes.note === one.notes?.note ? one.top : 0,
        },
  );
  return startTimer(heard, 'clock', SECOND);
}
