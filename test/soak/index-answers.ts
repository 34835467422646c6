/** What the soak tests of the index share: a small collection, and every answer that is made of it. */
import { keysOf } from '../support/keys.ts';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createEngine } from '../../src/collection/engine.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestMessage, IngestRequest } from '../../src/ingest/messages.ts';
import type { Request } from '../../src/collection/protocol.ts';
import type { StoreLocation } from '../../src/store/backend.ts';
import { openStore } from '../../src/store/open.ts';
import { trialOf } from '../support/trials.ts';

const WORDS = ['unethical', 'reward', 'hidden', 'audit', 'mail', 'token', 'plan', 'shutdown'];

/** The records of a file: ids that repeat across files, every outcome, words that repeat. */
export function linesOf(file: number, records: number): string {
  return Array.from({ length: records }, (_, at) => {
    const word = (n: number): string => WORDS[(at * 7 + n * 3 + file) % WORDS.length] ?? '';
    const outcome = (['harmful', 'safe', 'unjudged', 'error'] as const)[(at + file) % 4] ?? 'safe';
    const trial = trialOf({ id: `t${at % (records - 2)}`, sample: at });
    const turns = [0, 1, 2].map((n) => ({
      kind: (['briefing', 'reasoning', 'message'] as const)[n] ?? 'note',
      text: `${word(n)} ${word(n + 1)} of ${file}, the words ${at} ${word(n + 2).repeat(1 + (at % 3))}`,
    }));
    return `${JSON.stringify({ ...trial, turns, verdict: { outcome, rationale: `as ${word(5)}` } })}\n`;
  }).join('');
}

/** Makes a folder with a few files of records. */
export function writeFiles(folder: string, files = 3, records = 20): void {
  for (let file = 0; file < files; file += 1) {
    writeFileSync(path.join(folder, `${file}.jsonl`), linesOf(file, records));
  }
  writeFileSync(path.join(folder, 'odd.jsonl'), `${linesOf(9, 3)}{"id": "cut\n`);
}

export type Opened = {
  readonly messages: readonly IngestMessage[];
  /** Every answer, in one text. */
  readonly answers: string;
};

/** Opens a collection as a command does, and asks it everything. Throws where that fails. */
export async function openAll(
  request: IngestRequest,
  onMessage: (message: IngestMessage) => void = () => undefined,
): Promise<Opened> {
  const messages: IngestMessage[] = [];
  const send = (message: IngestMessage): void => {
    messages.push(message);
    onMessage(message);
  };
  await ingest(request, { send, signal: new AbortController().signal });
  const opened = messages.findLast((message) => message.type === 'opened');
  const done = messages.findLast((message) => message.type === 'done');
  if (opened === undefined || done === undefined) {
    throw new Error(`it failed: ${JSON.stringify(messages.at(-1))}`);
  }
  return { messages, answers: `${await answersOf(opened.location)}\n${JSON.stringify(done)}` };
}

const ASKS: readonly Request[] = [
  { name: 'list', params: listOf('') },
  { name: 'list', params: listOf('verdict:harmful') },
  { name: 'list', params: listOf('-unethical has:rationale') },
  { name: 'stats', params: { query: { text: '' }, by: ['model', 'verdict'] } },
  { name: 'facets', params: { query: { text: 'audit' }, fields: ['verdict', 'source', 'model'] } },
  { name: 'search', params: { query: { text: 'unethical' }, limit: 50 } },
  { name: 'search', params: { query: { text: 'hiden plan' } } },
  { name: 'problems', params: { limit: 100 } },
];

function listOf(text: string): Extract<Request, { name: 'list' }>['params'] {
  return { query: { text }, sort: { field: 'order', descending: false }, offset: 0 };
}

/** Keys and times are no part of an answer: another reading of the same files has others. */
const LEFT_OUT = new Set(['key', 'passage', 'ms']);

async function answersOf(location: StoreLocation): Promise<string> {
  const { reader, ledger } = openStore(location);
  const store = await reader();
  try {
    const engine = createEngine(store, { signals: {} });
    const answers: unknown[] = [];
    for (const { name, params } of ASKS) answers.push(await engine.ask(name, params));
    for (const key of await keysOf(store)) {
      answers.push(await store.trial(key));
    }
    const sources = (await ledger()).map(({ name, trials, complete }) => [name, trials, complete]);
    return JSON.stringify([answers, sources], (name, value: unknown) =>
      LEFT_OUT.has(name) ? undefined : value,
    );
  } finally {
    await store.close();
  }
}
