/** Makes Inspect logs of what a test wants in them. */
import { zstdCompressSync } from 'node:zlib';

import { makeZip, type ZipPart } from '../support/zip.ts';

export type Json = Readonly<Record<string, unknown>>;

const EVAL: Json = {
  eval_id: 'evalid0123',
  created: '2026-01-02T03:04:05+00:00',
  task: 'pkg/some_task',
  model: 'openai/a-model',
  dataset: { name: 'data', samples: 2, sample_ids: [1, 2] },
  config: { epochs: 1 },
};

export const PROMPT = [
  { id: 's', role: 'system', content: 'Be good.' },
  { id: 'u', role: 'user', content: 'Do it.' },
];

export function sampleOf(more: Json): Json {
  return {
    id: 1,
    epoch: 1,
    input: 'Do it.',
    target: 'x',
    messages: [...PROMPT, { id: 'a', role: 'assistant', content: 'Done.' }],
    scores: {},
    ...more,
  };
}

function headerOf(more: Json = {}): Json {
  const { eval: spec = {}, ...rest } = more as { eval?: Json };
  return { version: 2, status: 'success', eval: { ...EVAL, ...spec }, plan: {}, ...rest };
}

export function jsonLog(samples: readonly Json[], header: Json = {}): string {
  return JSON.stringify({ ...headerOf(header), samples }, undefined, 2);
}

/** The members of an `.eval` file, in the order in which they are written. */
export function evalParts(
  samples: readonly Json[],
  { header = {}, ...options }: { header?: Json } & Omit<ZipPart, 'name' | 'data'> = {},
): ZipPart[] {
  const part = (name: string, value: unknown): ZipPart => ({
    name,
    data: typeof value === 'string' ? value : JSON.stringify(value),
    ...options,
  });
  const { eval: spec, version, plan } = headerOf(header);
  return [
    part('_journal/start.json', { version, eval: spec, plan }),
    ...samples.map((sample) =>
      part(`samples/${String(sample['id'])}_epoch_${String(sample['epoch'])}.json`, sample),
    ),
    part('_journal/summaries/1.json', samples.map(summaryOf)),
    part('summaries.json', samples.map(summaryOf)),
    part('header.json', headerOf(header)),
  ];
}

function summaryOf({ id, epoch, input, target, scores, error, metadata }: Json): Json {
  return { id, epoch, input, target, scores, error, metadata, completed: true, message_count: 3 };
}

export function evalLog(...given: Parameters<typeof evalParts>): Buffer {
  return makeZip(evalParts(...given));
}

/** A member as zstd of several frames, as a writer makes of a large one. */
export function inFrames(part: ZipPart, bytes: number): ZipPart {
  const data = Buffer.from(part.data);
  const frames: Buffer[] = [];
  for (let at = 0; at < data.length; at += bytes) {
    frames.push(zstdCompressSync(data.subarray(at, at + bytes)));
  }
  return { ...part, method: 93, packed: Buffer.concat(frames) };
}
