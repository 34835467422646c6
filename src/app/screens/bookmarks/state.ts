/** The bookmarks, and the list of them. */
import type { Walkthrough } from '../../../walkthrough/types.ts';

/** The bookmarks: a walkthrough in the making. */
export type Bookmarks = {
  /** Its title is empty until somebody gives one; its paths are known where it is saved. */
  readonly walkthrough: Walkthrough;
  /** Earlier forms of it, the newest last. */
  readonly undo: readonly Walkthrough[];
  /** All of it is in a file of the person's own. */
  readonly saved: boolean;
  /** The file it was saved in, or read from. */
  readonly file: string | undefined;
  /** Told that something is not saved: leaving again leaves. */
  readonly warned: boolean;
  /** How many changes there were, and up to which one the draft has been written, or tried to be. */
  readonly changes: number;
  readonly tried: number;
  /** Why the draft is on no disk, as of the last try. */
  readonly unkept: string | undefined;
  /** What is told as soon as the last change is on the disk. */
  readonly toTell: string | undefined;
};

export type BookmarksScreen = {
  readonly type: 'bookmarks';
  readonly cursor: number;
  readonly top: number;
  /** Trials of stops that are not among those that were read. */
  readonly gone: readonly string[];
};

export const bookmarks = {
  initial: (): BookmarksScreen => ({ type: 'bookmarks', cursor: 0, top: 0, gone: [] }),
  contexts: { bookmarks: { title: 'Bookmarks', keys: 'work' } },
  contextOf: () => 'bookmarks',
} as const;
