/** Hits beyond the best that are asked for at first can be walked. */
import { expect, it } from 'vitest';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

it.each(['risky', 'risky plan'])('goes on beyond 400 hits of %s', async (words) => {
  const many = Array.from({ length: 950 }, (_, at) =>
    trialOf({ id: `t${at}`, turns: [{ kind: 'message', text: `A risky plan, ${at}.` }] }),
  );
  const { press, state } = await open(many);
  const search = (now: State) => {
    const screen = topScreen(now);
    if (screen.type !== 'search' || screen.result === undefined) throw new Error('no results');
    return screen;
  };
  await press(`/${words}<tab>`);
  const first = search(state()).result?.hits.map(({ trial }) => trial);
  expect(first).toHaveLength(400);
  const counts: number[] = [];
  for (let times = 0; times < 3; times += 1) {
    await press('G');
    const { cursor, result, isPartial, running } = search(state());
    counts.push(result?.hits.length ?? 0);
    expect(cursor).toBeLessThan(result?.hits.length ?? 0);
    expect({ isPartial, running }).toEqual({ isPartial: false, running: false });
  }
  expect(counts).toEqual([800, 950, 950]);
  expect(search(await press('G')).cursor).toBe(949);
});
