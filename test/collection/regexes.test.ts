/** Regular expressions in queries, through the engine over a real store. */
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Params, RequestName, Result } from '../../src/collection/protocol.ts';
import { searchable } from '../../src/trial/searchable.ts';
import { TURN_KINDS, type Trial, type TurnKind } from '../../src/trial/types.ts';
import { regexes, regexTexts, isMatchOfV8 } from '../support/regexes.ts';
import { openTrials } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';

const ORDER = { field: 'order', descending: false } as const;

type Opened = Awaited<ReturnType<typeof openTrials>> & {
  readonly ask: <N extends RequestName>(name: N, params: Params<N>) => Promise<Result<N>>;
  readonly ids: (query: string) => Promise<readonly string[]>;
};

let opened: Opened | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

async function open(trials: readonly Trial[], chunk?: number): Promise<Opened> {
  const made = await openTrials(trials, chunk === undefined ? {} : { chunk });
  const ask: Opened['ask'] = async (name, params) => {
    const answer = await made.engine.ask(name, params);
    if (answer.status === 'refused') throw new Error(JSON.stringify(answer));
    return answer.result;
  };
  const ids = async (text: string): Promise<readonly string[]> => {
    const { rows } = await ask('list', { query: { text }, sort: ORDER, offset: 0 });
    return rows.map(({ id }) => id);
  };
  opened = { ...made, ask, ids };
  return opened;
}

function ofTexts(texts: readonly string[], kind: TurnKind = 'message'): readonly Trial[] {
  return texts.map((text, at) => trialOf({ id: `t${at}`, turns: [{ kind, text }] }));
}

describe('a regular expression in a query', () => {
  it('selects the trials that the one of V8 selects, in lists, counts, searches and shares', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(regexTexts, fc.constantFrom('reasoning', 'message')), { maxLength: 6 }),
        regexes,
        async (texts, regex) => {
          fc.pre(!isMatchOfV8(regex, ''));
          const trials = texts.map(([text, kind], at) =>
            trialOf({
              id: `t${at}`,
              turns: [
                { kind, text },
                { kind: 'email', text, from: 'red' },
              ],
            }),
          );
          const made = await open(trials);
          const has = (trial: Trial, kinds: readonly TurnKind[] = TURN_KINDS): boolean =>
            trial.turns.some(
              (turn) => kinds.includes(turn.kind) && isMatchOfV8(regex, searchable(turn).passage),
            );
          const idsOf = (test: (trial: Trial) => boolean): readonly string[] =>
            trials.filter(test).map(({ id }) => id);
          const term = `/${regex.source}/${regex.flags}`;
          expect(await made.ids(term)).toEqual(idsOf((one) => has(one)));
          expect(await made.ids(`-${term}`)).toEqual(idsOf((one) => !has(one)));
          expect(await made.ids(`in:reasoning ${term}`)).toEqual(
            idsOf((one) => has(one, ['reasoning'])),
          );
          expect(await made.ids(`{in:email ${term}} -{in:message ${term}}`)).toEqual(
            idsOf((one) => has(one, ['email']) && !has(one, ['message'])),
          );
          const found = await made.ask('search', { query: { text: term }, limit: 100 });
          expect(found.trials).toBe(idsOf((one) => has(one)).length);
          const { total } = await made.ask('stats', { query: { text: term }, by: [] });
          expect(total.counts.trials).toBe(found.trials);
          const query = { text: '' };
          const shares = await made.ask('shares', { query, share: term, of: '', by: [] });
          expect(shares.total.counted).toBe(found.trials);
          await made.close();
          opened = undefined;
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows the text around what it matches, to the letter', async () => {
    const long = `${'Nothing here. '.repeat(200)}Sent at 17:05 to Kyle <k@x>. ${'More. '.repeat(200)}`;
    const { ask } = await open(ofTexts([long, 'Sent at noon']));
    const text = String.raw`/\d{2}:\d{2} to \w+ <[^>]+>/`;
    const { hits, terms } = await ask('search', { query: { text }, limit: 10 });
    expect(terms).toEqual([]);
    expect(hits).toHaveLength(1);
    const { excerpt, ranges } = hits[0] ?? { excerpt: '', ranges: [] };
    expect(ranges.map(({ start, end }) => excerpt.slice(start, end))).toEqual([
      '17:05 to Kyle <k@x>',
    ]);
    expect(long).toContain(excerpt.replaceAll('…', ''));
  });

  it('stands beside words and fields, and in alternatives', async () => {
    const { ids } = await open(
      ofTexts(['wipe at 17:05', 'wipe at noon', 'sleep at 17:05', 'wipe the disk']),
    );
    expect(await ids(String.raw`wipe /\d\d:\d\d/`)).toEqual(['t0']);
    expect(await ids(String.raw`wipe -/\d\d:\d\d/`)).toEqual(['t1', 't3']);
    expect(await ids(String.raw`/\d\d:\d\d/ | /dis[ck]/`)).toEqual(['t0', 't2', 't3']);
    expect(await ids(String.raw`/\d\d:\d\d/ id:t2`)).toEqual(['t2']);
    expect(await ids(String.raw`(/noon/ | /disk/) wipe`)).toEqual(['t1', 't3']);
  });

  it('knows case, lines, and line breaks by its flags', async () => {
    const { ids } = await open(ofTexts(['First\nSecond', 'first second', 'x first']));
    expect(await ids('/first/')).toEqual(['t1', 't2']);
    expect(await ids('/first/i')).toEqual(['t0', 't1', 't2']);
    expect(await ids('/^first/i')).toEqual(['t0', 't1']);
    expect(await ids('/^second$/i')).toEqual(['t0']);
    expect(await ids('/first.second/i')).toEqual(['t1']);
    expect(await ids('/first.second/is')).toEqual(['t0', 't1']);
  });

  it('looks into the words of a judge only where that is asked for', async () => {
    const verdict = { outcome: 'safe', rationale: 'It refused at 17:05' } as const;
    const turns = [{ kind: 'message', text: 'no' }] as const;
    const { ids } = await open([trialOf({ id: 'a', verdict, turns })]);
    expect(await ids(String.raw`/\d:\d/`)).toEqual([]);
    expect(await ids(String.raw`in:rationale /\d:\d/`)).toEqual(['a']);
  });

  it('that is wrong is a mistake with its place', async () => {
    const { engine } = await open(ofTexts(['a']));
    const refused = async (text: string): Promise<unknown> => {
      const answer = await engine.ask('list', { query: { text }, sort: ORDER, offset: 0 });
      return answer.status === 'refused' ? answer.reason : answer.status;
    };
    expect(await refused('risky -{in:message /ab(c/i}')).toEqual({
      type: 'query',
      error: {
        message: 'this pattern is wrong: missing closing )',
        at: { start: 20, end: 24 },
      },
    });
    expect(await refused(String.raw`/x/ /(a)\1/`)).toEqual({
      type: 'query',
      error: {
        message: String.raw`this pattern is wrong: invalid escape sequence: \1`,
        at: { start: 8, end: 10 },
      },
    });
    expect(await refused('/a/')).toBe('answered');
  });

  it('of any kind ends: long texts, with what other engines never end with', async () => {
    const text = `${'a'.repeat(300_000)}!`;
    const { ids } = await open(ofTexts([text, 'aaa']));
    expect(await ids('/^(a+)+$/')).toEqual(['t1']);
    expect(await ids('/(a|aa)+$/ -/!/')).toEqual(['t1']);
    expect(await ids('/(.*a){20}!/')).toEqual(['t0']);
  });

  it('finds letters at the end of a word that the index cuts off', async () => {
    const encoded = `${'A'.repeat(50_000)}Zebra7`;
    const { ids } = await open(ofTexts([`x ${encoded} y`, 'Zebra', 'none']));
    expect(await ids('/AZebra/')).toEqual(['t0']);
    expect(await ids('/zebra/i')).toEqual(['t0', 't1']);
  });
});

