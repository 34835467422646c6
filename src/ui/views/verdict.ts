/** The verdict beside the text: its page, as much of it as there is room for. */
import { verdictStep } from '../../app/screens/replay/steps.ts';
import { stepPage } from '../../app/step-page.ts';
import { lineAt, rowAt, TOP } from '../../text/page.ts';
import { hasMoreBelow, visibleRows } from '../../text/scroll.ts';
import { t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import type { Trial } from '../../trial/types.ts';

export function verdictLines(trial: Trial, width: number, height: number): readonly Line[] {
  const showing = { raw: false, details: false };
  const page = stepPage(trial, verdictStep(trial), width - 2, showing);
  const scroll = { pages: [page], height };
  const top = { page, row: rowAt(page, TOP) };
  const lines = visibleRows(scroll, top).map(({ row }): Line => [
    { text: t` ` },
    ...lineAt(page, row, []),
  ]);
  return hasMoreBelow(scroll, top)
    ? lines.with(-1, [{ text: t` ↓ more (V)`, style: 'dim' }])
    : lines;
}
