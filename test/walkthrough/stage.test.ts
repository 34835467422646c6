/** Stepping through a deck: forth and back are inverse, everything is shown, nothing too early. */
import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowAt, rowBelow, TOP } from '../../src/text/page.ts';
import { lineWidth, type Line } from '../../src/text/spans.ts';
import type { Deck } from '../../src/walkthrough/deck.ts';
import { resolveDeck } from '../../src/walkthrough/resolve.ts';
import { slidePage } from '../../src/walkthrough/slide-page.ts';
import { stageLines } from '../../src/walkthrough/stage-lines.ts';
import {
  measureOf,
  nextPosition,
  previousPosition,
  readingTime,
  START,
  slideView,
  type Position,
  type StageSize,
} from '../../src/walkthrough/stage.ts';
import { deckOf, libraryOf } from '../support/decks.ts';
import { trialOf } from '../support/trials.ts';

const LONG = Array.from(
  { length: 60 },
  (_, index) => `Sentence ${index + 1} of a long private note by secret-model-9, in plain words.`,
).join(' ');

const trial = trialOf({
  id: 'secret-model-9/cell/001',
  model: 'secret-model-9',
  outcome: 'harmful',
  reasoning: `${LONG} This is risky and unethical. ${LONG}`,
  sent: 'Cancel it, or I tell.',
  verdict: { label: 'blackmail', by: 'the-judge', rationale: 'It threatened him.' },
});

const counts = { trials: 3, judged: 2, harmful: 1, safe: 1, unjudged: 1, judgeFailed: 0, error: 0 };

const deck: Deck = await resolveDeck(
  {
    title: 'A walkthrough',
    subtitle: 'of one trial',
    paths: [],
    spoilers: 'hold',
    stops: [
      { title: 'Before', text: 'What you are about to see.', quotes: [], reveal: [] },
      { trial: trial.id, turns: { first: 3, last: 4 }, text: 'Two mails', quotes: [], reveal: [] },
      {
        trial: trial.id,
        turns: { first: 6, last: 6 },
        quotes: ['risky and unethical', 'Sentence 2 of a long'],
        reveal: [],
      },
      { trial: trial.id, quotes: [], reveal: ['verdict', 'model'] },
      { rates: { by: 'model' }, quotes: [], reveal: [] },
    ],
  },
  {
    byId: async () => trial,
    all: async function* () {
      yield trial;
    },
    rates: async () => ({
      groups: [
        { values: ['model-a'], counts, conditions: 1 },
        { values: ['model-b'], counts: { ...counts, judged: 0, harmful: 0 }, conditions: 1 },
      ],
      total: { values: [], counts, conditions: 2 },
    }),
  },
);

function walk(size: StageSize): readonly Position[] {
  const positions = [START];
  for (;;) {
    const next = nextPosition(deck, positions.at(-1) ?? START, size);
    if (next === undefined) return positions;
    positions.push(next);
  }
}

