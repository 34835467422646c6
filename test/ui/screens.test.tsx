/** Golden frames of every screen at three widths; and no frame is ever wider or higher than asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Size } from '../../src/app/message.ts';
import { notesNow } from '../../src/app/screens/present/stage.ts';
import type { State } from '../../src/app/state.ts';
import { width } from '../../src/text/width.ts';
import { shownIn, SIZES } from '../support/frames.tsx';
import { PRESENT } from '../support/presents.ts';
import { replayLines } from '../support/replay-log.ts';
import { openSession, type Session } from '../support/session.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

/** Screens by the keys that lead to them. */
const SCREENS: readonly (readonly [string, string])[] = [
  ['docket', ''],
  ['docket-filtered', 'Fverdict:harmful belief:real<enter>'],
  ['docket-typing', 'Fmodel:model-b ('],
  ['docket-facets', '<tab>j'],
  ['docket-empty', 'Fmodel:nobody<enter>'],
  ['picker', 'm '],
  ['picker-sort', 's'],
  ['replay-email', '<enter>e'],
  ['replay-reasoning', 'j<enter>r'],
  ['replay-unfolded', '<enter>Mu'],
  ['replay-verdict', '<enter>V'],
  ['replay-quote', '<enter>V1'],
  ['replay-raw', '<enter>MR'],
  ['replay-film', '<enter>rp'],
  ['replay-film-paused', '<enter>p. +'],
  ['replay-bookmarked', '<enter>eb<enter>rbIt knows better.'],
  [
    'bookmarks',
    '<enter>ebThe first mail.<enter>rb<enter>Vb<enter>BaWords for the audience.<enter>',
  ],
  ['bookmarks-typing', '<enter>eb<enter>Bn'],
  ['search', '/unethical'],
  ['search-introduction', '/'],
  ['search-wrong', '/unethical ('],
  ['search-results', '/unethical<tab>j'],
  ['search-trials', '/model:model-b verdict:safe<down>'],
  ['search-again', '/unethical<down><esc>/'],
  ['search-set', '/unethical<ctrl+t>'],
  ['search-rates', '/unethical<ctrl+r>'],
  ['stats-filter-typing', 'SFbelief:re'],
  ['stats-trials', 'Sj<enter>'],
  ['stats', 'S'],
  ['stats-split', 'Sdbelief<enter>'],
  ['stats-cross', 'Sdbelief<enter>c'],
  ['picker-share', 'S%'],
  ['stats-share', 'S%ack<enter>'],
  ['second-look', 'Wj'],
  ['stats-funnel', 'S%f<enter>l'],
  ['stats-compared', 'Sdbelief<enter>c=l'],
  ['compare', 'c'],
  ['compare-differences', 'cd'],
  ['said-and-did', '<enter>cs'],
  ['concordance', 'Kunethical<enter>j'],
  ['concordance-table', 'Kunethical<enter><tab>jl'],
  ['concordance-notes', 'Kunethical<enter>i'],
  ['concordance-forms', 'Kunethical<enter><tab><tab>j'],
  ['help', '?'],
  ['palette', ':filter'],
];

/** Moments of a presentation by the keys that lead to them. */
const MOMENTS: readonly (readonly [string, string])[] = [
  ['present-title', ''],
  ['present-quote', '   '],
  ['present-reasoning', '    '],
  ['present-held', '     '],
  ['present-revealed', '       '],
  ['present-rates', '        '],
  ['present-missing', '         '],
  ['present-chapters', '   cj'],
];

/** The time a search took is not part of its picture. */
function frame(state: State): string {
  return shownIn(state).replace(/\d+ ms/, 'N ms');
}

async function expectFrame(shown: string, name: string, size: Size): Promise<void> {
  const lines = shown.split('\n');
  expect(lines).toHaveLength(size.rows);
  expect(lines.filter((line) => width(line) > size.columns)).toEqual([]);
  const trimmed = lines.map((line) => line.trimEnd()).join('\n');
  await expect(`${trimmed}\n`).toMatchFileSnapshot(`frames/${size.columns}-${name}.txt`);
}

describe.each(SIZES)('at $columns x $rows', (size) => {
  let session: Session;
  beforeAll(async () => {
    session = await openSession(SMALL_STUDY, { size });
  });
  afterAll(() => session.close());

  it.each(SCREENS)('%s', async (name, keys) => {
    const fresh = await openSession(SMALL_STUDY, { size });
    // A frame of something that failed to load is no picture of the screen.
    expect(fresh.state().progress).toMatchObject({ phase: 'done', trials: SMALL_STUDY.length });
    const shown = frame(await fresh.press(keys));
    await fresh.close();
    await expectFrame(shown, name, size);
    // A message log of it, played again, gives the same.
    const again = replayLines(fresh.log());
    expect(frame(again)).toBe(shown);
    expect(again).toEqual(fresh.state());
  });
});

