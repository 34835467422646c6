/** A turn of any length is opened, scrolled and searched by the piece; what is found is all there is. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { shownText } from '../../src/app/step-page.ts';
import { HIT, matchesIn } from '../../src/app/screens/replay/matches.ts';
import type { LoadedTrial, ReplayScreen } from '../../src/app/screens/replay/state.ts';
import type { State } from '../../src/app/state.ts';
import { matchesOf } from '../../src/text/match.ts';
import type { MatchPattern } from '../../src/text/patterns.ts';
import { findRegex, loadRegexes } from '../../src/text/regex.ts';
import { around, SPAN } from '../../src/text/long-text.ts';
import { safe } from '../../src/text/safe.ts';
import { shownWords } from '../../src/text/words.ts';
import { openSession, type Session } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';
import { anyLongText } from '../text/long-texts.ts';

const word = (text: string, prefix = false): MatchPattern => ({
  places: [[{ word: text, prefix }]],
});
const PATTERNS: readonly MatchPattern[] = [
  word('unethical'),
  { places: [[{ word: 'risky' }], [{ word: 'and' }, { word: 'word' }]] },
  { places: [[{ word: 'and' }], [{ word: 'and' }], [{ word: 'risky' }]] },
];
const SIGNALS = { first: [word('plain')], second: [word('wor', true)] };

describe('the matches of a long text', () => {
  it('are those of the whole text', () => {
    fc.assert(
      fc.property(anyLongText, (text) => {
        const trial = trialOf({ turns: [{ kind: 'message', text }] });
        const wanted = { trial, signals: SIGNALS, patterns: PATTERNS };
        const long = shownText(trial, 1);
        const before = [0];
        for (let piece = 0; piece < long.pieces; piece += 1) {
          before.push((before[piece] ?? 0) + long.textAt(piece).length);
        }
        const flat = (place: number): number =>
          (before[Math.floor(place / SPAN)] ?? 0) + (place % SPAN);
        const found = Array.from({ length: long.pieces }, (_, piece) =>
          matchesIn(wanted, 1, piece),
        ).flat();
        const names = [...PATTERNS.map(() => HIT), 'first', 'second'];
        const all = [...PATTERNS, ...Object.values(SIGNALS).flat()];
        const whole = [...matchesOf(shownWords(safe(text)), all)];
        const told = (one: { start: number; end: number; of: string }): string =>
          `${one.start} ${one.end} ${one.of}`;
        expect(
          found
            .map(({ start, end, of }) => told({ start: flat(start), end: flat(end), of }))
            .sort(),
        ).toEqual(
          whole
            .map(({ start, end, pattern }) => told({ start, end, of: names[pattern] ?? '' }))
            .sort(),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a regular expression matches in a long text', () => {
  beforeAll(loadRegexes);
  it('is what it matches in the whole, whichever piece that begins in', () => {
    fc.assert(
      fc.property(
        // Hidden characters and CR LF are shown as one sign together: none has a place of its own.
        anyLongText.map((text) => text.replaceAll(/[[\p{C}\p{DI}]--[\n]]/gv, '')),
        fc.constantFrom('risky \\w+', '[a-z]+ and', '\\bwor', '^.'),
        (text, source) => {
          // A turn without text says so.
          fc.pre(text !== '');
          const trial = trialOf({ turns: [{ kind: 'message', text }] });
          const wanted = { trial, signals: {}, patterns: [{ regex: { source, flags: '' } }] };
          const long = shownText(trial, 1);
          const found = Array.from({ length: long.pieces }, (_, piece) =>
            matchesIn(wanted, 1, piece).map((range) => {
              const { text: shown, start, end } = around(long, range, 0);
              return shown.slice(start, end);
            }),
          ).flat();
          const whole = [...findRegex(text, { source, flags: '' })];
          expect(found).toEqual(
            whole.map(({ start, end }) => String(safe(text.slice(start, end)))),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

const FILLER = 'The plan is simple and mail goes out at five today.\n';
const PIECES_A_KEY = 8;

function replayOf(state: State): ReplayScreen & { readonly loaded: LoadedTrial } {
  const screen = state.screens.findLast((one) => one.type === 'replay');
  if (screen?.loaded === undefined) throw new Error('no trial is open');
  return { ...screen, loaded: screen.loaded };
}

/** Opens a trial whose first turn is of 10 MB, with hits at its very beginning and its very end. */
async function openHuge(): Promise<Session> {
  const text = `Zebras.\n${FILLER.repeat(190_000)}The last one: zebras.\n`;
  const turns = [
    { kind: 'reasoning', text },
    { kind: 'message', text: 'Sent: no zebras.' },
  ] as const;
  const session = await openSession([trialOf({ turns })]);
  await session.press('Fzebras<enter><enter>');
  return session;
}

/** The word that the replay stands on. */
function wordAt(state: State): string {
  const { hit, loaded } = replayOf(state);
  if (hit === undefined) return '';
  const text = shownText(loaded.trial, hit.turn);
  return `${hit.turn}: ${around(text, { start: hit.start, end: hit.start + 6 }, 0).text}`;
}

