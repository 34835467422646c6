/** Two trials side by side. */
import type { ReactNode } from 'react';
import { besides, columnOf } from '../../app/screens/compare/lines.ts';
import type { CompareScreen } from '../../app/screens/compare/state.ts';
import { COMPARE_HEAD, compareView } from '../../app/screens/compare/view.ts';
import type { State } from '../../app/state.ts';
import type { TrialRow } from '../../query/results.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, type Line } from '../../text/spans.ts';
import { OUTCOME_GLYPHS } from '../../trial/display.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';

type Props = { readonly state: State; readonly screen: CompareScreen };

export function Compare({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const { lines: all, top, height } = compareView(state.size, screen);
  const { loaded, saidAndDid } = screen;
  const column = columnOf(columns);
  const head: readonly Line[] =
    loaded === undefined
      ? [[{ text: t`reading…`, style: 'dim' }]]
      : [
          saidAndDid
            ? besides(nameOf(loaded.left.row), [styled(t`the same trial`, 'dim')], column)
            : besides(nameOf(loaded.left.row), nameOf(loaded.right.row), column),
          saidAndDid
            ? besides([styled(t`said in private`, 'strong')], [styled(t`sent`, 'strong')], column)
            : besides(outcomeOf(loaded.left.row), outcomeOf(loaded.right.row), column),
        ];
  const lines = all.slice(top, top + height).map(({ line }) => line);
  return (
    <Frame state={state} header={headerOf(state, screen)}>
      <Pane width={columns} height={COMPARE_HEAD} lines={head} />
      <Pane width={columns} height={height} lines={lines} />
    </Frame>
  );
}

function headerOf(
  { settings }: State,
  { loaded, onlyDifferences, saidAndDid }: CompareScreen,
): Line {
  const title: Line = [{ text: saidAndDid ? t`Said and did` : t`Compare`, style: 'title' }];
  if (loaded === undefined) return title;
  const { left, right, others } = loaded;
  const where = others.index < 0 ? '' : `  ${others.index + 1} of ${others.count}`;
  return [
    ...title,
    { text: safeLine(`  ${left.row.condition ?? ''}`), style: 'accent' },
    ...(saidAndDid ? [] : [styled(safeLine(where), 'dim')]),
    ...(onlyDifferences && !saidAndDid ? [styled(t`  differences only`, 'key')] : []),
    ...(!settings.sample && (left.synthetic || right.synthetic)
      ? [styled(t`  synthetic`, 'warning')]
      : []),
  ];
}

function nameOf(row: TrialRow): Line {
  const { model, sample, tags } = row;
  const name = [model, sample ?? '', ...tags.map((tag) => `#${tag}`)].join(' ').trim();
  return [{ text: safeLine(name), style: 'strong' }];
}

function outcomeOf({ outcome, disputed }: TrialRow): Line {
  return [
    { text: t`${OUTCOME_GLYPHS[outcome]} ${outcome}`, style: outcome },
    ...(disputed ? [styled(t`  ≠ disputed`, 'disputed')] : []),
  ];
}
