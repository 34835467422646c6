/** Fields that the trials bring along, in the viewer's pickers; a score as the verdict. */
import { describe, expect, it } from 'vitest';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

const TRIALS = [
  trialOf({ id: 'a', verdict: { outcome: 'unjudged', scores: { harm: 7, 'a "b"': 'C' } } }),
  trialOf({ id: 'b', verdict: { outcome: 'unjudged', scores: { harm: -2.5 } } }),
  trialOf({ id: 'c', verdict: { outcome: 'unjudged', scores: { harm: '9007199254740993' } } }),
  trialOf({ id: 'd', outcome: 'unjudged', meta: { run: { id: 'r\u001B[2J1' } } }),
];

describe('fields of the collection', () => {
  it('are chosen to sort by, filter by and group by', async () => {
    const { press, settled } = await open(TRIALS);
    await press('sscore.harm<enter>');
    expect((await settled()).list.rows.map(({ id }) => id)).toEqual(['b', 'a', 'c', 'd']);
    await press('fscore.a<enter>C<enter>');
    const filtered = await settled();
    expect(filtered.filter).toBe('score."a ""b""":C');
    expect(filtered.list.rows.map(({ id }) => id)).toEqual(['a']);
    await press('xSbscore.harm<enter>');
    const { screens } = await settled();
    expect(screens.at(-1)).toMatchObject({ type: 'stats', by: 'score.harm' });
    const stats = screens.at(-1);
    expect(stats?.type === 'stats' && stats.groups?.map(({ values }) => values[0])).toEqual([
      '-2.5',
      '7',
      '9007199254740993',
      null,
    ]);
  });

  it('are completed while a filter is typed, names and values', async () => {
    const { press, settled } = await open(TRIALS);
    await press('Fmeta<tab>');
    expect((await settled()).prompt?.field.text).toBe('meta.run.id:');
    const { prompt } = await press('r');
    await settled();
    expect(prompt?.field.text).toBe('meta.run.id:r');
  });

  it('that no trial has are a mistake with the nearest name, under the caret', async () => {
    const session = await open(TRIALS);
    await session.press('Fscore.hram:7');
    const state = await session.settled();
    expect(state.filterError?.message).toBe('no trial has score.hram; did you mean score.harm?');
    expect(shownIn(state)).toContain('^ no trial has score.hram');
  });
});

describe('columns of the list', () => {
  const head = (shown: string): string => shown.split('\n')[1] ?? '';

  it('are chosen, scores too, and given back', async () => {
    const session = await open(TRIALS);
    await session.press('Cscore.harm<enter>');
    const state = await session.settled();
    expect(state.columns.chosen?.at(-1)).toBe('score.harm');
    expect(head(shownIn(state))).toContain('score.harm');
    expect(shownIn(state)).toMatch(/unjudged.*-2\.5/);
    expect(shownIn(state)).toMatch(/unjudged.*9007199254740993/);
    await session.press('C');
    for (let at = 0; at < (state.columns.chosen?.length ?? 0); at += 1) {
      await session.press('<space><down>');
    }
    const usual = await session.press('<up><enter>');
    expect(usual.columns.chosen).toBeUndefined();
  });

  it('are widened, narrowed and sorted by the one that was gone to', async () => {
    const session = await open(TRIALS);
    const model = (): number => head(shownIn(session.state())).indexOf('sample');
    const before = model();
    expect((await session.press('>')).notice?.text).toBe('Choose a column with → first');
    await session.press('<right><right>>>');
    expect(session.state().columns.current).toBe('model');
    expect(model()).toBe(before + 8);
    await session.press('<');
    expect(model()).toBe(before + 4);
    await session.press('o');
    expect((await session.settled()).sort).toEqual({ field: 'model', descending: false });
    await session.press('o');
    expect((await session.settled()).sort).toEqual({ field: 'model', descending: true });
    expect(head(shownIn(session.state()))).toContain('model ↓');
  });

  it('by which it is sorted are among them', async () => {
    const session = await open(TRIALS);
    await session.press('sscore.harm<enter>');
    expect(head(shownIn(await session.settled()))).toContain('score.harm ↑');
  });

  it('by which it is sorted leave room for verdict, model and sample at 80 cells', async () => {
    const scores = { 'a very long name of a score': 1 };
    const trials = [trialOf({ verdict: { scores } }), trialOf({ id: 'b' })];
    const session = await open(trials, { size: { columns: 80, rows: 24 } });
    await session.press('sscore<enter>');
    expect(head(shownIn(await session.settled()))).toMatch(/verdict.*model.*score\..*sample/);
  });

  it('with one value for all trials give way to others', async () => {
    const trials = ['real', 'test'].map((belief, at) =>
      trialOf({ id: `t${at}`, sample: at, belief: belief as 'real' }),
    );
    const session = await open(trials, { size: { columns: 120, rows: 40 } });
    expect(head(shownIn(session.state()))).toMatch(/sample.*belief/);
    await session.press('Fbelief:real<enter>');
    expect(head(shownIn(await session.settled()))).toContain('model');
  });

  it('of the config are shown as far as the collection has them', async () => {
    const columns = ['id', 'score.harm', 'score.nope'] as const;
    const session = await open(TRIALS, { settings: { columns } });
    const line = head(shownIn(await session.settled()));
    expect(line).toMatch(/id +score\.harm/);
    expect(line).not.toContain('nope');
    expect(session.state().trouble).toBeUndefined();
  });
});

