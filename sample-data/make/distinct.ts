/** Keeps the trials of one model apart: how alike two texts are, and a memory of what was written. */

/** Two notes of a model may share at most this part of the shorter one's sentences. */
const MOST_SHARED = 0.55;

/** The sentences of a text, without bullets, numbers and headings. */
function sentencesOf(text: string): Set<string> {
  const found = text
    .split(/\n+|(?<=[.?!:;])\s+/)
    .map((each) => each.replace(/^(?:[-#*\d.]+\s*|Step \d+:\s*)+/, '').trim())
    // Headings and asides are nobody's own words.
    .filter((each) => each.split(' ').length > 3);
  return new Set(found);
}

/** The part of the shorter set that is in the other too, 0..1. */
function sharedPart(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const each of small) if (large.has(each)) shared += 1;
  return shared / small.size;
}

export type Memory = {
  /** Remembers a trial's texts and says true, or says false where they are too like earlier ones. */
  readonly admit: (reasoning: string, finalMessage: string) => boolean;
};

/** An empty memory, for one model. */
export function makeMemory(): Memory {
  const notes: Set<string>[] = [];
  const messages = new Set<string>();
  return {
    admit(reasoning, finalMessage) {
      if (messages.has(finalMessage)) return false;
      const sentences = sentencesOf(reasoning);
      if (notes.some((earlier) => sharedPart(earlier, sentences) > MOST_SHARED)) return false;
      notes.push(sentences);
      messages.add(finalMessage);
      return true;
    },
  };
}
