/** Trials of which only a table of contents was read: whoever opens one gets it from its file. */
import type { Outline, Store, StoredTrial } from '../store/store.ts';
import type { Trial } from '../trial/types.ts';

/** A store that gives every trial whole. `verdict`: the rule that the trials are read with. */
export function withLazyTrials(store: Store, verdict: string | undefined): Store {
  const whole = async (outline: Outline | undefined, stored: Trial): Promise<Trial> =>
    outline === undefined
      ? stored
      : { ...(await readTrial(outline, stored, verdict)), id: stored.id };
  const each = async function* (trials: AsyncIterable<StoredTrial>): AsyncGenerator<StoredTrial> {
    for await (const { row, trial, outline } of trials) {
      yield { row, trial: await whole(outline, trial), outline };
    }
  };
  return {
    ...store,
    trial: async (key) => {
      const outline = await store.outline(key);
      const stored = await store.trial(key);
      return stored && whole(outline, stored);
    },
    trials: (keys) => each(store.trials(keys)),
    scan: (list) => each(store.scan(list)),
  };
}

async function readTrial(
  { path, name, size, format, place }: Outline,
  stored: Trial,
  verdict: string | undefined,
): Promise<Trial> {
  const { WITH_CONTENTS } = await import('../formats/with-contents.ts');
  const contents = WITH_CONTENTS.find((one) => one.name === format)?.contents;
  try {
    if (contents === undefined) throw new Error(`no reader ${format}`);
    return await contents.readOne({ path, name, size }, place, { verdict });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `This trial could not be read: ${reason}.`;
    return { ...stored, turns: [{ kind: 'note', text, error: true }] };
  }
}
