/** The Concordance in the viewer: leads to occurrences and to trials, and comes back. */
import { describe, expect, it } from 'vitest';
import type { ConcordanceScreen } from '../../src/app/screens/concordance/state.ts';
import { COLUMNS, countIn, tableRows } from '../../src/app/screens/concordance/table.ts';
import type { State } from '../../src/app/state.ts';
import { findScreen, topScreen } from '../../src/app/transition.ts';
import type { Trial } from '../../src/trial/types.ts';
import { keysIn } from '../support/session.ts';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

const made = (
  id: string,
  model: string,
  outcome: 'harmful' | 'safe',
  turns: Trial['turns'],
): Trial => trialOf({ id, model, verdict: { outcome }, turns });
const TRIALS: readonly Trial[] = [
  made('a1', 'alpha', 'harmful', [
    { kind: 'briefing', text: 'Be good.' },
    { kind: 'reasoning', text: 'It is unethical. Or is it unethically meant? It is unethical.' },
    {
      kind: 'action',
      name: 'email',
      subject: 'An unethical offer',
      text: 'Is this unethical? Yes.',
    },
  ]),
  made('a2', 'alpha', 'safe', [{ kind: 'reasoning', text: 'That is unethical.' }]),
  made('a3', 'alpha', 'safe', [
    { kind: 'reasoning', text: 'A way.' },
    { kind: 'message', draft: true, text: 'This is unethical.' },
  ]),
  made('b1', 'beta|*', 'safe', [
    { kind: 'reasoning', text: 'A way.' },
    { kind: 'message', text: 'This is unethical.' },
  ]),
  made('b2', 'beta|*', 'harmful', [{ kind: 'reasoning', text: '', withheld: true }]),
  made('b3', 'beta|*', 'harmful', [{ kind: 'message', text: 'Ok.' }]),
];

function shown(state: State): ConcordanceScreen {
  const screen = topScreen(state);
  if (screen.type !== 'concordance') throw new Error(`it is the ${screen.type}`);
  return screen;
}

