/** A walkthrough as it is shown over a redacted collection. */
import type { Redactor } from '../../redact/redactor.ts';
import { mapFields } from '../../redact/strings.ts';
import type { Walkthrough } from '../../walkthrough/types.ts';

/**
 * A walkthrough of the original collection as one of the redacted one. It goes without hashes, which
 * are those of the originals.
 */
export function redactedWalkthrough(walkthrough: Walkthrough, { text }: Redactor): Walkthrough {
  const { spoilers, paths } = walkthrough;
  return {
    ...mapFields(walkthrough, text),
    spoilers,
    paths,
    stops: walkthrough.stops.map(({ reveal, rates, ...stop }) => ({
      ...mapFields(stop, text),
      hash: undefined,
      reveal,
      ...(rates === undefined ? {} : { rates }),
    })),
  };
}
