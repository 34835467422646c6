/** From changes of what is noted on a trial to records on the disk. */
import { randomUUID } from 'node:crypto';
import { trialContent } from '../audit/content.ts';
import { quoteAnchor } from '../audit/quote.ts';
import { UserError } from '../base/user-error.ts';
import type { Trial } from '../trial/types.ts';
import { laterThan, type Annotation, type AnnotationKind } from './annotation.ts';
import { appendAnnotations, type AnnotationSource } from './file.ts';

/** A change. `of`: what it replaces, or takes back. */
type Change =
  | {
      readonly op: 'add';
      readonly kind: AnnotationKind;
      readonly turn?: number | undefined;
      readonly text: string;
      /** Words of the text of the turn, and where they begin in it (UTF-16 units). */
      readonly quoted?: { readonly words: string; readonly start: number };
      readonly of?: Annotation | undefined;
    }
  | { readonly op: 'retract'; readonly of: Annotation };

/**
 * Writes changes, which are on the disk when it resolves: with a line for a person, if there is something
 * to say. Throws a `UserError`.
 */
export async function writeChanges(
  source: AnnotationSource | undefined,
  trial: Trial,
  changes: readonly Change[],
): Promise<string | undefined> {
  const file = source?.files[0];
  if (source === undefined || file === undefined) throw new UserError('there is no home folder');
  const now = new Date();
  const content = trialContent(trial.turns).sha256;
  const records = changes.map((change, index): Annotation => {
    const { op, of } = change;
    const link = { id: of?.id ?? randomUUID(), op, author: source.author };
    const where = {
      trial: trial.id,
      content,
      model: trial.model,
      turns: trial.turns.length,
      collection: source.collection,
    };
    // In the order in which they were typed.
    const at = laterThan(new Date(now.getTime() + index), of?.at);
    if (change.op === 'retract') return { ...link, at, kind: change.of.kind, ...where };
    const { kind, turn, text, quoted } = change;
    return {
      ...link,
      at,
      kind,
      ...where,
      ...(turn === undefined ? {} : { turn }),
      ...(text === '' ? {} : { text }),
      ...(quoted === undefined ? {} : { evidence: evidenceOf(trial, turn, quoted) }),
    };
  });
  return appendAnnotations(file, records, now);
}

/** Words as they are shown need not stand so in the text: then they are quoted without a place. */
function evidenceOf(
  { turns }: Trial,
  turn: number | undefined,
  { words, start }: { readonly words: string; readonly start: number },
): NonNullable<Annotation['evidence']> {
  const text = turns[(turn ?? 0) - 1]?.text ?? '';
  const anchor = quoteAnchor(text, words, start) ?? quoteAnchor(text, words);
  return {
    ...(anchor ?? { start: 0, end: 0, prefix: '', suffix: '', textHash: '' }),
    exact: words,
  };
}
