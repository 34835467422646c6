/** Made-up collections of a given size: the same seed gives the same bytes. */
import { createWriteStream, existsSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { Bench } from './measure.ts';

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

/** What words are made of, and what stands between them, by script. */
const SCRIPTS = {
  latin: {
    syllables: 'ta re mi so la ne ku do fen bar lin ost ver pra gel tum sil con dor wex'.split(' '),
    between: ' ',
  },
  chinese: {
    syllables: Array.from({ length: 600 }, (_, at) => String.fromCodePoint(0x4e00 + 7 * at)),
    between: '',
  },
  thai: {
    syllables: 'กา ที่ นี่ มา ไป ให้ คน ความ เป็น ได้ จะ ของ แล้ว ต้อง ทำ รู้ พูด เขา อยู่ กับ'.split(' '),
    between: '',
  },
} as const;
type Script = keyof typeof SCRIPTS;
/** What is searched for: words that are rare, and the shapes they take. */
const RARE =
  'unethical unethically unehtical hyperunethical leverage leveraged blackmail blackmailing'.split(
    ' ',
  );
const WORDS = 40_000;

type Text = (words: number) => string;

/** Sentences whose words are as unequal as those of a language: the nth is 1/n as frequent (Zipf). */
export function createText(random: () => number, script: Script = 'latin'): Text {
  const { syllables, between } = SCRIPTS[script];
  const pick = <T>(values: readonly T[]): T | undefined =>
    values[Math.floor(random() * values.length)];
  const dictionary = Array.from({ length: WORDS }, () =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick<string>(syllables)).join(''),
  );
  return (count) => {
    let text = '';
    for (let at = 0; at < count; at += 1) {
      const chance = random();
      if (at > 0) text += chance < 0.07 ? '. ' : chance < 0.12 ? ', ' : between;
      text +=
        random() < 0.0005 ? pick(RARE) : (dictionary[Math.floor(WORDS ** random()) - 1] ?? 'the');
    }
    return text;
  };
}

/**
 * - `unique`: no text twice. The hardest for an index. `chinese`, `thai`: the same in scripts without spaces.
 * - `study`: the emails of all trials are the same, as in a study that repeats a prompt.
 * - `tiny`: trials of one short message.
 * - `long`: one trial that is all of it.
 */
export type Shape = 'unique' | 'chinese' | 'thai' | 'study' | 'tiny' | 'long';

/** How much to make: at least so many bytes, or exactly so many trials. */
export type Amount = { readonly bytes: number } | { readonly trials: number };

type Turns = (index: number) => readonly Readonly<Record<string, string>>[];

function turnsOf(shape: Shape, text: Text, bytes: number): Turns {
  const email = (person: number): Readonly<Record<string, string>> => ({
    kind: 'email',
    from: `person${person}@made-up.example`,
    subject: text(5),
    text: text(180),
  });
  const reasoning = (words: number): Readonly<Record<string, string>> => ({
    kind: 'reasoning',
    text: text(words),
  });
  const sent = (): Readonly<Record<string, string>> => ({
    kind: 'action',
    name: 'email',
    to: 'someone@made-up.example',
    subject: text(4),
    text: text(120),
  });
  const people = Array.from({ length: 8 }, (_, index) => index);
  switch (shape) {
    case 'unique':
    case 'chinese':
    case 'thai':
      return () => [...people.map(email), reasoning(300), sent()];
    case 'study': {
      const emails = people.map(email);
      return () => [...emails, reasoning(300), sent()];
    }
    case 'tiny':
      return () => [{ kind: 'message', text: text(10) }];
    case 'long':
      // About six letters a word, in ten turns.
      return () => people.concat(8, 9).map(() => reasoning(Math.ceil(bytes / 65)));
    default:
      return shape satisfies never;
  }
}

/** Writes a JSONL file. */
async function writeCorpus(file: string, shape: Shape, amount: Amount): Promise<void> {
  const script = shape === 'chinese' || shape === 'thai' ? shape : 'latin';
  const text = createText(createRandom(7), script);
  const bytes = 'bytes' in amount ? amount.bytes : Number.POSITIVE_INFINITY;
  const trials = 'trials' in amount ? amount.trials : Number.POSITIVE_INFINITY;
  const turns = turnsOf(shape, text, bytes);
  const stream = createWriteStream(file, { highWaterMark: 1024 * 1024 });
  let written = 0;
  for (let index = 0; written < bytes && index < trials; index += 1) {
    const line = `${JSON.stringify({
      id: `model-${index % 16}/cell/${index}`,
      model: `model-${index % 16}`,
      condition: 'cell',
      sample: index,
      verdict: { outcome: index % 3 === 0 ? 'harmful' : 'safe', rationale: text(20) },
      turns: turns(index),
    })}\n`;
    written += Buffer.byteLength(line);
    if (!stream.write(line))
      await new Promise((resolve) => stream.once('drain', () => resolve(undefined)));
    if (shape === 'long') break;
  }
  stream.end();
  await finished(stream);
}

/** The file of a collection, made unless this run has made it before. */
export async function corpus({ folder }: Bench, shape: Shape, amount: Amount): Promise<string> {
  const size = 'bytes' in amount ? `${amount.bytes / 1e6}-mb` : `${amount.trials}-trials`;
  const file = path.join(folder, `${shape}-${size}.jsonl`);
  if (!existsSync(file)) await writeCorpus(file, shape, amount);
  return file;
}
