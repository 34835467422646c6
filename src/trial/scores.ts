/** Scores of a verdict as a person reads them. */

/** A number on a scale of which one end is the good one. */
export type DirectedScore = { readonly value: number; readonly good: 'low' | 'high' };

function isDirected(score: unknown): score is DirectedScore {
  if (typeof score !== 'object' || score === null) return false;
  const { value, good, ...rest } = score as Record<string, unknown>;
  return (
    typeof value === 'number' &&
    (good === 'low' || good === 'high') &&
    Object.keys(rest).length === 0
  );
}

/** `7 (low is good)`; numbers that JSON does not have as they are; anything else as JSON. */
export function scoreText(score: unknown): string {
  if (isDirected(score)) return `${score.value} (${score.good} is good)`;
  if (typeof score === 'string' && /^(?:NaN|-?Infinity)$/.test(score)) return score;
  return JSON.stringify(score) ?? '';
}