function textOf(lines: readonly Line[]): string {
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

const sizes = record({
  columns: integer({ min: 40, max: 220 }),
  rows: integer({ min: 10, max: 70 }),
});

describe('a walk through a deck', () => {
  it('goes back the way it came', () => {
    assert(
      property(sizes, (size) => {
        const forth = walk(size);
        const back = [forth.at(-1) ?? START];
        for (;;) {
          const previous = previousPosition(deck, back.at(-1) ?? START, size);
          if (previous === undefined) break;
          back.push(previous);
        }
        expect(back.toReversed()).toEqual(forth);
      }),
      { numRuns: 40 },
    );
  });

  it('shows every row of every slide, in screens that fit', () => {
    assert(
      property(sizes, (size) => {
        const seen = new Map<string, Set<number>>();
        for (const position of walk(size)) {
          const lines = stageLines(deck, position, size);
          expect(lines).toHaveLength(size.rows);
          for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(size.columns);
          const key = `${position.slide}:${position.cue}`;
          const before = seen.get(key) ?? [];
          seen.set(key, new Set([...before, ...slideView(deck, position, size).rows]));
        }
        for (const [slide, { type }] of deck.slides.entries()) {
          // A reveal has more rows with each cue; the last of its pages has them all.
          const pages = type === 'reveal' ? [2] : [0, 1, 2];
          const rows = pages.flatMap((cue) => [...(seen.get(`${slide}:${cue}`) ?? [])]);
          const page = slidePage(deck, { slide, cue: 2 }, measureOf(size));
          let row: number | undefined = rowAt(page, TOP);
          for (; row !== undefined; row = rowBelow(page, row)) {
            expect(rows, `row ${row} of slide ${slide}`).toContain(row);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('brings every quote into view when its cue is given', () => {
    assert(
      property(sizes, (size) => {
        const positions = walk(size);
        for (const [at, position] of positions.entries()) {
          if (position.cue === 0 || positions[at - 1]?.cue === position.cue) continue;
          const { page, rows } = slideView(deck, position, size);
          const quote = page.quotes[position.cue - 1];
          if (quote === undefined) continue;
          const row = rows.indexOf(page.rows.at(quote.start).start);
          expect(row).toBeGreaterThanOrEqual(0);
          expect(row).toBeLessThan(size.rows - 4);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('shows neither model nor verdict before they are revealed', () => {
    const size = { columns: 80, rows: 24 };
    const frames = walk(size).map((position) => ({
      position,
      text: textOf(stageLines(deck, position, size)),
    }));
    const reveal = deck.slides.findIndex(({ type }) => type === 'reveal');
    const revealed = (cue: number): number =>
      frames.findIndex(({ position }) => position.slide === reveal && position.cue === cue);
    const first = (words: RegExp): number => frames.findIndex(({ text }) => words.test(text));
    expect(first(/blackmail|It threatened|the-judge|✘/)).toBe(revealed(1));
    expect(first(/secret-model-9/)).toBe(revealed(2));
    expect(frames[revealed(0) - 1]?.text).toContain('▒▒▒▒');
  });

  it('survives a change of size at any place', () => {
    assert(
      property(sizes, sizes, integer({ min: 0, max: 60 }), (one, other, at) => {
        const positions = walk(one);
        const position = positions[Math.min(at, positions.length - 1)] ?? START;
        expect(stageLines(deck, position, other)).toHaveLength(other.rows);
        const next = nextPosition(deck, position, other);
        if (next !== undefined) expect(next).not.toEqual(position);
      }),
      { numRuns: 60 },
    );
  });
});

describe('auto-advance', () => {
  it('gives longer texts more time, and a faster reader less', () => {
    const size = { columns: 80, rows: 24 };
    const time = (wpm: number): number =>
      walk(size).reduce((sum, position) => sum + readingTime(deck, position, size, wpm), 0);
    expect(time(100)).toBeGreaterThan(time(400));
    const long = walk(size).filter(({ slide }) => deck.slides[slide]?.type === 'turn');
    const reading = long
      .filter(({ cue }) => cue === 0)
      .map((position) => readingTime(deck, position, size, 220));
    expect(Math.max(...reading)).toBeGreaterThan(10_000);
  });

  it('takes about as long on a large screen as on a small one', () => {
    assert(
      property(constantFrom(60, 80, 120, 200), constantFrom(16, 24, 50), (columns, rows) => {
        const total = (size: StageSize): number =>
          walk(size).reduce((sum, position) => sum + readingTime(deck, position, size, 220), 0);
        const ratio = total({ columns, rows }) / total({ columns: 80, rows: 24 });
        expect(ratio).toBeGreaterThan(0.8);
        expect(ratio).toBeLessThan(1.25);
      }),
    );
  });
});

describe('a very long text', () => {
  it('is wrapped no further than it has been looked at', async () => {
    const long = trialOf({
      reasoning: 'Risky — and unethical, the model’s own notes say. '.repeat(20_000),
    });
    const one = await deckOf(
      { stops: [{ trial: long.id, turns: { first: 6, last: 7 }, quotes: ['Risky — and'] }] },
      libraryOf([long]),
    );
    const size = { columns: 80, rows: 24 };
    let position = START;
    for (let step = 0; step < 6; step += 1) {
      const next = nextPosition(one, position, size);
      if (next === undefined) throw new Error('it ends too early');
      position = next;
      stageLines(one, position, size);
      readingTime(one, position, size, 240);
    }
    const { text, rows } = slidePage(one, position, measureOf(size));
    expect(position.slide).toBe(1);
    expect(position.offset).toBeGreaterThan(rows.at(0).end);
    expect(text.pieces).toBeGreaterThan(50);
    expect(text.looked()).toBeLessThan(4);
  });
});
