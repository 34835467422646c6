/** Which words of two texts differ. */
import { diffArrays } from 'diff';
import type { Range } from '../query/results.ts';

/** A run of words: in both texts, or in one of them alone. Texts joined give each side verbatim. */
export type WordRun =
  | { readonly type: 'both'; readonly left: string; readonly right: string }
  | { readonly type: 'left' | 'right'; readonly text: string };

/**
 * So many words may be put in and taken out. Unrelated texts have more, and the time it takes to find
 * that out grows with the square of it.
 */
const MOST_EDITS = 1500;

/** Below this share of words that both have, marks would say no more than two texts side by side. */
const LEAST_COMMON = 0.3;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The runs of words by which the right text differs from the left one. Words are those of
 * `Intl.Segmenter`, so that scripts without spaces have words too; white space behind a word makes no
 * difference. Undefined where the texts have too little in common to be compared by word.
 */
export function wordRuns(left: string, right: string): readonly WordRun[] | undefined {
  const [before, after] = [wordsOf(left), wordsOf(right)];
  const changes = diffArrays(before, after, {
    comparator: (one, other) => one.trimEnd() === other.trimEnd(),
    maxEditLength: MOST_EDITS,
  });
  if (changes === undefined) return undefined;
  const common = changes.reduce(
    (sum, { added, removed, count }) => sum + (added || removed ? 0 : count),
    0,
  );
  if (common < LEAST_COMMON * Math.max(before.length, after.length)) return undefined;
  let [atLeft, atRight] = [0, 0];
  return changes.map(({ added, removed, count }): WordRun => {
    const [fromLeft, fromRight] = [atLeft, atRight];
    if (!added) atLeft += count;
    if (!removed) atRight += count;
    const text = before.slice(fromLeft, atLeft).join('');
    const other = after.slice(fromRight, atRight).join('');
    if (removed) return { type: 'left', text };
    return added ? { type: 'right', text: other } : { type: 'both', left: text, right: other };
  });
}

/** Where in each text are the words that the other one does not have. */
export function ownWords(runs: readonly WordRun[]): {
  readonly left: readonly Range[];
  readonly right: readonly Range[];
} {
  const [left, right]: [Range[], Range[]] = [[], []];
  let [atLeft, atRight] = [0, 0];
  for (const run of runs) {
    if (run.type === 'both') {
      atLeft += run.left.length;
      atRight += run.right.length;
    } else if (run.type === 'left') {
      left.push({ start: atLeft, end: atLeft + run.text.trimEnd().length });
      atLeft += run.text.length;
    } else {
      right.push({ start: atRight, end: atRight + run.text.trimEnd().length });
      atRight += run.text.length;
    }
  }
  return { left, right };
}

/** Words with the white space behind them. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    if (segment.trim() === '' && words.length > 0) words[words.length - 1] += segment;
    else words.push(segment);
  }
  return words;
}
