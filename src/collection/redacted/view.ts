/** The view of a collection in which originals have been replaced by pseudonyms. */
import type { Redactor } from '../../redact/redactor.ts';
import { openReader, type ReaderOptions } from '../../store/sqlite/reader.ts';
import type { View } from '../view.ts';
import { redactedWalkthrough } from './walkthrough.ts';

/**
 * Opens a redacted copy (`redactStore`) with the redactor that made it. A copy has all its trials
 * whole, so nothing of the original is read any more.
 */
export function openRedactedView(
  copy: string,
  redactor: Redactor,
  options: ReaderOptions = {},
): View {
  return {
    store: openReader(copy, options),
    prepare: (walkthrough) => redactedWalkthrough(walkthrough, redactor),
    redactor,
  };
}
