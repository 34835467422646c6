/** Marks are made for the rows in view, and are those that all of the text would have there. */
import { describe, expect, it } from 'vitest';
import { marksOf } from '../../src/app/screens/replay/matches.ts';
import { stepPage } from '../../src/app/step-page.ts';
import { lineAt, rowAt, rowBelow, TOP, type Page } from '../../src/text/page.ts';
import { openSession } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';

/** The places of 31 rows, `skip` rows from the top. */
function rowsFrom(page: Page, skip: number): readonly number[] {
  let row: number | undefined = rowAt(page, TOP);
  const rows: number[] = [];
  for (let index = 0; index < skip + 31 && row !== undefined; index += 1) {
    if (index >= skip) rows.push(row);
    row = rowBelow(page, row);
  }
  return rows;
}

describe.each([false, true])('raw: %s', (raw) => {
  it.each([0, 700, 2500])('every match in the rows from %i on is marked', async (first) => {
    const text = 'It is unethical, or risky and unethical at that. '.repeat(4000);
    const session = await openSession([trialOf({ turns: [{ kind: 'reasoning', text }] })]);
    await session.press('/"risky and unethical" | unethical<enter><enter>');
    const screen = session.state().screens.at(-1);
    await session.close();
    if (screen?.type !== 'replay' || screen.loaded === undefined) throw new Error('not open');
    const { loaded } = screen;
    const page = stepPage(loaded.trial, 1, 72, { raw, details: false });
    const all = rowsFrom(page, first);
    const rows = { first: all[0] ?? 0, last: all.at(-1) ?? 0 };
    const marks = marksOf({ ...screen, raw }, loaded, page, rows);
    // Far fewer than all 12,000; none missing.
    expect(marks.length).toBeLessThan(1000);
    const shown = all.flatMap((row) => lineAt(page, row, marks));
    const unmarked = shown.filter((span) => span.style?.startsWith('hit') !== true);
    expect(unmarked.filter((span) => /unethical/.test(span.text))).toEqual([]);
    expect(shown.some((span) => span.style?.startsWith('hit') === true)).toBe(true);
  });
});
