/** Hits as a person reads them: excerpts, marks, and words that stand close together first. */
import { madeKey } from '../support/keys.ts';
import { describe, expect, it } from 'vitest';
import type { PassageKind, RawHit, RawHits, TrialRow } from '../../src/query/results.ts';
import { readHits, type HitSource } from '../../src/query/search.ts';
import type { MatchPattern } from '../../src/text/patterns.ts';

const row = (key: number): TrialRow => ({
  key: madeKey(key),
  id: `trial-${key}`,
  model: 'example-model-a',
  outcome: 'harmful',
  label: null,
  by: null,
  disputed: false,
  scenario: null,
  condition: null,
  sample: key,
  belief: null,
  instruction: null,
  turns: 3,
  source: 'made.jsonl',
  startedAt: null,
  synthetic: true,
  tags: [],
  tokens: null,
  duration: null,
  epoch: null,
  errorType: null,
});

/** A collection in which passage n belongs to trial n. */
function source(texts: readonly string[]): HitSource {
  return {
    rows: async (keys) =>
      keys
        .map(Number)
        .filter((key) => key < texts.length)
        .map(row),
    passages: async (ids) => new Map(ids.map((id) => [id, texts[id] ?? ''])),
  };
}

function found(...hits: readonly Partial<RawHit>[]): RawHits {
  return {
    hits: hits.map((hit, at) => ({
      passage: at,
      key: madeKey(at),
      turn: 2,
      kind: 'reasoning' as PassageKind,
      trials: 1,
      score: 1,
      ...hit,
    })),
    passages: hits.length,
    trials: hits.length,
  };
}

const words = (...all: readonly string[]): readonly MatchPattern[] =>
  all.map((word) => ({ places: [[{ word }]] }));
const marked = ({
  excerpt,
  ranges,
}: {
  excerpt: string;
  ranges: readonly { start: number; end: number }[];
}) => ranges.map(({ start, end }) => excerpt.slice(start, end));

describe('readHits', () => {
  it('shows the piece around the match, with the match marked', async () => {
    const text = `${'far away. '.repeat(100)}This is risky and unethical.${' and so on'.repeat(100)}`;
    const [hit] = await readHits(found({ trials: 7, turn: 4 }), words('unethical'), source([text]));
    expect(hit).toMatchObject({
      trial: 'trial-0',
      turn: 4,
      kind: 'reasoning',
      score: 1,
      sameIn: 7,
    });
    expect(hit?.excerpt).toContain('This is risky and unethical.');
    expect(hit?.excerpt.length).toBeLessThan(250);
    expect(hit && marked(hit)).toEqual(['unethical']);
  });

  it('puts hits whose words stand close together first', async () => {
    const apart = `risky ${'word '.repeat(200)} unethical`;
    const hits = await readHits(
      found({}, {}),
      words('risky', 'unethical'),
      source([apart, 'it is risky and unethical']),
    );
    expect(hits.map(({ trial }) => trial)).toEqual(['trial-1', 'trial-0']);
    expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? Infinity);
  });

  it('shows the place where the words are closest, not the first', async () => {
    const text = `risky ${'word '.repeat(200)} risky and unethical`;
    const [hit] = await readHits(found({}), words('risky', 'unethical'), source([text]));
    expect(hit && marked(hit)).toEqual(['risky', 'unethical']);
  });

  it('keeps the order of equal hits, and never lifts a far lower one above', async () => {
    const texts = ['a risky', 'b risky', 'risky unethical'];
    const hits = await readHits(
      found({}, {}, { score: 0.4, kind: 'briefing' }),
      words('risky', 'unethical'),
      source(texts),
    );
    expect(hits.map(({ key }) => key)).toEqual([0, 1, 2]);
  });

  it('marks only what may be found in that kind of turn', async () => {
    const patterns: readonly MatchPattern[] = [
      { places: [[{ word: 'risky' }]], in: ['action'] },
      { places: [[{ word: 'unethical' }]], in: ['reasoning'] },
    ];
    const [hit] = await readHits(found({}), patterns, source(['risky unethical']));
    expect(hit && marked(hit)).toEqual(['unethical']);
  });

  it("marks the judge's words only where they were asked for", async () => {
    const asked: MatchPattern = { places: [[{ word: 'risky' }]], in: ['rationale'] };
    const text = source(['risky unethical']);
    const hits = await readHits(found({ kind: 'rationale' }), [...words('unethical'), asked], text);
    expect(hits.flatMap(marked)).toEqual(['risky']);
  });

  it('reads more hits than one batch, and passes over trials that are gone', async () => {
    const texts = Array.from({ length: 1200 }, (_, at) => `unethical ${at}`);
    const raw = found(...texts.map(() => ({})), { key: madeKey(5000), passage: 0 });
    const hits = await readHits(raw, words('unethical'), source(texts));
    expect(hits).toHaveLength(1200);
    expect(hits.at(-1)?.excerpt).toBe('unethical 1199');
  });
});
