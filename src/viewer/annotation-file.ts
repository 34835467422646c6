/** Writes what is noted on trials; what fulfils the effect `annotate`. */
import type { Effect, Message } from '../app/message.ts';
import type { AnnotationSource } from '../annotations/file.ts';

type Annotate = Extract<Effect, { type: 'annotate' }>;
type Annotated = Extract<Message, { type: 'annotated' }>;

export type AnnotationFile = {
  /** Resolves when it is on the disk, or cannot be written. */
  readonly write: (effect: Annotate) => Promise<Annotated>;
  /** Resolves when nothing is being written any more, with a line for each note that is lost. */
  readonly close: () => Promise<readonly string[]>;
  readonly hasLost: () => boolean;
};

export function createAnnotationFile(source: AnnotationSource | undefined): AnnotationFile {
  /** One after the other: a change may replace the one before. */
  let queue: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  const lost: string[] = [];

  async function outcomeOf(effect: Annotate): Promise<Annotated['outcome']> {
    try {
      // The libraries for it are only loaded by those who note something.
      const { writeChanges } = await import('../annotations/changes.ts');
      return { type: 'written', told: await writeChanges(source, effect.trial, effect.changes) };
    } catch (error) {
      const { message } = error as Error;
      if (isClosed) lost.push(`a note is lost: ${message}`);
      return { type: 'failed', message };
    }
  }

  return {
    write: async (effect) => {
      const { key, said, label, text, use } = effect;
      const work = queue.then(() => outcomeOf(effect));
      queue = work;
      return { type: 'annotated', key, said, label, text, use, outcome: await work };
    },
    close: async () => {
      isClosed = true;
      await queue;
      return lost;
    },
    hasLost: () => lost.length > 0,
  };
}
