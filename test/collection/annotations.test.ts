/** Notes of people in queries: they select trials, and enter no rate. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotationLine, type Annotation } from '../../src/annotations/annotation.ts';
import { trialContent } from '../../src/audit/content.ts';
import { createEngine, type Engine } from '../../src/collection/engine.ts';
import type { Store } from '../../src/store/store.ts';
import type { Trial } from '../../src/trial/types.ts';
import { openTrials } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';

const TRIALS: readonly Trial[] = Array.from({ length: 6 }, (_, at) =>
  trialOf({
    id: `model-a/cell/00${at + 1}`,
    outcome: at < 2 ? 'harmful' : 'safe',
    tags: at === 5 ? ['odd'] : [],
    reasoning: `This is trial ${at + 1}.`,
  }),
);

let count = 0;
function noteOn(trial: Trial, more: Partial<Annotation>): Annotation {
  count += 1;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    op: 'add',
    author: 'anna',
    at: '2026-01-01T00:00:00.000Z',
    kind: 'tag',
    trial: trial.id,
    content: trialContent(trial.turns).sha256,
    model: trial.model,
    turns: trial.turns.length,
    collection: 'here',
    ...more,
  };
}

let folder: string;
let files: readonly string[];
let store: Store;
let close: () => Promise<void>;
let engine: Engine;

const at = (n: number): Trial => TRIALS[n - 1] ?? trialOf();
const NOTES = (): readonly Annotation[] => [
  noteOn(at(1), { text: 'odd' }),
  noteOn(at(2), { text: 'Check again' }),
  noteOn(at(3), { kind: 'note', turn: 6, text: 'The model plans.' }),
  noteOn(at(4), { kind: 'verdict', text: 'harmful' }),
  noteOn(at(5), { kind: 'verdict', text: 'harmful', author: 'ben' }),
  // A trial of another collection that has the same id.
  noteOn(at(6), { text: 'elsewhere', content: 'b'.repeat(64), collection: 'there' }),
  // Under another id: its file had another name.
  noteOn(at(2), { text: 'moved', trial: 'old/name:2', collection: 'there' }),
  // What is said there has changed since.
  noteOn(at(3), { text: 'changed', content: 'c'.repeat(64) }),
  noteOn(at(6), {
    kind: 'quote',
    turn: 6,
    evidence: { start: 0, end: 4, exact: 'This', prefix: '', suffix: '', textHash: '' },
  }),
];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'notes-'));
  files = ['anna.jsonl', 'ben.jsonl'].map((name) => path.join(folder, name));
  const notes = NOTES();
  const [mine = '', others = ''] = files;
  writeFileSync(
    mine,
    notes
      .filter(({ author }) => author === 'anna')
      .map(annotationLine)
      .join(''),
  );
  writeFileSync(
    others,
    notes
      .filter(({ author }) => author === 'ben')
      .map(annotationLine)
      .join(''),
  );
  const opened = await openTrials(TRIALS);
  ({ store, close } = opened);
  engine = createEngine(store, {
    signals: {},
    annotations: { files, author: 'anna', collection: 'here' },
  });
});
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function found(text: string): Promise<string | readonly number[]> {
  const answer = await engine.ask('list', {
    query: { text },
    sort: { field: 'order', descending: false },
    offset: 0,
  });
  if (answer.status === 'refused') {
    return answer.reason.type === 'query' ? answer.reason.error.message : answer.reason.message;
  }
  return answer.result.rows.map(({ id }) => Number(id.slice(-3)));
}

describe('a query by notes', () => {
  it.each<readonly [string, readonly number[]]>([
    ['tag:odd', [1, 6]],
    ['-tag:odd', [2, 3, 4, 5]],
    ['tag:"check again"', [2]],
    ['tag:CHECK*', [2]],
    ['tag:*', [1, 2, 3, 6]],
    ['tag:moved', [2]],
    ['tag:changed', [3]],
    ['tag:elsewhere', []],
    ['note:plans', [3]],
    ['note:"the model"', [3]],
    ['note:this', [6]],
    ['note:mod*plan', [3]],
    ['has:note', [3, 6]],
    ['noted:anna', [1, 2, 3, 4, 6]],
    ['noted:ben', [5]],
    ['noted:anna,ben', [1, 2, 3, 4, 5, 6]],
    ['noted:x', []],
    ['my:harmful', [4]],
    ['my:safe', []],
    ['my:harmful | tag:odd', [1, 4, 6]],
    ['noted:anna -my:harmful verdict:safe', [3, 6]],
    ['verdict:harmful', [1, 2]],
    ['verdict:harmful tag:odd', [1]],
    ['noted:anna trial', [1, 2, 3, 4, 6]],
  ])('%s', async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  it('has all trials that something is noted on', async () => {
    const answer = await engine.ask('noted', {});
    const ids = answer.status === 'answered' ? answer.result.ids : [];
    expect(ids.toSorted((one, other) => one.localeCompare(other))).toEqual(
      TRIALS.map(({ id }) => id),
    );
    const bare = createEngine(store, { signals: {} });
    expect(await bare.ask('noted', {})).toEqual({ status: 'answered', result: { ids: [] } });
  });

  it('says what a verdict of one’s own can be', async () => {
    expect(await found('my:harmfull')).toContain('did you mean harmful?');
  });

  it('follows a file that grows', async () => {
    const [mine = ''] = files;
    const { appendFileSync } = await import('node:fs');
    appendFileSync(mine, annotationLine(noteOn(at(5), { text: 'late' })));
    expect(await found('tag:late')).toEqual([5]);
  });

  it('is none where there are no notes to ask', async () => {
    const bare = createEngine(store, { signals: {} });
    const list = { sort: { field: 'order', descending: false }, offset: 0 } as const;
    const refused = await bare.ask('list', { query: { text: 'my:harmful' }, ...list });
    expect(refused).toMatchObject({ status: 'refused', reason: { type: 'query' } });
    const own = await bare.ask('list', { query: { text: 'tag:odd' }, ...list });
    expect(own).toMatchObject({ status: 'answered', result: { total: 1 } });
  });
});

describe('notes and rates', () => {
  it.each([
    'my:harmful',
    'noted:anna',
    'note:plans',
    'tag:odd',
    '-(my:safe | tag:moved)',
    'has:note',
  ])('has no rates of %s', async (text) => {
    const rates = await engine.ask('stats', { query: { text }, by: ['model'] });
    expect(rates).toMatchObject({
      status: 'refused',
      reason: { type: 'query', error: { message: expect.stringContaining('no rate') as string } },
    });
    for (const part of ['query', 'share', 'of'] as const) {
      const texts = { query: '', share: 'verdict:harmful', of: '', [part]: text };
      const { query, share, of } = texts;
      const asked = { query: { text: query }, share, of, by: ['model'] } as const;
      expect(await engine.ask('shares', asked)).toMatchObject({ status: 'refused' });
    }
    const facets = await engine.ask('facets', { query: { text }, fields: ['model'] });
    expect(facets.status).toBe('answered');
    if (facets.status !== 'answered') return;
    for (const { values } of facets.result.facets) {
      for (const value of values) expect(value).toMatchObject({ rated: null });
    }
  });

  it('counts no verdict of one’s own', async () => {
    const rates = await engine.ask('stats', { query: { text: '' }, by: ['model'] });
    expect(rates).toMatchObject({
      result: { total: { counts: { trials: 6, harmful: 2, safe: 4 } } },
    });
  });

  it('rates by a tag of the trials themselves', async () => {
    const rates = await engine.ask('stats', { query: { text: 'tag:none' }, by: ['model'] });
    expect(rates.status).toBe('answered');
  });
});

describe('a trial with notes', () => {
  it('has those on what it says, and tells of those on what it said', async () => {
    const key = await store.keyOf(at(3).id);
    if (key === undefined) throw new Error('no trial');
    const answer = await engine.ask('trial', { key });
    expect(answer).toMatchObject({
      result: {
        notes: [
          { kind: 'note', text: 'The model plans.', isOfOther: false },
          { kind: 'tag', text: 'changed', isOfOther: true },
        ],
      },
    });
    expect(await engine.ask('notes', { key })).toMatchObject({
      result: { key, notes: [{ kind: 'note' }, { kind: 'tag' }] },
    });
  });
});
