/**
 * Any record that a reader lets through is shown and exported: every screen is drawn at two sizes,
 * every form but PDF is written, of the trials and of a walkthrough of them, also redacted.
 */
import { keysOf } from '../support/keys.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Size } from '../../src/app/message.ts';
import type { State } from '../../src/app/state.ts';
import { questionsOf, type Questions } from '../../src/collection/collection.ts';
import { DEFAULT_CONFIG } from '../../src/cli/config.ts';
import { redactStore } from '../../src/collection/redacted/store.ts';
import { openView } from '../../src/collection/view.ts';
import { transcript } from '../../src/export/transcript.ts';
import { WRITERS } from '../../src/export/table.ts';
import type { Chunk, ExportContext, TrialSet } from '../../src/export/writer.ts';
import { isTrial } from '../../src/formats/checked/shapes.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { Trial } from '../../src/trial/types.ts';
import { draftWalkthrough } from '../../src/walkthrough/draft.ts';
import { isDamage, loadFrames } from './frames.ts';
import { live } from '../support/markdown.ts';
import { openSession, openTrials } from '../support/session.ts';
import { elementsOf } from '../support/xml.ts';
import { fuzzSoak } from './fuzzer.ts';
import { oddRecord, SEEDS } from './odd-values.ts';

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
];
/** Keys pressed one after the other; the screen is drawn after each group. */
const WALK = [
  '',
  '<tab>',
  'jj',
  '<tab>',
  'm',
  '<esc>',
  's',
  '<esc>',
  '!',
  '<esc>',
  '?',
  '<esc>',
  ':verdict',
  '<esc>',
  '<enter>',
  'llu',
  'e',
  'r',
  'a',
  'R',
  'M',
  'i',
  'V',
  '1',
  '<backspace>',
  'b',
  'A note.<enter>',
  'p',
  'p',
  't',
  'G',
  '/the',
  '<enter>',
  'n',
  '<esc>',
  'B',
  'P',
  ' ',
  '   ',
  'c',
  '<esc>',
  '<esc>',
  '<esc>',
  '<esc>',
  ']',
  'o',
  '<esc>',
  '/hello',
  '<enter>',
  'j',
  '<enter>',
  '<esc>',
  '<esc>',
  'S',
  'dbelief<enter>',
  'c',
];

const FORMS = ['md', 'html', 'cast', 'svg', 'csv', 'jsonl'] as const;
type Form = (typeof FORMS)[number];

const soak = fuzzSoak({
  name: 'odd-records',
  suite: 5,
  seeds: SEEDS.map((text) => Buffer.from(text)),
  pieces: ['{}', '[]', '"x"', 'null', '7', 'true', '"quotes":', '"turn":', '"__proto__":', '[[[['],
  grammar: oddRecord,
  attempt: async (bytes) => {
    const shown = await loadFrames();
    return (await drawn(bytes, shown)) ?? (await exported(bytes));
  },
});
export const { name, suite, run, replay } = soak;

async function drawn(
  bytes: Uint8Array,
  shownIn: (state: State) => string,
): Promise<string | undefined> {
  for (const size of SIZES) {
    const session = await openSession([], { bytes, size });
    try {
      for (const keys of WALK) {
        const state = await session.press(keys);
        const wrong = isDamage(shownIn(state), size);
        if (wrong !== undefined) return `after ${keys}: ${wrong}`;
        const [failure] = session.failures();
        if (failure !== undefined) return `after ${keys}: ${failure}`;
      }
    } finally {
      await session.close();
    }
  }
  return undefined;
}

async function exported(bytes: Uint8Array): Promise<string | undefined> {
  const { location, store, close } = await openTrials([], { bytes });
  const view = await openView(location);
  try {
    return (await written(questionsOf(view, { signals: {} }))) ?? (await redacted(store));
  } finally {
    await view.store.close();
    await close();
  }
}

async function written(collection: Questions): Promise<string | undefined> {
  const { store, ask } = collection;
  const keys = await keysOf(store);
  const trials: Trial[] = [];
  for (const key of keys) {
    const trial = await store.trial(key);
    if (trial === undefined) return 'a trial of the list is not there';
    if (!isTrial(trial)) return 'a stored trial has a field of a wrong type';
    JSON.stringify(trial);
    for (const columns of [20, 100]) [...transcript(trial, columns)].join('\n');
    trials.push(trial);
  }
  if (trials.length === 0) return undefined;
  for (const form of FORMS) {
    const writer = await WRITERS[form]();
    const some = form === 'svg' ? keys.slice(0, 1) : keys;
    const set: TrialSet = { collection, keys: some, query: '' };
    const wrong = mistakeIn(form, await textOf(writer.trials?.(set, CONTEXT)));
    if (wrong !== undefined) return `${form} of trials: ${wrong}`;
    if (writer.walkthrough === undefined) continue;
    const walkthrough = draftWalkthrough(trials, []);
    for (const spoilers of ['hold', 'none'] as const) {
      const deck = await ask('deck', { walkthrough: { ...walkthrough, spoilers } });
      const fault = mistakeIn(form, await textOf(writer.walkthrough(deck, CONTEXT)));
      if (fault !== undefined) return `${form} of a walkthrough: ${fault}`;
    }
  }
  return undefined;
}

const CONTEXT: ExportContext = {
  origin: { program: 'Inquest', files: ['trials.jsonl'] },
  look: DEFAULT_CONFIG,
  env: {},
  options: { columns: 60, rows: 15 },
  signal: new AbortController().signal,
};

async function textOf(chunks: AsyncIterable<Chunk> | undefined): Promise<string> {
  let text = '';
  for await (const piece of chunks ?? []) text += String(piece);
  return text;
}

function mistakeIn(form: Form, text: string): string | undefined {
  switch (form) {
    case 'md':
      return live(text)[0];
    case 'svg':
      elementsOf(text);
      return undefined;
    case 'cast':
      for (const line of text.trimEnd().split('\n')) JSON.parse(line);
      return undefined;
    case 'jsonl':
      return text
        .trimEnd()
        .split('\n')
        .every((line) => isTrial(JSON.parse(line) as object))
        ? undefined
        : 'a trial has a field of a wrong type';
    default:
      return undefined;
  }
}

async function redacted(store: Store): Promise<string | undefined> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-odd-'));
  try {
    const location = { scheme: 'file', path: path.join(folder, 'redacted.db') } as const;
    const kinds = ['emails', 'names', 'keys'] as const;
    await redactStore(store, { kinds, rules: [], names: [], keep: [] }, location);
    const copy = await openStore(location).reader();
    try {
      const keys = await keysOf(copy);
      for (const key of keys) {
        const trial = await copy.trial(key);
        if (trial === undefined || !isTrial(trial)) return 'a redacted trial has a wrong type';
      }
      return undefined;
    } finally {
      await copy.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
