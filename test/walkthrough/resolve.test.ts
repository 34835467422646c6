/** From a walkthrough to its deck: what is found, what is not, and what is held back when. */
import { describe, expect, it } from 'vitest';
import type { Trial } from '../../src/trial/types.ts';
import { chaptersOf, isHeld, type Deck } from '../../src/walkthrough/deck.ts';
import { draftWalkthrough } from '../../src/walkthrough/draft.ts';
import { parseWalkthrough } from '../../src/walkthrough/parse.ts';
import { contentHash, hashesOf } from '../../src/walkthrough/reference.ts';
import { resolveDeck, type Library } from '../../src/walkthrough/resolve.ts';
import type { Stop, Walkthrough } from '../../src/walkthrough/types.ts';
import { walkthroughText } from '../../src/walkthrough/write.ts';
import { trialOf } from '../support/trials.ts';

const NONE = { trials: 0, judged: 0, harmful: 0, safe: 0, unjudged: 0, judgeFailed: 0, error: 0 };

/** A library over some trials, which counts how often all of them were read. */
function libraryOf(trials: readonly Trial[]): Library & { readonly scans: () => number } {
  let scans = 0;
  return {
    byId: async (id) => trials.find((trial) => trial.id === id),
    all: async function* () {
      scans += 1;
      yield* trials;
    },
    rates: async () => ({
      groups: [{ values: ['model-a'], counts: { ...NONE, trials: 1 }, conditions: 1 }],
      total: { values: [], counts: { ...NONE, trials: 1 }, conditions: 1 },
    }),
    scans: () => scans,
  };
}

function stopOf(stop: Partial<Stop>): Stop {
  return { quotes: [], reveal: [], ...stop };
}

function scriptOf(...stops: readonly Partial<Stop>[]): Walkthrough {
  return { title: 'A', paths: [], spoilers: 'hold', stops: stops.map(stopOf) };
}

function shapes(deck: Deck): readonly string[] {
  return deck.slides.map((slide) =>
    slide.type === 'turn'
      ? `turn ${slide.turn}`
      : slide.type === 'reveal'
        ? slide.what.join('+')
        : slide.type,
  );
}

const trial = trialOf({ id: 'a/1', reasoning: 'This is risky  and\nunethical. I do it anyway.' });

describe('a deck', () => {
  it('has a slide for every turn, a card for words alone, and one for each reveal and table', async () => {
    const deck = await resolveDeck(
      scriptOf(
        { title: 'Hello', text: 'Welcome.' },
        { trial: 'a/1', turns: { first: 3, last: 5 }, text: 'Three mails' },
        { trial: 'a/1', turns: { first: 6, last: 6 }, quotes: ['Risky and unethical'] },
        { trial: 'a/1', reveal: ['verdict', 'model'] },
        { rates: { by: 'model' } },
      ),
      libraryOf([trial]),
    );
    expect(shapes(deck)).toEqual([
      'title',
      'words',
      'turn 3',
      'turn 4',
      'turn 5',
      'turn 6',
      'verdict+model',
      'rates',
      'closing',
    ]);
    expect(deck.problems).toEqual([]);
    expect(deck.trials).toHaveLength(1);
    expect(deck.slides[5]).toMatchObject({ quotes: ['Risky and unethical'] });
    expect(chaptersOf(deck).map(({ slide }) => slide)).toEqual([1, 2, 5, 6, 7]);
  });

  it('without turns and reveals shows the whole trial', async () => {
    const deck = await resolveDeck(scriptOf({ trial: 'a/1' }), libraryOf([trial]));
    expect(shapes(deck)).toHaveLength(trial.turns.length + 2);
  });

  it('finds a trial under another id by what it says', async () => {
    const library = libraryOf([trialOf({ id: 'other' }), { ...trial, id: 'moved/2' }]);
    const deck = await resolveDeck(
      scriptOf({ trial: 'a/1', hash: contentHash(trial), turns: { first: 1, last: 1 } }),
      library,
    );
    expect(deck.trials.map(({ id }) => id)).toEqual(['moved/2']);
    expect(deck.problems).toEqual([]);
    expect(library.scans()).toBe(1);
  });

  it('finds a trial by a hash of version 0.1', async () => {
    const [, older = ''] = hashesOf(trial);
    expect(older).toMatch(/^sha256:[0-9a-f]{16}$/);
    const library = libraryOf([{ ...trial, id: 'moved/2' }]);
    const deck = await resolveDeck(scriptOf({ trial: 'a/1', hash: older }), library);
    expect(deck.trials.map(({ id }) => id)).toEqual(['moved/2']);
    const same = libraryOf([trial]);
    await resolveDeck(scriptOf({ trial: 'a/1', hash: older }), same);
    expect(same.scans()).toBe(0);
  });

  it.each([{ cc: 'x@y.example' }, { at: '2031-01-02' }, { args: { path: '/etc' } }])(
    'takes a trial with another %j for another one',
    (change) => {
      const [first, ...rest] = trial.turns;
      if (first === undefined) throw new Error('no turn');
      const changed = { ...trial, turns: [{ ...first, ...change }, ...rest] };
      expect(contentHash(changed)).not.toBe(contentHash(trial));
      expect(contentHash(changed)).toMatch(/^sha256:[0-9a-f]{64}$/);
    },
  );

  it('does not read the collection through where every trial is as it was', async () => {
    const library = libraryOf([trial]);
    await resolveDeck(scriptOf({ trial: 'a/1', hash: contentHash(trial) }), library);
    expect(library.scans()).toBe(0);
  });

  it('says which stop no longer matches, and how', async () => {
    const changed = trialOf({ id: 'a/1', reasoning: 'Something else.' });
    const deck = await resolveDeck(
      scriptOf(
        { trial: 'a/1', hash: contentHash(trial), turns: { first: 1, last: 1 } },
        { trial: 'gone' },
        { trial: 'a/1', turns: { first: 9, last: 9 } },
        { trial: 'a/1', turns: { first: 6, last: 6 }, quotes: ['unethical'] },
      ),
      libraryOf([changed]),
    );
    expect(deck.problems.map(({ stop, message }) => [stop, message])).toEqual([
      [0, 'the trial a/1 says something else than when this stop was made'],
      [1, 'the trial gone is not in the collection'],
      [2, 'the trial has no turn 9: it has 7'],
      [3, 'no turn of this stop says “unethical”'],
    ]);
    expect(shapes(deck)).toEqual(['title', 'turn 1', 'missing', 'missing', 'turn 6', 'closing']);
  });
});

