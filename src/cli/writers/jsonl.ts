/** `export --to jsonl`: trials in the native shape. */
import { nativeLines } from '../commands/convert.ts';
import type { Writer } from './writer.ts';

export const jsonl: Writer = {
  trials: ({ collection, keys }) => nativeLines(collection, keys),
  gives: 'json',
};