const CLAIMS = {
  file: 'small.claims.yaml',
  title: 'A small report',
  claims: [
    { text: 'model-a does it in three of four', query: 'model:model-a', expect: '3 of 4' },
    { text: 'half of them', where: 'page 2', query: 'model:model-a', expect: '50 %' },
  ],
};

describe.each(SIZES)('claims at $columns x $rows', (size) => {
  it('are drawn with what was found', async () => {
    const session = await openSession(SMALL_STUDY, { size, claims: CLAIMS });
    const state = await session.press('j');
    await session.close();
    await expectFrame(frame(state), 'claims', size);
  });
});

describe.each(SIZES)('a search that goes on at $columns x $rows', (size) => {
  it('shows what it has so far', async () => {
    const session = await openSession(SMALL_STUDY, { size, chunk: 2 });
    await session.press('/unethical');
    const state = session.states().findLast((one) => {
      const top = one.screens.at(-1);
      return top?.type === 'search' && top.isPartial && (top.result?.hits.length ?? 0) > 0;
    });
    await session.close();
    if (state === undefined) throw new Error('it was never partial');
    await expectFrame(frame(state), 'search-so-far', size);
  });

  it('says how many were compared', async () => {
    const session = await openSession(SMALL_STUDY, { size });
    await session.press('/risky unethical');
    const state = session.state();
    const top = state.screens.at(-1);
    await session.close();
    if (top?.type !== 'search' || top.result === undefined) throw new Error('no result');
    const result = { ...top.result, passages: 60_000, trials: 2221, ranked: 1000 };
    const many = { ...top, result } as typeof top;
    const shown = frame({ ...state, screens: [state.screens[0], many] });
    await expectFrame(shown, 'search-capped', size);
  });
});

describe.each(SIZES)('on the stage at $columns x $rows', (size) => {
  it.each(MOMENTS)('%s', async (name, keys) => {
    const session = await openSession(SMALL_STUDY, { size, present: PRESENT });
    await session.tick('notice');
    const shown = frame(await session.press(keys));
    await session.close();
    await expectFrame(shown, name, size);
    expect(frame(replayLines(session.log()))).toBe(shown);
  });

  it('the speaker sees the note and what comes next', async () => {
    const stage = await openSession(SMALL_STUDY, { size, present: PRESENT });
    const notes = notesNow(await stage.press('  '));
    await stage.close();
    const session = await openSession(SMALL_STUDY, { size, notes: true });
    const shown = frame(await session.send({ type: 'follow', notes, now: 0 }));
    await session.close();
    await expectFrame(shown, 'notes', size);
  });
});

describe('any terminal', () => {
  it.each([
    [20, 5],
    [39, 24],
    [80, 9],
    [1, 1],
  ])('%i x %i says that it is too small', async (columns, rows) => {
    const session = await openSession(SMALL_STUDY, { size: { columns, rows } });
    const lines = frame(session.state()).split('\n');
    await session.close();
    expect(lines.length).toBeLessThanOrEqual(rows);
    if (columns >= 20) expect(lines.join(' ')).toContain('small');
  });

  it.each([
    [40, 10],
    [57, 13],
    [71, 19],
    [333, 90],
  ])('%i x %i holds every screen', async (columns, rows) => {
    const hostile = trialOf({
      id: 'hostile',
      model: 'モデル\u202E\u001B[2J',
      turns: [{ kind: 'reasoning', text: '\u001B]52;c;AAAA\u0007日本語 👩‍👩‍👧‍👦\r\b'.repeat(60) }],
    });
    for (const [name, keys] of SCREENS) {
      const session = await openSession([hostile, ...SMALL_STUDY], { size: { columns, rows } });
      const lines = frame(await session.press(keys)).split('\n');
      await session.close();
      expect(lines.length, name).toBe(rows);
      expect(
        lines.filter((line) => width(line) > columns),
        name,
      ).toEqual([]);
      // eslint-disable-next-line no-control-regex
      expect(
        lines.filter((line) => /[\u0000-\u001F\u007F-\u009F\u202E]/.test(line)),
        name,
      ).toEqual([]);
    }
  });
});
