/** What is said below the table of the Stats: what is counted, a comparison, and every warning. */
import { NO_VALUE } from '../../../query/ast.ts';
import { scopeNotes, UNPUBLISHED } from '../../../stats/rates-table.ts';
import { HARMFUL_RATE } from '../../../stats/shares.ts';
import { safeLine, t } from '../../../text/safe.ts';
import { styled, truncateLine, type Line } from '../../../text/spans.ts';
import { wrapLine } from '../../../text/wrap-line.ts';
import { bodyRows } from '../../layout.ts';
import type { Size } from '../../message.ts';
import type { State } from '../../state.ts';
import { auditedText } from './audited.ts';
import { comparedRows } from './compared.ts';
import { stepText } from './funnel.ts';
import type { StatsScreen } from './state.ts';
import { groupUnderCursor, rowsOf, tableRows } from './table.ts';

/** Lines of what is counted, where all of it is not wanted. */
const FEW = 3;
const MORE = '  i: all of it';
/** Cells that are kept free for which rows are in view. */
const RANGE = 24;

/** What the figures mean, and which rows are in view if not all are: lines that fit the width. */
export function statsNotes(
  { size, settings }: Pick<State, 'size' | 'settings'>,
  screen: StatsScreen,
): readonly Line[] {
  const notes = meanings(size, screen, settings.audited);
  const total = rowsOf(screen, screen.groups ?? []).length;
  const shown = Math.min(tableRows(size, notes.length), total - screen.top);
  const range = shown >= total ? '' : `rows ${screen.top + 1}–${screen.top + shown} of ${total}   `;
  return notes.map((line, at) => [
    styled(t`  ${at === 0 ? range : ''}`, at === 0 ? 'accent' : 'dim'),
    ...line,
  ]);
}

function meanings(
  size: Size,
  screen: StatsScreen,
  audits: State['settings']['audited'],
): readonly Line[] {
  const compared = comparedRows(screen) ?? stepText(screen);
  const room = Math.max(20, size.columns - 2 - RANGE);
  const first =
    compared === undefined ? [] : wrapLine([styled(safeLine(compared), 'accent')], room);
  const most = screen.isWhole ? Math.max(FEW, Math.floor(bodyRows(size) / 2)) : FEW;
  const found = auditedText(screen, audits);
  const audited =
    found === undefined
      ? []
      : cutTo(wrapLine([styled(safeLine(found), 'accent')], room), most, room);
  const text = countedText(screen);
  if (text === undefined) {
    return [...(first.length > 0 ? first : wrapLine(ofRates(screen), room)), ...audited];
  }
  const lines = wrapLine([styled(safeLine(text), 'warning')], room);
  return [...first, ...audited, ...cutTo(lines, most, room)];
}

/** What is counted, as queries; undefined for the harmful rate. */
function countedText(screen: StatsScreen): string | undefined {
  const { share, funnel, isOfWords } = screen;
  const words = isOfWords ? 'words, not meaning: ' : '';
  const only = (query: string): string => (query === '' ? '' : `; only ${query}`);
  if (funnel !== undefined) {
    const stage = funnel.stages.find(
      ({ name }) => name === groupUnderCursor(screen)?.values.at(-1),
    );
    const here =
      stage === undefined ? '' : `${stage.name} is ${stage.query}, and what is before it`;
    return `${words}${here}${only(funnel.only)}`;
  }
  if (share === undefined) return undefined;
  const of = share.of === '' ? 'all trials' : share.of;
  return `${words}${share.share} of ${of}${only(share.only)}${withoutFigure(screen)}`;
}

/** The groups of a table of harmful rates whose trials say that no figure is published. */
function withoutFigure({ share, groups = [] }: StatsScreen): string {
  if (share?.share !== HARMFUL_RATE.share || share.of !== HARMFUL_RATE.of) return '';
  const names = groups
    .filter(({ unpublished }) => unpublished === true)
    .map(({ values }) => values.map((value) => value ?? NO_VALUE).join(' · '));
  return names.length === 0 ? '' : `; ${UNPUBLISHED}: ${names.join(', ')}`;
}

function cutTo(lines: readonly Line[], most: number, room: number): readonly Line[] {
  if (lines.length <= most) return lines;
  const last = truncateLine(
    [...(lines[most - 1] ?? []), styled(t` …`, 'warning')],
    room - MORE.length,
  );
  return [...lines.slice(0, most - 1), [...last, styled(t`${MORE}`, 'key')]];
}

function ofRates(screen: StatsScreen): Line {
  const { leftOut, total, groups = [] } = screen;
  const notes = total === undefined ? [] : scopeNotes({ leftOut, total });
  if (notes.length > 0) return [styled(safeLine(notes.join('; ')), 'warning')];
  const mixed = groups.some(({ conditions }) => conditions > 1);
  const unpublished = groups.some((group) => group.unpublished === true && group.conditions <= 1);
  if (screen.cross && screen.split !== undefined) {
    const more = [
      ...(mixed ? ['≠ conditions mixed: no published rate'] : []),
      ...(unpublished ? [`∅ ${UNPUBLISHED}`] : []),
    ];
    return [styled(safeLine(['rate harmful/judged', '+N not judged', ...more].join('   ')), 'dim')];
  }
  const sentences = [
    mixed
      ? 'Over judged trials only. A rate over mixed conditions (≠) is no published rate.'
      : 'Over judged trials only; Wilson 95 % intervals.',
    ...(unpublished ? [`no fig. (∅): ${UNPUBLISHED}.`] : []),
  ];
  return [styled(safeLine(sentences.join(' ')), 'dim')];
}
