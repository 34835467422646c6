/** Claims in the viewer: what holds and what differs, and the trials of a claim. */
import { describe, expect, it } from 'vitest';
import type { ClaimsStart } from '../../src/app/screens/claims/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const { open } = createSessions();

const CLAIMS: ClaimsStart = {
  file: 'small.claims.yaml',
  title: 'A small report',
  claims: [
    { text: 'twelve trials', query: '', expect: 12 },
    {
      text: 'model-a does it in three of four',
      where: 'page 2',
      query: 'model:model-a',
      expect: '3 of 4',
    },
    { text: 'half of them', query: 'model:model-a', expect: '50 %' },
    {
      text: 'model-a more than model-b',
      query: 'model:model-a',
      against: 'model:model-b',
      expect: '+75.0 points',
    },
    {
      text: 'says that it is unethical',
      query: '',
      share: 'in:reasoning unethical',
      of: 'in:action everybody',
      expect: '1 of 4',
    },
    { text: 'asks for what is not there', query: 'score.none:1', expect: 1 },
  ],
};

function claimsOf(state: State) {
  const screen = topScreen(state);
  if (screen.type !== 'claims') throw new Error(`on top is ${screen.type}`);
  return screen;
}
const idsOf = (state: State): readonly string[] => state.list.rows.map(({ id }) => id);
const opened = (more = {}) => open(SMALL_STUDY, { claims: CLAIMS, ...more });

describe('claims in the viewer', () => {
  it('are counted anew, each with what is expected and found', async () => {
    const { state } = await opened({ size: { columns: 120, rows: 24 } });
    expect(claimsOf(state()).checked?.map(({ holds }) => holds)) //
      .toEqual([true, true, false, true, true, false]);
    const shown = shownIn(state());
    expect(shown).toContain('A small report  6 claims, 2 differ');
    expect(shown).toMatch(/✔ model-a does it in three of four +3 of 4 +3 of 4/);
    expect(shown).toMatch(/✘ half of them +50 % +75 % \(3 of 4\)/);
  });

  it('say in full what one claims, and why it does not hold', async () => {
    const { press, state } = await opened();
    await press('j');
    expect(shownIn(state())).toContain('model-a does it in three of four  [page 2]');
    expect(shownIn(await press('n'))).toContain('differs: expected 50 %, found 75 % (3 of 4)');
    expect(claimsOf(await press('n')).cursor).toBe(5);
    expect(shownIn(state())).toMatch(/differs: expected 1, found .*score\.none/);
    expect(claimsOf(await press('n')).cursor).toBe(2);
  });

  it('open their trials: those that are counted, and those that they are of', async () => {
    const { press } = await opened();
    await press('j');
    expect(idsOf(await press('<enter>'))).toEqual([1, 2, 3].map((at) => `model-a/cell/00${at}`));
    expect(claimsOf(await press('q')).cursor).toBe(1);
    expect((await press('o')).list.total).toBe(4);
    await press('q');
    // Said in one turn, of those that say something else in another.
    await press('jjj');
    expect(idsOf(await press('<enter>'))).toEqual(['model-a/cell/002']);
    await press('q');
    await press('k');
    // Both sides of a difference.
    expect(idsOf(await press('o'))).toHaveLength(9);
    expect(topScreen(await press('q')).type).toBe('claims');
    expect(topScreen(await press('q')).type).toBe('docket');
  });

  it('are counted again when more is read', async () => {
    const { add } = await opened();
    const state = await add([trialOf({ id: 'model-a/cell/009', model: 'model-a' })]);
    expect(claimsOf(state).checked?.[0]).toMatchObject({ found: '13', holds: false });
  });

  it('tell that none differs', async () => {
    const claims = { ...CLAIMS, claims: CLAIMS.claims.slice(0, 2) };
    const { press } = await opened({ claims });
    expect(shownIn(await press(''))).toContain('2 claims, all hold');
    expect((await press('n')).notice?.text).toBe('No claim differs');
  });
});
