/** The view of a collection in which originals have been replaced by pseudonyms. */
import type { Redactor } from '../../redact/redactor.ts';
import type { View } from '../view.ts';
import { redactedWalkthrough } from './walkthrough.ts';

/** The view of a redacted copy (`redactStore`), with the redactor that made it. */
export function redactedView(copy: View, redactor: Redactor): View {
  return {
    ...copy,
    prepare: (walkthrough) => redactedWalkthrough(copy.prepare(walkthrough), redactor),
    redactor,
  };
}