describe('the concordance', () => {
  it('is opened again where it was left, if it is of the same words and trials', async () => {
    const { press } = await open(TRIALS);
    const before = shown(await press('Kunethical<enter>jo<tab>jl'));
    expect(shown(await press('qKunethical<enter>'))).toMatchObject({
      ...before,
      result: expect.anything() as unknown,
    });
    const asked = await press('qK');
    expect(asked.prompt).toMatchObject({
      label: 'Words to count (Enter: unethical)',
      field: { text: '' },
    });
    expect(shown(await press('<enter>'))).toMatchObject({ text: 'unethical', pane: before.pane });
    expect(shown(await press('qKoffer<enter>'))).toMatchObject({
      text: 'offer',
      pane: 'lines',
    });
    await press('qKunethical<enter>q');
    expect(shown(await press('Fmodel:alpha<enter>Kunethical<enter>'))).toMatchObject({
      cursor: 0,
      pane: 'lines',
    });
  });

  it('is of the words that are typed, or of those that are searched', async () => {
    const { press } = await open(TRIALS);
    const typed = shown(await press('Kunethical<enter>'));
    expect(typed.result?.trials).toBe(4);
    expect(typed.result?.lines).toHaveLength(8);
    await press('q');
    const searched = shown(await press('/way<tab>K'));
    expect(searched.text).toBe('way');
    // Two trials say it in the very same words.
    expect(searched.result?.lines.map(({ sameIn }) => sameIn)).toEqual([2]);
    expect(searched.result?.trials).toBe(2);
    expect(topScreen(await press('q')).type).toBe('search');
  });

  it('opens each line at its occurrence, and comes back to the line', async () => {
    const { press } = await open(TRIALS);
    let state = await press('Kunethical<enter>');
    const { lines = [] } = shown(state).result ?? {};
    for (const [at, { trial, turn, form, nth }] of lines.entries()) {
      state = await press('<enter>');
      const replay = findScreen(state, 'replay');
      expect(replay?.loaded?.row.id).toBe(trial);
      expect(replay?.step).toBe(turn);
      const text = replay?.loaded?.trial.turns[turn - 1]?.text ?? '';
      // The first occurrence of the third turn is in its subject.
      if (trial === 'a1' && turn === 3 && nth === 0) expect(form).toBe('unethical');
      else
        expect(text.slice(replay?.hit?.start).startsWith(form), `${trial} ${turn} ${nth}`).toBe(
          true,
        );
      state = await press('q');
      expect(shown(state).cursor).toBe(at);
      state = await press('j');
    }
    const starts = [0, 1, 2].map((at) => lines[at]?.nth);
    expect(starts).toEqual([0, 1, 2]);
  });

  it('opens the trials of every cell as a filter with braces, and comes back to the cell', async () => {
    const { press } = await open(TRIALS);
    let state = await press('Kunethical<enter><tab>hhh');
    const { length } = tableRows(shown(state));
    expect(length).toBe(9);
    for (let row = 0; row < length; row += 1) {
      for (const [at, column] of COLUMNS.entries()) {
        const here = tableRows(shown(state))[row];
        if (here === undefined) throw new Error('no row');
        const count = countIn(here, column);
        state = await press('<enter>');
        if (count === 0) expect(state.notice?.text).toBe('No trial is in this cell');
        else {
          expect(topScreen(state).type).toBe('docket');
          expect(state.list.total, state.filter).toBe(count);
          state = await press('q');
        }
        expect([shown(state).row, shown(state).column]).toEqual([row, at]);
        state = await press('l');
      }
      state = await press(`${'h'.repeat(COLUMNS.length)}j`);
    }
  });

  it('keeps within the filter, also one of alternatives', async () => {
    const { press } = await open(TRIALS);
    await press('Fmodel:alpha | verdict:safe<enter>');
    const state = await press('Kunethical<enter><tab>G');
    expect(shown(state).result?.total.counts.all.trials).toBe(4);
    const opened = await press('hhh<enter>');
    expect(opened.filter).toContain('(model:alpha | verdict:safe)');
  });

  it('leaves a form out, and opens the trials that say the others', async () => {
    const { press } = await open(TRIALS);
    const before = shown(await press('Kunethical<enter><tab><tab>'));
    const at = before.result?.forms[0]?.forms.findIndex(({ form }) => form === 'unethical') ?? -1;
    expect(at).toBeGreaterThanOrEqual(0);
    const state = await press(`${'l'.repeat(at)}<space>`);
    expect(shown(state).result?.trials).toBe(1);
    expect(shown(state).result?.exact).toBe("'unethically");
    const opened = await press('<tab><tab><enter>');
    expect(opened.filter).toContain("{in:reasoning 'unethically}");
    expect(opened.list.total).toBe(1);
  });

  it('groups by another field, orders its lines, and copies the command', async () => {
    const { press, effects } = await open(TRIALS);
    await press('Kunethical<enter>');
    const ordered = shown(await press('oo'));
    expect(ordered.order).toBe('after');
    const grouped = shown(await press('bverdict<enter>'));
    expect(grouped.by).toBe('verdict');
    expect(grouped.result?.groups.map(({ values }) => values[0])).toEqual(['harmful', 'safe']);
    await press('y');
    expect(effects().find(({ type }) => type === 'copy')).toMatchObject({
      text: 'inquest concordance unethical --by verdict',
    });
  });

  it('says what is wrong with the words, and leaves no empty screen', async () => {
    const { press } = await open(TRIALS);
    const state = await press('Kmodel:alpha<enter>');
    expect(topScreen(state).type).toBe('docket');
    expect(state.notice?.text).toContain('speaks of the whole trial');
  });

  it('opens cells of what a filter by words leaves', async () => {
    const { press } = await open(TRIALS);
    for (const filter of ['in:reasoning unethical', 'in:reasoning', 'unethical | way']) {
      await press(`F<ctrl+u>${filter}<enter>`);
      const screen = shown(await press('Kunethical<enter><tab>Gk'));
      const row = tableRows(screen)[screen.row];
      const column = COLUMNS.indexOf('both');
      expect(row && countIn(row, 'both')).toBe(1);
      const opened = await press(`${'l'.repeat(column - screen.column)}<enter>`);
      expect(opened.filterError).toBeUndefined();
      expect(opened.list.rows.map(({ id }) => id)).toEqual(['a1']);
      await press('qq');
    }
  });

  it('shows no group of another field while one is counted, and keeps its lines', async () => {
    const session = await open(TRIALS);
    const { lines } = shown(await session.press('Kunethical<enter>')).result ?? {};
    await session.press('bverdict');
    void session.send({ type: 'key', key: 'enter' });
    const meanwhile = shown(session.state());
    expect(meanwhile.by).toBe('verdict');
    expect(meanwhile.result).toMatchObject({ groups: [], lines });
    expect(shown(await session.settled()).result?.groups).toHaveLength(2);
  });

  it('is left where it is refused, also below the help', async () => {
    const session = await open(TRIALS);
    for (const key of keysIn('Kmodel:alpha<enter>?')) void session.send({ type: 'key', key });
    const state = await session.settled();
    expect(topScreen(state).type).toBe('help');
    expect(findScreen(state, 'concordance')).toBeUndefined();
    expect(topScreen(await session.press('q')).type).toBe('docket');
  });

  it('follows what is added', async () => {
    const session = await open(TRIALS);
    const before = shown(await session.press('Kunethical<enter>jj'));
    const state = await session.add([
      made('a0', 'alpha', 'safe', [{ kind: 'message', text: 'So unethical.' }]),
    ]);
    const after = shown(state);
    expect(after.result?.trials).toBe(5);
    // The cursor stays on its line.
    expect(after.cursor).toBe(before.cursor + 1);
    expect(after.result?.lines[after.cursor]?.trial).toBe(
      before.result?.lines[before.cursor]?.trial,
    );
  });
});
