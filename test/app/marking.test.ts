/** Words marked by keys: highlights of bookmarks, and passages to copy. */
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../src/app/keymap.ts';
import { shownIn } from '../support/frames.tsx';
import { findLongQuote } from '../../src/text/quote.ts';
import { longText } from '../../src/text/long-text.ts';
import { createSessions, replay } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

const TEXT = 'One two three four.\n\nFive six seven eight nine.\nTen eleven twelve.';
const trial = (text = TEXT) => trialOf({ turns: [{ kind: 'message', text }] });

describe('marking words', () => {
  it.each([
    ['y', 'One'],
    ['ly', 'two'],
    ['lhy', 'One'],
    [' lly', 'One two three'],
    ['l ly', 'two three'],
    ['lll hy', 'three four.'],
    ['l lhhy', 'One two'],
    ['jy', 'Five'],
    ['lljy', 'six'],
    [' jly', 'One two three four.\n\nFive six'],
    ['jj ky', 'Five six seven eight nine.\nTen'],
    [' lhy', 'One'],
  ])('v%s copies %j', async (keys, words) => {
    const { press, effects } = await open([trial()]);
    await press(`<enter>v${keys}`);
    const copied = effects().find(({ type }) => type === 'copy');
    expect(copied).toEqual({ type: 'copy', text: `${words}\nmodel-a/cell/001#1` });
  });

  it('highlights a passage in a new bookmark, and more in one that is there', async () => {
    const { press, state } = await open([trial()]);
    await press('<enter>v lbwhy<enter>');
    const stops = () => state().bookmarks.walkthrough.stops;
    expect(stops()).toMatchObject([
      { turns: { first: 1, last: 1 }, quotes: ['One two'], note: 'why' },
    ]);
    await press('vjb');
    expect(stops()).toMatchObject([{ quotes: ['One two', 'Five'], note: 'why' }]);
    expect((await press('vjb')).notice?.text).toBe('These words are highlighted already');
    expect(stops()).toHaveLength(1);
  });

  it('marks words that are found again in the text', async () => {
    const text = `${'word '.repeat(20_000)}the end of it`;
    const { press, state } = await open([trial(text)]);
    await press('<enter>Gv');
    for (let rows = 0; rows < 60; rows += 1) await press('j');
    await press(' hhhb<enter>');
    const [stop] = state().bookmarks.walkthrough.stops;
    const [quote = ''] = stop?.quotes ?? [];
    expect(quote.split(' ')).toHaveLength(4);
    expect(findLongQuote(longText(text), quote, text)).toBeDefined();
  });

  it('keeps the word that moves in view', async () => {
    const text = Array.from({ length: 300 }, (_, at) => `row${at} of text`).join('\n');
    const { press, state } = await open([trial(text)], { size: { columns: 60, rows: 12 } });
    await press('<enter>v');
    for (let row = 1; row < 60; row += 1) {
      await press('j');
      expect(shownIn(state())).toContain(`row${row} of text`);
    }
    for (let row = 58; row >= 0; row -= 1) {
      await press('k');
      expect(shownIn(state())).toContain(`row${row} of text`);
    }
  });

  it('is left with Esc, and with every jump', async () => {
    const { press, state } = await open([trial()]);
    await press('<enter>v');
    expect(contextOf(state())).toBe('marking');
    await press('<esc>');
    expect(contextOf(state())).toBe('replay');
    await press('v');
    expect(replay(state()).marking).toBeDefined();
  });

  it('says why where there is nothing to mark', async () => {
    const { press } = await open([trial('   ')]);
    expect((await press('<enter>v')).notice?.text).toBe('There are no words here to mark');
    expect((await press('Rv')).notice?.text).toContain('R leaves raw JSON');
    expect((await press('RVvb')).notice?.text).toContain('The verdict has no highlights');
  });
});
