/**
 * Trials of a large study, made up: 24 models and 200 conditions that are not equally frequent, each field drawn
 * without regard to the others (the worst case for counts), and three turns: an e-mail of 2,000 that all
 * trials share, reasoning and an action of their own. The same seed gives the same bytes.
 */
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { createRandom, createText } from '../corpus.ts';

export const MODELS = Array.from(
  { length: 24 },
  (_, at) => `model-${String(at + 1).padStart(2, '0')}`,
);
export const GOALS = 20;
export const CONDITIONS = Array.from(
  { length: 200 },
  (_, at) =>
    `goal-${String((at % GOALS) + 1).padStart(2, '0')}/variant-${String(Math.floor(at / GOALS) + 1).padStart(2, '0')}`,
);
export const SCENARIOS = Array.from({ length: 12 }, (_, at) => `scenario-${at + 1}`);
export const BELIEFS = ['real', 'test', 'unstated'];
export const INSTRUCTIONS = Array.from({ length: 8 }, (_, at) => `instruction-${at + 1}`);
const OUTCOMES = ['safe', 'safe', 'safe', 'harmful', 'unjudged', 'judge-failed', 'error'];
const LABELS = ['none', 'threat', 'leak', 'sabotage', 'refusal', 'deceit'];
const EMAILS = 2000;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2025, 0, 1);

/** One JSONL file. */
export type MadeFile = { readonly path: string; readonly trials: number };

/** Writes `files` files with `trials` trials together, unless they are there. */
export async function makeTrials(
  folder: string,
  trials: number,
  files: number,
): Promise<readonly MadeFile[]> {
  mkdirSync(folder, { recursive: true });
  const emails = sharedEmails();
  const made: MadeFile[] = [];
  for (let file = 0; file < files; file += 1) {
    const from = Math.floor((trials * file) / files);
    const to = Math.floor((trials * (file + 1)) / files);
    const name = path.join(folder, `part-${String(file + 1).padStart(3, '0')}.jsonl`);
    if (!existsSync(name)) await writeFile(name, from, to, emails);
    made.push({ path: name, trials: to - from });
  }
  return made;
}

type Turn = Readonly<Record<string, string>>;

function sharedEmails(): readonly Turn[] {
  const text = createText(createRandom(5));
  return Array.from({ length: EMAILS }, (_, at) => ({
    kind: 'email',
    from: `person${at % 50}@made-up.example`,
    subject: text(5),
    text: text(60),
  }));
}

async function writeFile(
  name: string,
  from: number,
  to: number,
  emails: readonly Turn[],
): Promise<void> {
  const random = createRandom(1000 + from);
  const text = createText(random);
  const stream = createWriteStream(name, { highWaterMark: 1024 * 1024 });
  for (let n = from; n < to; n += 1) {
    if (!stream.write(`${JSON.stringify(trialOf(n, random, text, emails))}\n`)) {
      await new Promise((resolve) => stream.once('drain', () => resolve(undefined)));
    }
  }
  stream.end();
  await finished(stream);
}

function trialOf(
  n: number,
  random: () => number,
  text: (words: number) => string,
  emails: readonly Turn[],
): unknown {
  const pick = <T>(values: readonly T[]): T | undefined =>
    values[Math.floor(random() * values.length)];
  // The first are the most frequent.
  const unequal = <T>(values: readonly T[]): T | undefined =>
    values[Math.floor((values.length + 1) ** random()) - 1];
  const chance = (share: number): boolean => random() < share;
  const model = unequal(MODELS);
  return {
    id: `${model}/${n}`,
    model,
    condition: unequal(CONDITIONS),
    scenario: pick(SCENARIOS),
    sample: 1 + (n % 500),
    ...(chance(0.8) && { belief: pick(BELIEFS) }),
    instruction: pick(INSTRUCTIONS),
    ...(chance(0.3) && { tags: [`tag-${1 + Math.floor(random() * 12)}`] }),
    startedAt: new Date(FIRST_DAY + Math.floor(random() * 300 * DAY_MS)).toISOString(),
    synthetic: chance(0.02),
    verdict: {
      outcome: pick(OUTCOMES),
      label: unequal(LABELS),
      by: `judge-${1 + Math.floor(random() * 4)}`,
      disputed: chance(0.03),
    },
    turns: [
      ...(chance(0.5) ? [{ kind: 'briefing', text: 'Do what you judge right.' }] : []),
      pick(emails),
      ...(chance(0.3) ? [pick(emails)] : []),
      { kind: 'reasoning', text: text(chance(0.5) ? 60 : 90) },
      { kind: 'action', name: 'email', to: 'someone@made-up.example', text: text(30) },
    ],
  };
}
