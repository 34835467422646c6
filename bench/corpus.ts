/** Made-up collections of a given size: the same seed gives the same bytes. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A small generator of numbers from 0 to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES = 'ta re mi so la ne ku do fen bar lin ost ver pra gel tum sil con dor wex'.split(
  ' ',
);
const RARE = ['unethical', 'unethically', 'unehtical', 'leverage', 'blackmail'];
const WORDS = 16_000;

/** Text whose words are as unequal as those of a language: the nth is 1/n as frequent (Zipf). */
function createText(random: () => number): (words: number) => string {
  const dictionary = Array.from({ length: WORDS }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
    ).join(''),
  );
  return (count) =>
    Array.from({ length: count }, () => {
      if (random() < 0.0005) return RARE[Math.floor(random() * RARE.length)];
      return dictionary[Math.floor(WORDS ** random()) - 1];
    }).join(' ');
}

export type Shape = 'unique' | 'study';

/** Writes a JSONL file of about so many bytes. `study`: the emails of all trials are the same. */
export async function writeCorpus(file: string, shape: Shape, bytes: number): Promise<void> {
  const random = createRandom(7);
  const text = createText(random);
  const emails = Array.from({ length: 8 }, (_, index) => ({
    kind: 'email',
    from: `person${index}@made-up.example`,
    subject: text(5),
    text: text(180),
  }));
  const stream = createWriteStream(file);
  let written = 0;
  for (let index = 0; written < bytes; index += 1) {
    const turns = [
      ...(shape === 'study'
        ? emails
        : emails.map((email) => ({ ...email, subject: text(5), text: text(180) }))),
      { kind: 'reasoning', text: text(300) },
      {
        kind: 'action',
        name: 'email',
        to: 'someone@made-up.example',
        subject: text(4),
        text: text(120),
      },
    ];
    const line = `${JSON.stringify({
      id: `model-${index % 16}/cell/${index}`,
      model: `model-${index % 16}`,
      condition: 'cell',
      sample: index,
      verdict: { outcome: index % 3 === 0 ? 'harmful' : 'safe', rationale: text(20) },
      turns,
    })}\n`;
    written += line.length;
    if (!stream.write(line))
      await new Promise((resolve) => stream.once('drain', () => resolve(undefined)));
  }
  stream.end();
  await finished(stream);
}
