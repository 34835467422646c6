/** Keys in, state out: the problems that were found, in full, and the trials they are of. */
import { afterEach, describe, expect, it } from 'vitest';
import { topScreen } from '../../src/app/transition.ts';
import { shownIn } from '../support/frames.tsx';
import { openSession, type Session } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';

const LONG = 'x'.repeat(150);
const LINES = [
  JSON.stringify(trialOf({ id: 'a' })),
  '{"model": "broken',
  JSON.stringify({ ...trialOf({ id: 'b' }), startedAt: 3 }),
  JSON.stringify({ ...trialOf({ id: 'c' }), [LONG]: 1, belief: LONG }),
];

let session: Session | undefined;
afterEach(async () => {
  expect(session?.failures()).toEqual([]);
  await session?.close();
});

describe('!', () => {
  it('says each problem in full', async () => {
    session = await openSession([], { bytes: Buffer.from(`${LINES.join('\n')}\n`) });
    const state = await session.press('!');
    expect(state.problems.length).toBeGreaterThan(1);
    for (const [index, { message }] of state.problems.entries()) {
      const shown = shownIn(index === 0 ? state : await session.press('j'));
      const detail = shown.slice(shown.indexOf('─'.repeat(20)));
      expect(detail.replaceAll(/\s/g, '')).toContain(message.replaceAll(/\s/g, ''));
      expect(shown).toContain(`${index + 1} of ${state.problems.length}`);
    }
  });

  it('leads to the trials of the file, and back to the problem', async () => {
    session = await openSession([], { bytes: Buffer.from(`${LINES.join('\n')}\n`) });
    await session.press('!j');
    const opened = await session.press('<enter>');
    expect(topScreen(opened).type).toBe('docket');
    expect(opened.list.total).toBeGreaterThan(0);
    expect(opened.filter).toMatch(/^source:/);
    const back = topScreen(await session.press('q'));
    expect(back).toMatchObject({ type: 'problems', cursor: 1 });
  });
});
