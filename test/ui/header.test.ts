/** What of a header gives way where the terminal is narrow, and what never does. */
import { describe, expect, it } from 'vitest';
import { t } from '../../src/text/safe.ts';
import { ESSENTIAL, fittedParts, namedHeader } from '../../src/ui/parts/header.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';

const { open } = createSessions();

const NAMED = namedHeader([{ text: t`Stats` }], 'results', [{ text: t`  by model` }]);
const shown = (cells: number): string =>
  fittedParts(NAMED, cells)
    .flatMap(({ line }) => line.map(({ text }) => text))
    .join('');

describe('the parts of a header', () => {
  it('give way in their order, and those that are cut never do', () => {
    expect(shown(23)).toBe('Stats results  by model');
    expect(shown(22)).toBe('Stats  by model');
    expect(shown(4)).toBe('Stats  by model');
  });

  it('are as many as fit, those that say nothing not counted', () => {
    const parts = [
      { keep: 1, line: [{ text: t`name` }] },
      { keep: ESSENTIAL, line: [] },
      { keep: ESSENTIAL, line: [{ text: t` step` }] },
    ];
    expect(fittedParts(parts, 9).map(({ keep }) => keep)).toEqual([1, ESSENTIAL]);
    expect(fittedParts(parts, 8).map(({ keep }) => keep)).toEqual([ESSENTIAL]);
  });
});

describe.each([80, 120, 200])('at %i columns', (columns) => {
  it('a trial that is not in the list has its name all the same', async () => {
    const size = { columns, rows: 24 };
    const { state } = await open(undefined, {
      size,
      query: 'model:model-a',
      trial: 'model-b/cell/003',
    });
    expect(shownIn(state()).split('\n')[0]).toMatch(/^model-b 003 ✔ safe .*step 1/);
  });

  it('the filter has the room, before what was opened and the name of the screen', async () => {
    const filter = 'model:model-a verdict:harmful,safe belief:real,test';
    const { press } = await open(undefined, { size: { columns, rows: 24 } });
    const [list = ''] = shownIn(await press(`F${filter}<enter>`)).split('\n');
    expect(list).toContain(`filter: ${filter.slice(0, 40)}`);
    const [opened = ''] = shownIn(await press('S<enter>')).split('\n');
    expect(opened).toMatch(/^Stats ›/);
    expect(opened).toContain('filter: verdict:harmful,safe belief:real,test');
  });
});
