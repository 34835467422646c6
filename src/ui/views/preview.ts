/** Below the list: the end of the trial under the cursor, as much as there is room for. */
import type { DocketLayout } from '../../app/layout.ts';
import type { State } from '../../app/state.ts';
import { kindLabel } from '../../trial/display.ts';
import type { TrialRow } from '../../query/results.ts';
import { safe, safeLine, sliceSafe, t } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { createWrapped } from '../../text/wrap.ts';
import { rule } from './rule.ts';

export function previewLines(
  state: State,
  row: TrialRow | undefined,
  layout: DocketLayout,
): readonly Line[] {
  const width = layout.list;
  if (row === undefined) return [rule('', width)];
  const preview = state.preview?.key === row.key ? state.preview : undefined;
  const title = rule(state.noted.has(row.id) ? `${row.id}  ✎ noted on` : row.id, width);
  if (preview === undefined) return [title];
  const { final } = preview;
  if (final === undefined) {
    return [title, [{ text: t`  Nothing was sent or said.`, style: 'dim' }]];
  }
  const { step, turn } = final;
  const body = safe(turn.text);
  const wrapped = createWrapped(body, Math.min(110, width - 4));
  const rows = layout.previewRows - 3;
  const text = Array.from({ length: Math.max(0, rows) }, (_, index): Line => {
    const range = wrapped.rowAt(index);
    if (range === undefined) return [];
    const more = index === rows - 1 && wrapped.rowAt(index + 1) !== undefined;
    return [
      { text: t`  ` },
      { text: sliceSafe(body, range.start, range.end) },
      ...(more ? [styled(t` …`, 'dim')] : []),
    ];
  });
  return [
    title,
    [
      { text: t`  ${step} `, style: 'dim' },
      { text: safeLine(kindLabel(turn)), style: turn.kind },
      { text: safeLine(turn.to === undefined ? '' : `  to ${turn.to}`), style: 'dim' },
      { text: safeLine(turn.subject === undefined ? '' : `  ${turn.subject}`), style: 'strong' },
    ],
    ...text,
  ];
}
