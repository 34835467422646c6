/** The report of an audit and its disagreements: trials are opened from them, and left for them. */
import { describe, expect, it } from 'vitest';
import { reportTitle, screenLines } from '../../src/app/screens/audit-report/lines.ts';
import { countLines, differenceLine } from '../../src/app/screens/disagreements/lines.ts';
import { listedDifferences } from '../../src/app/screens/disagreements/state.ts';
import type { State } from '../../src/app/state.ts';
import { findScreen, topScreen } from '../../src/app/transition.ts';
import { lineWidth, type Line } from '../../src/text/spans.ts';
import { auditView } from '../support/audit-views.ts';
import { shownIn } from '../support/frames.tsx';
import { openSession } from '../support/session.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const textOf = (lines: readonly Line[]): string =>
  lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
const view = auditView();
const open = async (first: 'report' | 'disagreements'): ReturnType<typeof openSession> =>
  openSession(SMALL_STUDY, { audit: { view, first } });
function listOf(state: State): readonly number[] {
  const screen = findScreen(state, 'disagreements');
  return screen === undefined ? [] : listedDifferences(screen).map(({ item }) => item);
}

describe('the report on screen', () => {
  it('has every figure, agreement and warning, at any width', () => {
    for (const columns of [40, 80, 120, 200]) {
      for (const shows of ['figures', 'models', 'text'] as const) {
        const lines = screenLines({ view, shows }, columns);
        if (shows === 'text') {
          expect(textOf(lines).replaceAll(/\s+/g, ' ')).toContain('From the 9 trials');
        } else {
          const text = textOf(lines);
          expect(text).toContain('Precision (judged harmful, is)');
          expect(text).toContain('Between auditors, 9 trials');
          for (const { code } of view.report.warnings) expect(text).toContain(`! ${code}`);
        }
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
    expect(textOf(screenLines({ view, shows: 'models' }, 120))).toMatch(/model-a +3 +75.0/);
    for (const columns of [40, 80, 120, 200]) {
      const text = textOf(screenLines({ view, shows: 'models' }, columns)).replaceAll(/\s+/g, ' ');
      for (const title of ['reviewed', 'corrected harmful', 'precision', 'miss rate']) {
        expect(text).toContain(title);
      }
    }
    expect(reportTitle(view.report)).toContain('9 drawn of 9, 9 answered');
  });

  it('shows figures by model and sentences, goes to the disagreements and ends', async () => {
    const session = await open('report');
    expect(topScreen(session.state())).toMatchObject({ type: 'audit-report', shows: 'figures' });
    expect(topScreen(await session.press('b'))).toMatchObject({ shows: 'models' });
    expect(topScreen(await session.press('t'))).toMatchObject({ shows: 'text' });
    expect(topScreen(await session.press('t'))).toMatchObject({ shows: 'figures' });
    await session.press('y');
    expect(session.effects().at(-2)).toMatchObject({ type: 'copy' });
    expect(topScreen(await session.press('d'))).toMatchObject({ type: 'disagreements' });
    expect(topScreen(await session.press('m'))).toMatchObject({ type: 'audit-report' });
    await session.press('q');
    expect(session.effects().map(({ type }) => type)).toContain('quit');
    await session.close();
  });

  it('is written in the form that the ending of a name says', async () => {
    const session = await open('report');
    for (const [name, start] of [
      ['r.md', '| group |'],
      ['r.tex', String.raw`\begin{tabular}`],
      ['r.svg', '<svg '],
      ['r.json', '"audit": "review"'],
    ] as const) {
      await session.press(`w<ctrl+u>${name}<enter>`);
      const written = session.effects().at(-1);
      expect(written).toMatchObject({ type: 'export', file: name, replace: false });
      expect(written?.type === 'export' ? written.text : '').toContain(start);
    }
    const exported = { type: 'exported', file: 'r.md', isText: true } as const;
    await session.send({ ...exported, outcome: { type: 'exists' } });
    await session.press('<enter>');
    expect(session.effects().at(-1)).toMatchObject({ type: 'export', replace: true });
    expect((await session.press('w<ctrl+u>r.doc<enter>')).notice?.text).toContain('.svg or .json');
    await session.press('<esc>');
    const told = await session.send({ ...exported, outcome: { type: 'written' } });
    expect(told.notice?.text).toBe('The report is in r.md');
    await session.close();
  });
});

describe('disagreements on screen', () => {
  it('count what people said by what the judge said', () => {
    expect(textOf(countLines(view.differences, 80))).toMatch(
      /anna harmful only +█+ 1 +– +– *\n both harmful +█+ 2 +█+ 1/,
    );
    const [first] = view.differences.rows;
    if (first === undefined) throw new Error('no row');
    expect(textOf([differenceLine(first, 100)])).toMatch(
      /^2 +model-a +✘ harmful +✔ safe +✘ harmful +–/,
    );
  });

  it('opens a trial at the evidence and comes back to the row it was opened from', async () => {
    const session = await open('disagreements');
    expect(listOf(session.state())).toEqual([2, 6]);
    const opened = await session.press('<enter>');
    expect(topScreen(opened)).toMatchObject({
      type: 'replay',
      step: 6,
      loaded: { trial: { id: 'model-a/cell/002' } },
    });
    const back = await session.press('q');
    expect(topScreen(back)).toMatchObject({ type: 'disagreements', cursor: 0 });
    await session.press('j<enter>');
    expect(topScreen(session.state())).toMatchObject({
      loaded: { trial: { id: 'model-b/cell/002' } },
    });
    expect(topScreen(await session.press('q'))).toMatchObject({ type: 'disagreements', cursor: 1 });
    await session.close();
  });

  it('keeps its place while the report is looked at, and the report its own', async () => {
    const session = await openSession(SMALL_STUDY, {
      audit: { view, first: 'disagreements' },
      size: { columns: 80, rows: 12 },
    });
    const before = topScreen(await session.press('sj'));
    const report = topScreen(await session.press('mbjj'));
    expect(report).toMatchObject({ type: 'audit-report', shows: 'models', top: 2 });
    expect(topScreen(await session.press('m'))).toEqual(before);
    expect(topScreen(await session.press('m'))).toEqual(report);
    await session.close();
  });

  it.each([
    { columns: 80, rows: 24 },
    { columns: 200, rows: 60 },
  ])('goes to the row that is clicked, and opens it, at $columns x $rows', async (size) => {
    const session = await openSession(SMALL_STUDY, {
      audit: { view, first: 'disagreements' },
      size,
    });
    const click = async (words: string): Promise<State> => {
      const row = shownIn(session.state())
        .split('\n')
        .findIndex((line) => line.includes(words));
      return session.send({ type: 'mouse', did: 'click', column: 10, row });
    };
    const before = topScreen(session.state());
    // Titles and counts are no rows.
    expect(topScreen(await click('judge harmful'))).toEqual(before);
    expect(topScreen(await click('6    model-b'))).toMatchObject({ cursor: 1 });
    expect(topScreen(await click('6    model-b'))).toMatchObject({
      loaded: { trial: { id: 'model-b/cell/002' } },
    });
    await session.close();
  });

  it('leaves only what is open, sorts, and copies the command that settles', async () => {
    const session = await open('disagreements');
    expect(listOf(await session.press('f'))).toEqual([2]);
    await session.press('f');
    expect(topScreen(await session.press('s'))).toMatchObject({ order: 'model' });
    expect(topScreen(await session.press('s'))).toMatchObject({ order: 'why' });
    await session.press('a');
    const copied = session.effects().findLast(({ type }) => type === 'copy');
    expect(copied).toMatchObject({ text: view.adjudicate });
    await session.press('q');
    expect(session.effects().map(({ type }) => type)).toContain('quit');
    await session.close();
  });
});
