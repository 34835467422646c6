/** The Stats say what an audit found of the share that they count. */
import { describe, expect, it } from 'vitest';
import { statsNotes } from '../../src/app/screens/stats/notes.ts';
import { topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import type { AuditedShares, ValidationRow } from '../../src/concordance/types.ts';
import { lineWidth } from '../../src/text/spans.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';

const { open } = createSessions();

const row = (name: string, more: Partial<ValidationRow> = {}): ValidationRow => ({
  name,
  population: 4,
  reviewed: 3,
  counted: 3,
  share: 0.75,
  corrected: { estimate: 0.5, low: 0.25, high: 0.8125 },
  precision: null,
  missed: null,
  ...more,
});
const audited = (by: AuditedShares['by'], measure: string, rows: readonly ValidationRow[]) => ({
  by,
  validation: {
    audit: 'pilot',
    head: 'ab'.repeat(32),
    measure,
    label: null,
    query: 'condition:*',
    rows: [...rows, row('all', { population: 9, reviewed: 7 })],
    warnings: ['W3: small', 'W5: one auditor'],
  },
});
const AUDITED = [
  audited(undefined, 'outcome', []),
  audited('model', 'outcome', [row('model-a'), row('model-b', { corrected: null })]),
  audited(undefined, 'signal:ethics', []),
];

const openAudited = (columns = 120) =>
  open(undefined, { size: { columns, rows: 40 }, settings: { audited: AUDITED } });

function notesOf(state: State): string {
  const screen = topScreen(state);
  if (screen.type !== 'stats') throw new Error(`on top is ${screen.type}`);
  const lines = statsNotes(state, screen);
  for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(state.size.columns);
  const text = lines.map((line) => line.map((span) => span.text).join('')).join(' ');
  return text.replaceAll(/\s+/g, ' ');
}

describe('the Stats beside an audit', () => {
  it('say what people would find of all trials, and of those under the cursor', async () => {
    const { press } = await openAudited();
    const first = notesOf(await press('S'));
    expect(first).toContain(
      'audit pilot, of 9 trials of condition:*: counted 75%, people would find 50% (25% to 81.3%; 7 read)',
    );
    expect(first).toContain('model-a, of 4: counted 75%, people would find 50%');
    expect(notesOf(await press('j'))).toContain(
      'model-b, of 4: counted 75%, 3 read, too few to correct it',
    );
    const byBelief = notesOf(await press('bbelief<enter>'));
    expect(byBelief).toContain('people would find');
    expect(byBelief).not.toContain(', of 4:');
  });

  it('have its warnings, and all of them on request', async () => {
    const { press } = await openAudited();
    expect(notesOf(await press('S'))).toContain('2 warnings of the audit: i');
    expect(notesOf(await press('i'))).toContain('read). W3: small W5: one auditor');
  });

  it('say nothing of it where something else is counted', async () => {
    const { press } = await openAudited();
    await press('S%other<enter><ctrl+u>signal:ethics<enter><ctrl+u><enter>');
    expect(notesOf(await press(''))).toContain('audit pilot');
    await press('%other<enter><ctrl+u>signal:leverage<enter><enter>');
    expect(notesOf(await press(''))).not.toContain('audit pilot');
    expect(notesOf(await press('%funnel<enter>'))).not.toContain('audit pilot');
  });

  it.each([80, 120, 200])(
    'keep the row under the cursor in view at %i columns',
    async (columns) => {
      const { press } = await openAudited(columns);
      expect(shownIn(await press('Sj'))).toMatch(/› model-b/);
    },
  );
});
