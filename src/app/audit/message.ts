/** What happens to a review, and what it asks for. */
import type { NewRecord } from '../../audit/schema.ts';
import type { CopyText } from '../../text/copy.ts';
import type { Size } from '../message.ts';

export type ReviewMessage =
  /** `now`: of the clock, milliseconds. */
  | { readonly type: 'key'; readonly key: string; readonly now: number }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'resize'; readonly size: Size }
  /** A record is on the disk; `verdict`: what is shown after it, where the design says so. */
  | {
      readonly type: 'kept';
      readonly record: KeptRecord;
      readonly head: string;
      readonly verdict?: string;
    }
  /** It is not: one line. */
  | { readonly type: 'failed'; readonly text: string }
  | { readonly type: 'closed'; readonly head: string };

/** Records that a review writes. */
export type KeptRecord = Extract<NewRecord, { type: 'answer' | 'draft' | 'skip' | 'flag' }>;

export type ReviewEffect =
  /** Writes a record; answered by `kept` or `failed`. */
  | { readonly type: 'keep'; readonly record: KeptRecord }
  | { readonly type: 'copy'; readonly text: CopyText }
  /** Closes the audit; answered by `closed` or `failed`. */
  | { readonly type: 'close' }
  | { readonly type: 'quit' };
