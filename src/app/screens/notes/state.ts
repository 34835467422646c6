/** The speaker's own terminal, which follows a stage elsewhere. */
import type { SpeakerNotes } from '../../../walkthrough/notes.ts';

export type NotesScreen = {
  readonly type: 'notes';
  /** What it says now; undefined until a stage is reached. */
  readonly notes: SpeakerNotes | undefined;
  readonly isConnected: boolean;
  /** When that was said, and now. Milliseconds of this terminal's clock. */
  readonly heardAt: number;
  readonly now: number;
  /** Lines of the note that are scrolled away. */
  readonly top: number;
};

export const notes = {
  initial: (): NotesScreen => ({
    type: 'notes',
    notes: undefined,
    isConnected: false,
    heardAt: 0,
    now: 0,
    top: 0,
  }),
  contexts: { notes: { title: 'Speaker notes', keys: 'page' } },
  contextOf: () => 'notes',
} as const;
