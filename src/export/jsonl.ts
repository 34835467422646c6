/** `export --to jsonl`, and `convert`: trials in the native shape. */
import type { TrialKey } from '../query/results.ts';
import type { Questions } from '../collection/collection.ts';
import { jsonText } from '../text/json.ts';
import type { Writer } from './writer.ts';

export const jsonl: Writer = {
  trials: ({ collection, keys }) => nativeLines(collection, keys),
  gives: 'json',
};

/** Trials in the native shape, a line each. */
export async function* nativeLines(
  { trials }: Pick<Questions, 'trials'>,
  keys: Iterable<TrialKey>,
): AsyncGenerator<string> {
  for await (const trial of trials(keys)) yield `${jsonText(trial)}\n`;
}