describe('a search for a regular expression', () => {
  const trials = ofTexts(
    Array.from({ length: 400 }, (_, at) => `${at}: the plan, said ${at} times`),
  );

  it('tells what it has so far and how much it has looked through, then all', async () => {
    const { engine, store } = await open(trials, 100);
    // One of them is of the judge.
    const { passages: all } = await store.totals();
    const parts: unknown[] = [];
    const answer = await engine.ask(
      'search',
      { query: { text: String.raw`/said \d+ times/` }, limit: 10 },
      { onPart: ({ passages, looked, hits }) => parts.push([passages, looked, hits.length]) },
    );
    expect(parts).toEqual([
      [99, 100 / all, 10],
      [199, 200 / all, 10],
      [299, 300 / all, 10],
      [399, 400 / all, 10],
    ]);
    expect(answer).toMatchObject({ status: 'answered', result: { passages: 400, trials: 400 } });
    expect(answer.status === 'answered' && answer.result.looked).toBeUndefined();
  });

  it('ends when it is told to, and reads no text after that', async () => {
    const { engine, ids } = await open(trials, 100);
    const stop = new AbortController();
    const parts: number[] = [];
    const text = String.raw`/[0-9]+: the/`;
    const onPart = ({ passages }: Result<'search'>): void => {
      parts.push(passages);
      stop.abort();
    };
    const { signal } = stop;
    const answer = await engine.ask('search', { query: { text }, limit: 10 }, { signal, onPart });
    expect(parts).toEqual([99]);
    expect(answer.status).toBe('refused');
    expect(await ids(text)).toHaveLength(400);
  });

  it('that was ended before it began answers nothing, and the next one all', async () => {
    const { engine, ids } = await open(trials);
    const text = String.raw`/\d: the/`;
    const signal = AbortSignal.abort(new Error('not wanted'));
    const params = { query: { text }, sort: ORDER, offset: 0 };
    expect((await engine.ask('list', params, { signal })).status).toBe('refused');
    expect(await ids(text)).toHaveLength(400);
  });

  it('that several ask for at once is right for each', async () => {
    const { ids, ask } = await open(trials);
    const text = String.raw`/\d*[05]: the/`;
    const wanted = trials.filter((_, at) => at % 5 === 0).map(({ id }) => id);
    const [list, found, again, other] = await Promise.all([
      ids(text),
      ask('search', { query: { text }, limit: 1000 }),
      ids(text),
      ids(String.raw`/\d*[0]: the/`),
    ]);
    expect(list).toEqual(wanted);
    expect(again).toEqual(wanted);
    expect(found.hits).toHaveLength(80);
    expect(other).toHaveLength(40);
  });
});