describe('a turn of 10 MB', () => {
  it('costs what is seen of it', async () => {
    const session = await openSession([
      trialOf({ turns: [{ kind: 'reasoning', text: FILLER.repeat(190_000) }] }),
    ]);
    let state = await session.press('<enter>');
    const text = shownText(replayOf(state).loaded.trial, 1);
    expect(text.pieces).toBeGreaterThan(500);
    expect(text.looked()).toBeLessThanOrEqual(PIECES_A_KEY);
    for (const key of [
      'j',
      'G',
      'k',
      '<ctrl+u>',
      'g',
      '<pagedown>',
      'R',
      'G',
      'R',
      'i',
      'u',
      'G',
    ]) {
      const before = text.looked();
      state = await session.press(key);
      expect(text.looked() - before, key).toBeLessThanOrEqual(PIECES_A_KEY);
    }
    await session.close();
  });

  it('is looked through for the rail a slice at a time, and all of it', async () => {
    const reasoning = `${FILLER.repeat(4000)}It is unethical.\n`;
    const session = await openSession([
      trialOf({ turns: [{ kind: 'reasoning', text: reasoning }] }),
    ]);
    let state = await session.press('<enter>');
    expect(replayOf(state).scan?.marks[0]?.signals).toEqual([]);
    let ticks = 0;
    for (; replayOf(state).scan?.next !== undefined; ticks += 1) {
      const text = shownText(replayOf(state).loaded.trial, 1);
      const before = text.looked();
      state = await session.tick('scan');
      expect(text.looked() - before).toBeLessThanOrEqual(PIECES_A_KEY);
    }
    expect(ticks).toBeGreaterThan(1);
    expect(replayOf(state).scan?.marks[0]?.signals).toEqual(['ethics']);
    await session.close();
  });

  it('has its next hit found in slices, in both directions', async () => {
    const session = await openHuge();
    const seek = async (key: string): Promise<readonly [at: string, ticks: number]> => {
      const text = shownText(replayOf(session.state()).loaded.trial, 1);
      let before = text.looked();
      let state = await session.press(key);
      let ticks = 0;
      for (; replayOf(state).seeking !== undefined; ticks += 1) {
        expect(text.looked() - before).toBeLessThanOrEqual(PIECES_A_KEY);
        before = text.looked();
        state = await session.tick('seek');
      }
      return [wordAt(state), ticks];
    };
    expect(await seek('n')).toEqual(['1: Zebras', 0]);
    const [last, ticks] = await seek('n');
    expect(last).toBe('1: zebras');
    expect(ticks).toBeGreaterThan(10);
    const { anchor, hit } = replayOf(session.state());
    expect(Math.floor(anchor.offset / SPAN)).toBe(Math.floor((hit?.start ?? 0) / SPAN));
    expect(session.state().notice).toBeUndefined();
    // What was looked through once is known.
    expect(await seek('N')).toEqual(['1: Zebras', 0]);
    expect(await seek('n')).toEqual(['1: zebras', 0]);
    expect(await seek('n')).toEqual(['2: zebras', 0]);
    expect(await seek('N')).toEqual(['1: zebras', 0]);
    await session.close();
  });

  it('has its last hit found from its end', async () => {
    const session = await openHuge();
    await session.press('l');
    const text = shownText(replayOf(session.state()).loaded.trial, 1);
    const before = text.looked();
    const state = await session.press('N');
    expect(text.looked() - before).toBeLessThanOrEqual(PIECES_A_KEY);
    expect(wordAt(state)).toBe('1: zebras');
    await session.close();
  });

  it('is looked through no further when another key is pressed', async () => {
    const session = await openHuge();
    await session.press('nn');
    expect(replayOf(session.state()).seeking).toBeDefined();
    const state = await session.press('j');
    expect(replayOf(state).seeking).toBeUndefined();
    const after = await session.tick('seek');
    expect(wordAt(after)).toBe('1: Zebras');
    await session.press('n?');
    await session.tick('seek');
    expect(wordAt(session.state())).toBe('1: Zebras');
    await session.close();
  });

  it('is not sent to where it is only previewed', async () => {
    const huge = trialOf({
      id: 'a',
      turns: [
        { kind: 'reasoning', text: 'Short.' },
        { kind: 'action', name: 'email', to: 'x@made-up.example', text: FILLER.repeat(190_000) },
      ],
    });
    const session = await openSession([huge, trialOf({ id: 'b' })]);
    const state = session.state();
    expect(state.preview?.loaded).toBeUndefined();
    expect(state.preview?.final).toMatchObject({ step: 2, turn: { to: 'x@made-up.example' } });
    expect(JSON.stringify(state.preview).length).toBeLessThan(10_000);
    const opened = replayOf(await session.press('<enter>'));
    expect(opened.loaded.trial).toEqual(huge);
    await session.press('q');
    const small = await session.press('j');
    expect(small.preview?.loaded?.trial.id).toBe('b');
    await session.close();
  });
});
