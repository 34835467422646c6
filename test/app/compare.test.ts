/** Keys in, state out: two trials side by side. */
import { afterEach, describe, expect, it } from 'vitest';
import type { CompareScreen } from '../../src/app/screens/compare/state.ts';
import { compareView } from '../../src/app/screens/compare/view.ts';
import { findScreen, topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import { shownIn } from '../support/frames.tsx';
import { openSession, type Session, type SessionOptions } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';

const STUDY = ['a', 'b', 'c'].flatMap((model) =>
  [1, 2].map((sample) =>
    trialOf({
      id: `${model}/cell/00${sample}`,
      model: `model-${model}`,
      sample,
      outcome: model === 'a' ? 'harmful' : 'safe',
      reasoning: `I am ${model}${sample}.`,
      sent: `I ${model === 'a' ? 'tell' : 'ask'} you to stop it, please.`,
    }),
  ),
);

let session: Session | undefined;
const open = async (options: SessionOptions = {}): Promise<Session> => {
  session = await openSession(STUDY, options);
  return session;
};
afterEach(async () => {
  expect(session?.failures()).toEqual([]);
  await session?.close();
});

const screenOf = (state: State): CompareScreen => {
  const screen = topScreen(state);
  if (screen.type !== 'compare') throw new Error(`the screen is ${screen.type}`);
  return screen;
};
const pairOf = (state: State): readonly unknown[] => {
  const { loaded } = screenOf(state);
  return [loaded?.left.row.id, loaded?.right.row.id];
};

describe('c', () => {
  it('compares a trial with that of another model in its condition', async () => {
    const { press } = await open();
    expect(pairOf(await press('c'))).toEqual(['a/cell/001', 'b/cell/001']);
    expect(screenOf(await press('<right>')).loaded?.others).toEqual({ index: 1, count: 2 });
    expect(pairOf(await press('<right>'))).toEqual(['a/cell/001', 'b/cell/001']);
    expect(pairOf(await press('<left>'))).toEqual(['a/cell/001', 'c/cell/001']);
    expect(pairOf(await press(']'))).toEqual(['a/cell/002', 'c/cell/002']);
    expect(pairOf(await press('['))).toEqual(['a/cell/001', 'c/cell/001']);
    expect(topScreen(await press('q')).type).toBe('docket');
  });

  it('comes back where it was left, of the same trials', async () => {
    const { press } = await open({ size: { columns: 80, rows: 12 } });
    const before = screenOf(await press('c<right>jjj'));
    expect(screenOf(await press('qc'))).toEqual(before);
    expect(screenOf(await press('qjc')).at).toBeUndefined();
  });

  it('compares two that are marked, or one that is and the one under the cursor', async () => {
    const { press } = await open();
    expect(pairOf(await press(' jjc'))).toEqual(['a/cell/001', 'b/cell/002']);
    expect(pairOf(await press('q c'))).toEqual(['a/cell/001', 'b/cell/002']);
    const state = await press('q c');
    expect([topScreen(state).type, state.notice?.text]).toEqual([
      'docket',
      'Three or more trials are marked: two can be compared',
    ]);
  });

  it('compares with the nearest one after a comparison of two that were marked', async () => {
    const { press } = await open();
    expect(pairOf(await press(' jjjc'))).toEqual(['a/cell/001', 'c/cell/001']);
    expect(pairOf(await press('qXgc'))).toEqual(['a/cell/001', 'b/cell/001']);
  });

  it('comes back where it was left, of the same two that are marked', async () => {
    const { press } = await open({ size: { columns: 80, rows: 12 } });
    const before = screenOf(await press(' jjjcjjj'));
    expect(before.at).toBeDefined();
    expect(screenOf(await press('qc'))).toEqual(before);
  });

  it('compares the trial that is read, and leads back to it', async () => {
    const { press } = await open();
    expect(pairOf(await press('j<enter>c'))).toEqual(['a/cell/002', 'b/cell/002']);
    expect(topScreen(await press('q')).type).toBe('replay');
  });

  it('opens the turn that is on top, as help says', async () => {
    const { press } = await open();
    const shown = shownIn(await press('cd?'));
    expect(shown).toContain('Open the left trial at the turn on top');
    expect(shown).not.toContain('under the cursor');
    await press('q');
    const state = await press('<enter>');
    expect(findScreen(state, 'replay')).toMatchObject({ step: 6 });
    expect(topScreen(await press('q')).type).toBe('compare');
  });
});

describe('the line that is read', () => {
  const SMALL = { columns: 80, rows: 12 };

  it('stays on top at another width, and is the same again at the first', async () => {
    const { press, send } = await open({ size: SMALL });
    const state = await press('cjjj');
    const before = shownIn(state);
    const turnOnTop = (now: State): unknown => {
      const { lines, top } = compareView(now.size, screenOf(now));
      return [lines[top]?.left, lines[top]?.right];
    };
    const narrow = await send({ type: 'resize', size: { columns: 50, rows: 10 } });
    expect(turnOnTop(narrow)).toEqual(turnOnTop(state));
    const again = await send({ type: 'resize', size: state.size });
    expect(shownIn(again)).toBe(before);
  });

  it.each(['d', 's'])('is there again after %s twice', async (key) => {
    const { press } = await open({ size: SMALL });
    const before = shownIn(await press('cjjj'));
    await press(key);
    expect(shownIn(await press(key))).toBe(before);
  });
});

describe('what is shown', () => {
  it('is by role, with the words that differ in signs', async () => {
    const { press } = await open();
    const shown = shownIn(await press('c'));
    expect(shown).toMatch(/briefing ×2: the same\n/);
    expect(shown).toMatch(/email read ×3: the same\n/);
    expect(shown).toMatch(/I am a1\. +│ I am b1\./);
    expect(shown).toMatch(/I \{-tell-\} you to stop it, please\. +│ I \{\+ask\+\} you/);
  });

  it('is what differs alone, or private words beside those that were sent', async () => {
    const { press } = await open();
    const differences = shownIn(await press('cd'));
    expect(differences).toContain('differences only');
    expect(differences).not.toContain('the same');
    expect(shownIn(await press('s'))).toMatch(/I am a1\. +│ (Subject: .*|I tell you)/);
  });
});