describe('rows of rates', () => {
  it('are sorted by any column, turned round, and again by value', async () => {
    const trials = ['harmful', 'safe', 'unjudged'].map((outcome, at) =>
      trialOf({ id: `t${at}`, model: `m${3 - at}`, outcome: outcome as 'harmful' }),
    );
    const session = await open(trials);
    const models = async (): Promise<unknown> => {
      const screen = (await session.settled()).screens.at(-1);
      return screen?.type === 'stats' && screen.groups?.map(({ values }) => values[0]).join(' ');
    };
    await session.press('S');
    expect(await models()).toBe('m1 m2 m3');
    await session.press('srate<enter>');
    expect(await models()).toBe('m3 m2 m1');
    expect(shownIn(session.state())).toContain('rate ↓');
    await session.press('srate<enter>');
    expect(await models()).toBe('m2 m3 m1');
    await session.press('sby value<enter>');
    expect(await models()).toBe('m1 m2 m3');
  });
});

describe('a score as the verdict', () => {
  it('is offered where nothing is judged, chosen with its cut, and named in the header', async () => {
    const session = await open(TRIALS);
    expect(shownIn(await session.settled())).toContain('not judged: J makes a score the verdict');
    await session.press('Jscore.harm<enter>');
    await session.settled();
    const state = await session.press('<down><enter>');
    expect(session.effects()).toContainEqual({ type: 'judge', rule: 'score.harm >= 7' });
    expect(shownIn(state)).toContain('verdict: score.harm >= 7');
    expect(shownIn(state)).not.toContain('not judged');
  });

  it('of texts is harmful where it is one of them, with quotes in names and values', async () => {
    const session = await open(TRIALS);
    await session.press('Jscore.a<enter>');
    await session.settled();
    await session.press('<enter>');
    expect(session.effects()).toContainEqual({ type: 'judge', rule: 'score."a ""b""" == "C"' });
  });

  it('can be taken back', async () => {
    const session = await open(TRIALS, { settings: { verdict: 'score.harm >= 7' } });
    await session.press('J<enter>');
    expect(session.effects()).toContainEqual({ type: 'judge', rule: undefined });
    expect(session.state().verdictRule).toBeUndefined();
  });

  it('needs a score', async () => {
    const session = await open([trialOf({ outcome: 'unjudged' })]);
    const state = await session.press('J');
    expect(state.notice?.text).toBe('No trial has a score that could be the verdict');
    expect(shownIn(state)).not.toContain('makes a score');
  });
});
