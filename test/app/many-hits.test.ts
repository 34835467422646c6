/** Hits beyond the best that are asked for at first can be walked. */
import { expect, it } from 'vitest';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions, replay } from '../support/sessions.ts';
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

it.each(['risky', 'risky plan'])(
  'n goes on beyond 400 hits of %s, to the last of all',
  async (words) => {
    const many = Array.from({ length: 950 }, (_, at) =>
      trialOf({ id: `t${at}`, turns: [{ kind: 'message', text: `A risky plan, ${at}.` }] }),
    );
    const { press, state } = await open(many);
    const seen = new Set<string>();
    const read = (): string => replay(state()).loaded?.row.id ?? '';
    await press(`/${words}<enter>`);
    seen.add(read());
    for (let hits = 1; hits < 950; hits += 1) {
      await press('n');
      // Of two words there are two hits in a row.
      if (seen.has(read())) await press('n');
      seen.add(read());
    }
    expect(seen.size).toBe(950);
    expect(shownIn(state())).toContain('950 of 950');
    await press('n');
    expect((await press('n')).notice?.text).toBe('This is the last hit');
    expect(read()).toBe([...seen].at(-1));
    expect(topScreen(await press('q'))).toMatchObject({ type: 'search', cursor: 949 });
  },
  60_000,
);

it('goes on beyond 400 trials that are found without words', async () => {
  const many = Array.from({ length: 450 }, (_, at) => trialOf({ id: `t${at}` }));
  const { press } = await open(many);
  await press('/model:*<tab>');
  expect(topScreen(await press('G'))).toMatchObject({
    type: 'search',
    pane: 'results',
    cursor: 399,
  });
  expect(topScreen(await press('G'))).toMatchObject({ type: 'search', cursor: 449 });
});