describe('what is held back', () => {
  const at = async (spoilers: Walkthrough['spoilers']): Promise<readonly string[]> => {
    const deck = await resolveDeck(
      {
        ...scriptOf(
          { trial: 'a/1', turns: { first: 1, last: 1 } },
          { trial: 'a/1', reveal: ['verdict', 'model'] },
          { trial: 'a/1', turns: { first: 2, last: 2 } },
        ),
        spoilers,
      },
      libraryOf([trial]),
    );
    const places = [
      [1, 0],
      [2, 0],
      [2, 1],
      [2, 2],
      [3, 0],
    ] as const;
    return places.map(([slide, cue]) =>
      (['verdict', 'model'] as const)
        .filter((what) => isHeld(deck, { slide, cue }, 0, what))
        .join(' '),
    );
  };

  it.each([
    ['hold', ['verdict model', 'verdict model', 'model', '', '']],
    ['verdict', ['verdict', 'verdict', '', '', '']],
    ['none', ['', '', '', '', '']],
  ] as const)('with spoilers: %s', async (spoilers, expected) => {
    expect(await at(spoilers)).toEqual(expected);
  });
});

describe('a draft', () => {
  it('tells a trial in its order, and holds model and verdict back to the end', async () => {
    const draft = draftWalkthrough([trial], ['.']);
    expect(
      draft.stops.map(({ title, turns, reveal }) => [title, turns?.first, turns?.last, ...reveal]),
    ).toEqual([
      ['The task', 1, 2],
      ['Quarterly figures', 3, 3],
      ['Shutdown at five', 4, 4],
      ['Lunch', 5, 5],
      ['Its private reasoning', 6, 6],
      ['What it sent', 7, 7],
      ['The verdict', undefined, undefined, 'verdict', 'model'],
    ]);
    const deck = await resolveDeck(draft, libraryOf([trial]));
    expect(deck.problems).toEqual([]);
    expect(parseWalkthrough(walkthroughText(draft), 'f')).toEqual(draft);
  });

  it('names neither the model nor the verdict before the end', () => {
    const { stops, ...head } = draftWalkthrough([trial], []);
    const shown = [head.title, head.subtitle, ...stops.map(({ title }) => title)].join(' ');
    expect(shown).not.toContain(trial.model);
    expect(shown).not.toContain('safe');
  });
});
