/** A review as lines: header, rail, text, footer. */
import {
  isMoreBelow,
  marksOf,
  reviewLayout,
  rowsInView,
  turnsOf,
  wordsOf,
} from '../../app/audit/reading.ts';
import { currentItem, draftOf, type ReviewState } from '../../app/audit/state.ts';
import { barAt, lineAt } from '../../text/page.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, type Line } from '../../text/spans.ts';
import { selected } from '../../text/theme.ts';
import { KIND_GLYPHS, kindLabel } from '../../trial/display.ts';
import type { Turn } from '../../trial/types.ts';
import { fittedHints } from '../parts/fitted-hints.ts';
import { dim, key, short, strong, words } from './spans.ts';

export function headerLine(state: ReviewState): Line {
  const { items, answers, skipped, flagged, mode } = state;
  const isSettling = items.some(({ sides }) => sides !== undefined);
  const name = [
    strong(
      `audit ${isSettling ? 'adjudicate' : ''} ${state.name} · ${state.auditor}`.replace('  ', ' '),
    ),
  ];
  if (mode.type === 'closed') return [...name, words('   closed')];
  const isAll = mode.type === 'end';
  const place = isAll
    ? `all ${items.length} answered`
    : `${isSettling ? 'disagreement' : 'trial'} ${state.at + 1} of ${items.length}`;
  const calibration =
    !isAll && currentItem(state)?.drawn.round === 'calibration' ? ' · to practise' : '';
  const counts = [
    `${answers.size} answered`,
    ...(skipped.size > 0 ? [`${skipped.size} skipped`] : []),
    ...(flagged.size > 0 ? [`${flagged.size} flagged`] : []),
  ].join(' · ');
  return [
    ...name,
    styled(t`   ${place}${calibration}`, 'accent'),
    dim(isAll ? '' : `   ${counts}`),
    dim('   blind ▒▒▒'),
  ];
}

/** The turns of the trial, scrolled so that the one that is read is in view. */
export function railLines(state: ReviewState, height: number): readonly Line[] {
  const item = currentItem(state);
  if (item === undefined) return [];
  const { turns } = item.trial;
  const { evidence } = draftOf(state, item.drawn.item);
  const top = Math.max(0, Math.min(state.step - 1 - Math.floor(height / 2), turns.length - height));
  const digits = String(turns.length).length;
  return turns.slice(top, top + height).map((turn, index): Line => {
    const step = top + index + 1;
    const marked = evidence.filter((one) => one.turn === step).length;
    const line: Line = [
      key(step === state.step ? '›' : ' '),
      dim(`${String(step).padStart(digits)} `),
      { text: t`${KIND_GLYPHS[turn.kind]} `, style: turn.draft === true ? 'draft' : turn.kind },
      ...(marked === 0 ? [] : [key(`“${marked} `)]),
      { text: safeLine(titleOf(turn)), style: turn.draft === true ? 'draft' : turn.kind },
    ];
    return step === state.step ? selected(line) : line;
  });
}

function titleOf(turn: Turn): string {
  const who = (address: string | undefined): string =>
    address?.replace(/[<>"]/g, '').split('@')[0] ?? '';
  if (turn.kind === 'email') return `${who(turn.from)}: ${turn.subject ?? ''}`;
  if (turn.kind === 'action' && turn.to !== undefined) {
    return `${turn.draft === true ? 'draft' : (turn.name ?? 'email')} → ${who(turn.to)}`;
  }
  return turn.kind === 'reasoning' ? 'reasoning' : kindLabel(turn);
}

export function textLines(state: ReviewState): readonly Line[] {
  const { rows } = reviewLayout(state);
  const item = currentItem(state);
  if (item === undefined || turnsOf(state) === 0) return [[dim('  this trial has no turns')]];
  const marks = marksOf(state);
  const lines = rowsInView(state).map(({ page, row }): Line => {
    const bar = barAt(page, row);
    return [
      { text: t` ` },
      ...(bar.length > 0 ? bar : [{ text: t`  ` }]),
      ...lineAt(page, row, marks),
    ];
  });
  if (!isMoreBelow(state) || lines.length < rows) return lines;
  return lines.with(-1, [dim('   ↓ more (Space, j)')]);
}

const READING_HINTS = [
  '⏎ give',
  '+- sure',
  'v evidence',
  'L labels',
  'c note',
  's skip',
  'f flag',
  'U recognised',
  '? keys',
  'q leave',
];

export function footerLine(state: ReviewState): Line {
  const { notice, mode } = state;
  if (notice !== '') return [strong(` ${notice}`)];
  if (mode.type === 'mark') {
    const { from, at } = mode.marking;
    const word = wordsOf(state)[at]?.text ?? '';
    const what = from === undefined ? 'Enter begins at' : 'Enter ends at';
    return [dim(` h l words  j k rows  ${what} `), strong(short(word)), dim('  Esc')];
  }
  if (mode.type === 'end') return [dim(' ⏎ choose  ↑↓  y copies the head  q leave')];
  if (mode.type === 'closed') return [dim(' y copies the head  q leave')];
  if (mode.type === 'list') return [dim(' j k  ⏎ open  Esc back')];
  if (mode.type === 'page') return [dim(' j k  Esc back')];
  if (mode.type === 'revealed') return [dim(' any key goes on')];
  const count = state.rubric.outcomes.length + 1;
  const hints = [`1-${count} answer`, ...READING_HINTS].map((hint): Line => [dim(hint)]);
  return [{ text: t` ` }, ...fittedHints(hints, state.size.columns - 1, 2)];
}
