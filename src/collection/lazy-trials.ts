/** Trials of which only a table of contents was read: whoever opens one gets it from its file. */
import type { Outline, Store } from '../store/store.ts';
import type { Trial } from '../trial/types.ts';

/** A store that gives every trial whole. `verdict`: the rule that the trials are read with. */
export function withLazyTrials(store: Store, verdict: string | undefined): Store {
  return {
    ...store,
    trial: async (key) => {
      const outline = await store.outline(key);
      const stored = await store.trial(key);
      if (outline === undefined || stored === undefined) return stored;
      return { ...(await readTrial(outline, stored, verdict)), id: stored.id };
    },
  };
}

async function readTrial(
  { path, name, size, format, place }: Outline,
  stored: Trial,
  verdict: string | undefined,
): Promise<Trial> {
  const { FORMATS } = await import('../formats/index.ts');
  const contents = FORMATS.find((one) => one.name === format)?.contents;
  try {
    if (contents === undefined) throw new Error(`no reader ${format}`);
    return await contents.readOne({ path, name, size }, place, { verdict });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `This trial could not be read: ${reason}.`;
    return { ...stored, turns: [{ kind: 'note', text, error: true }] };
  }
}
