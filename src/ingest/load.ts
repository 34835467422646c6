/** What a format reads, encoded for the store, in loads of a sensible size. */
import type { Format, ReadItem, ReadOptions, SourceFile } from '../formats/format.ts';
import type { EncodedBatch, TrialEncoder } from '../store/store.ts';
import { UserError } from '../base/user-error.ts';
import type { FoundFile } from './find-files.ts';

/** An item as the format gave it; the trials are in the batch, in the same order. */
export type LoadItem =
  | Omit<Extract<ReadItem, { type: 'trial' }>, 'trial'>
  | Omit<Extract<ReadItem, { type: 'outline' }>, 'trial'>
  | Exclude<ReadItem, { type: 'trial' | 'outline' }>;

/** `batch`: undefined where there are no trials. */
export type Load = {
  readonly items: readonly LoadItem[];
  readonly batch: EncodedBatch | undefined;
};

/** Reads a file in loads, in whichever thread. */
export type Loads = (file: FoundFile, format: Format, options: ReadOptions) => AsyncIterable<Load>;

/** Bytes of a load: few at first, so that there is something to see, then more. */
const FIRST_BYTES = 64 * 1024;
const MOST_BYTES = 1024 * 1024;
/** What a small item costs beside its text. */
const ITEM_BYTES = 1000;
/** However slowly items come: what is there is given after so long. */
const LONGEST_MS = 100;

/**
 * Reads a file in loads. `isSlow`: it may pause at any place (a pipe); what came before a pause is
 * given without waiting for its end.
 */
export async function* readLoads(
  file: SourceFile,
  format: Format,
  options: ReadOptions,
  { encoder, isSlow }: { readonly encoder: TrialEncoder; readonly isSlow: boolean },
): AsyncGenerator<Load> {
  let items: LoadItem[] = [];
  let most = FIRST_BYTES;
  let started = performance.now();

  function load(): Load {
    const made = { items, batch: encoder.finish() };
    items = [];
    most = Math.min(MOST_BYTES, 2 * most);
    started = performance.now();
    return made;
  }

  const source = guarded(format.read(file, options), file);
  for await (const item of isSlow ? withPauses(source) : source) {
    if (item !== undefined) {
      if (item.type === 'trial' || item.type === 'outline') {
        const { trial, ...rest } = item;
        const place = format.contents === undefined ? undefined : item.place;
        encoder.add(trial, { place, at: item.place, isOutline: item.type === 'outline' });
        items.push(rest);
      } else items.push(item);
    }
    const isFull = encoder.size() + items.length * ITEM_BYTES >= most;
    if (isFull || (items.length > 0 && performance.now() - started >= LONGEST_MS)) yield load();
  }
  if (items.length > 0) yield load();
}

/** A reader that fails has a problem with this file; the others go on. */
async function* guarded(
  items: AsyncIterable<ReadItem>,
  { name }: SourceFile,
): AsyncGenerator<ReadItem> {
  try {
    yield* items;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    yield { type: 'problem', problem: { source: name, severity: 'error', message } };
  }
}

/** The same items, and `undefined` whenever none has come for a while. */
async function* withPauses<T>(items: AsyncGenerator<T>): AsyncGenerator<T | undefined> {
  try {
    for (;;) {
      const next = items.next();
      let timer: NodeJS.Timeout | undefined;
      for (;;) {
        const late = new Promise<'late'>((resolve) => {
          timer = setTimeout(resolve, LONGEST_MS, 'late');
        });
        const first = await Promise.race([next, late]);
        clearTimeout(timer);
        if (first === 'late') yield undefined;
        else if (first.done === true) return;
        else {
          yield first.value;
          break;
        }
      }
    }
  } finally {
    void items.return(undefined);
  }
}
