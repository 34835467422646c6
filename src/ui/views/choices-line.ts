/** Choices beside each other in a line that may be too short for them. */
import { t } from '../../text/safe.ts';
import { styled, type Line, type Span } from '../../text/spans.ts';
import { pad, width } from '../../text/width.ts';

const GAP = 3;

/** From the first on with which the one under the cursor (`at`) is in view. `margin`: cells before them. */
export function choicesLine(
  choices: readonly Span[],
  {
    at,
    margin,
    columns,
  }: { readonly at: number; readonly margin: number; readonly columns: number },
): Line {
  const sizes = choices.map(({ text }) => width(text) + GAP);
  const upTo = (from: number): number =>
    sizes.slice(from, at + 1).reduce((sum, size) => sum + size, margin);
  let from = 0;
  while (from < at && upTo(from) > columns) from += 1;
  return choices
    .slice(from)
    .flatMap((choice, index): Line => [
      styled(index > 0 ? t` · ` : pad(from === 0 ? t`` : t`…`, margin), 'dim'),
      choice,
    ]);
}
