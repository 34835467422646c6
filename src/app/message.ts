/** Everything that can happen to the viewer (messages) and everything it can ask for (effects). */
import type { TrialAnnotation } from '../collection/annotations.ts';
import type { LoadEvent, Request } from '../collection/protocol.ts';
import type { Answered } from '../collection/request-queue.ts';
import type { CopyText } from '../text/copy.ts';
import type { SafeText } from '../text/safe.ts';
import type { SpeakerNotes } from '../walkthrough/notes.ts';
import type { TrialKey } from '../query/results.ts';
import type { Trial } from '../trial/types.ts';
import type { Session } from './session-types.ts';
import type { Walkthrough } from '../walkthrough/types.ts';

/** A key as one name: `j`, `J`, `enter`, `ctrl+u`, `shift+tab`, `pageup`. */
export type Key = string;

export type Size = { readonly columns: number; readonly rows: number };

export type TimerName = 'play' | 'notice' | 'stage' | 'typing' | 'clock' | 'scan' | 'seek';

/** How saving the bookmarks went. `exists`: another walkthrough is there already. */
export type SaveOutcome =
  | { readonly type: 'written' }
  | { readonly type: 'exists' }
  | { readonly type: 'failed'; readonly message: string };

/** The pager, the editor, or a command line that the text is piped into. */
export type Outside =
  | { readonly type: 'pager' }
  | { readonly type: 'editor' }
  | { readonly type: 'pipe'; readonly command: string };

/** A change of what is noted on a trial. `of`: what it replaces, or takes back. */
export type AnnotationChange =
  | {
      readonly op: 'add';
      readonly kind: TrialAnnotation['kind'];
      readonly turn?: number | undefined;
      readonly text: string;
      /** Words of the text of the turn, and where they begin in it. */
      readonly quoted?: { readonly words: string; readonly start: number };
      readonly of?: TrialAnnotation | undefined;
    }
  | { readonly op: 'retract'; readonly of: TrialAnnotation };

/** Something to be noted on a trial. */
export type AnnotationWhat =
  | { readonly what: 'tag' | 'verdict' }
  /** `turn` undefined: on the trial. */
  | { readonly what: 'note'; readonly turn: number | undefined }
  /** Words of the shown text of a turn, and where they begin. */
  | {
      readonly what: 'quote';
      readonly turn: number;
      readonly words: string;
      readonly start: number;
    };
export type AnnotationUse = AnnotationWhat & { readonly type: 'annotate'; readonly key: TrialKey };

/** What was typed for a change, and what is said when it is on the disk. */
type Annotated = {
  readonly key: TrialKey;
  readonly said: string;
  readonly label: string;
  readonly text: string;
  readonly use: AnnotationUse;
};

export type Message =
  | { readonly type: 'start' }
  | { readonly type: 'key'; readonly key: Key }
  /** What the mouse did, in cells from 0. */
  | {
      readonly type: 'mouse';
      readonly did: 'click' | 'wheel-up' | 'wheel-down';
      readonly column: number;
      readonly row: number;
    }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'load'; readonly message: LoadEvent }
  /** `now`: milliseconds of a clock that only goes forward. */
  | {
      readonly type: 'timer';
      readonly name: TimerName;
      readonly timerId: number;
      readonly now: number;
    }
  /** What the speaker of a presentation elsewhere sees now; undefined: it cannot be reached. */
  | { readonly type: 'follow'; readonly notes: SpeakerNotes | undefined; readonly now: number }
  /** Bookmarks that an earlier opening left behind, or those of a file (`file`). */
  | {
      readonly type: 'bookmarks';
      readonly walkthrough: Walkthrough;
      readonly file: string | undefined;
    }
  | {
      readonly type: 'saved';
      readonly file: string;
      readonly walkthrough: Walkthrough;
      readonly outcome: SaveOutcome;
    }
  | {
      readonly type: 'exported';
      readonly file: string;
      /** It was a text, and no trials. */
      readonly isText?: boolean;
      readonly outcome: SaveOutcome;
    }
  /** A change and all before it are on the disk, or are not: `problem` says why, in a line. */
  | { readonly type: 'kept'; readonly change: number; readonly problem: string | undefined }
  | (Annotated & {
      readonly type: 'annotated';
      readonly outcome:
        | { readonly type: 'written'; readonly told: string | undefined }
        | { readonly type: 'failed'; readonly message: string };
    })
  /** Where the opening before was left. `isFresh`: only what was typed then is taken up. */
  | { readonly type: 'session'; readonly session: Session; readonly isFresh: boolean }
  /** The program is told to end: what is being typed counts. */
  | { readonly type: 'stop' }
  /** Something outside the viewer failed; one line. */
  | { readonly type: 'failed'; readonly text: string }
  | Answered;

export type Effect =
  | { readonly type: 'ask'; readonly request: Request }
  /** Sends a `timer` message after `ms`; a newer timer of the same name replaces it. */
  | {
      readonly type: 'timer';
      readonly name: TimerName;
      readonly timerId: number;
      readonly ms: number;
    }
  /** Puts text on the user's clipboard. */
  | { readonly type: 'copy'; readonly text: CopyText }
  /**
   * Keeps bookmarks that are not saved for the next opening (undefined: there are none); answered by
   * `kept`. Of several only the last need be answered.
   */
  | {
      readonly type: 'keep';
      /** The number of the change, which rises. */
      readonly change: number;
      readonly walkthrough: Walkthrough | undefined;
    }
  /** Writes a walkthrough file; answered by `saved`. Another one is replaced only if told so. */
  | {
      readonly type: 'save';
      readonly file: string;
      readonly walkthrough: Walkthrough;
      readonly replace: boolean;
    }
  /** Notes something on a trial; answered by `annotated`. */
  | (Annotated & {
      readonly type: 'annotate';
      readonly trial: Trial;
      readonly changes: readonly AnnotationChange[];
    })
  /** Reads all trials again with another rule for the verdict; undefined: as their files say. */
  | { readonly type: 'judge'; readonly rule: string | undefined }
  /** Exports the trials of a query, as `rule` judges them; answered by `exported`. */
  | {
      readonly type: 'export';
      readonly file: string;
      readonly query: string;
      readonly rule: string | undefined;
      readonly replace: boolean;
      /** What is written in place of trials. */
      readonly text?: string;
    }
  /** Keeps where the viewer is for the next opening. */
  | { readonly type: 'remember'; readonly session: Session }
  /** Whether the terminal reports what the mouse does. */
  | { readonly type: 'mouse'; readonly isOn: boolean }
  /** Gives the terminal to another program, with a text: in a file, or at its standard input. */
  | {
      readonly type: 'outside';
      readonly to: Outside;
      readonly name: string;
      readonly text: SafeText;
    }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }
  | { readonly type: 'quit' };
