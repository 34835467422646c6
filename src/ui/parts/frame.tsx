/** The one-line header and footer around every screen. */
import { explained } from '../../app/explained.ts';
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { activeCommands, bindingOf, isTyping, keyLabel, keysOf } from '../../app/keymap.ts';
import type { Prompt } from '../../app/screens/prompt/state.ts';
import type { Notice, State } from '../../app/state.ts';
import { listPosition } from '../../app/list-position.ts';
import { topScreen } from '../../app/transition.ts';
import { safeLine, sliceSafe, t } from '../../text/safe.ts';
import { lineWidth, styled, truncateLine, type Line, type Span } from '../../text/spans.ts';
import type { QueryError } from '../../query/ast.ts';
import { truncate, width } from '../../text/width.ts';
import type { StyleName } from '../../text/styles.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { fittedHints } from './fitted-hints.ts';
import { ESSENTIAL, fittedParts, type HeaderPart } from './header.ts';
import { Pane } from './pane.tsx';
import { promptLine } from './prompt.ts';

type Props = {
  readonly state: State;
  /** Where am I, what is filtered. Parts give way one after the other, and before them the status. */
  readonly header: Line | readonly HeaderPart[];
  /** What goes on now: stands before the keys. */
  readonly running?: Line;
  readonly children: ReactNode;
};

export function Frame({ state, header, running = [], children }: Props): ReactNode {
  const { columns } = state.size;
  return (
    <Box flexDirection="column" width={columns} height={state.size.rows}>
      <Pane width={columns} height={1} lines={[headerOf(state, header)]} />
      {children}
      <Pane width={columns} height={1} lines={[footerOf(state, running)]} />
    </Box>
  );
}

/** While a line is typed at the bottom, what is said about it stands at the top. */
function headerOf(state: State, header: Line | readonly HeaderPart[]): Line {
  const { notice, prompt, size } = state;
  if (prompt !== undefined && !isAtTop(prompt) && notice !== undefined) return noticeLine(notice);
  const whole = statusOf(state);
  const isFiltering = prompt !== undefined && isAtTop(prompt);
  // While a filter is typed, the line belongs to it: what does not fit beside it gives way.
  const plain = header.filter((one) => 'text' in one);
  const isTight = isFiltering && lineWidth([...plain, ...whole]) >= size.columns;
  const status = isTight ? statusOf(state, false) : whole;
  const parts = header.filter((one) => 'line' in one).filter(({ line }) => line.length > 0);
  if (parts.length === 0) {
    return spread(plain, [...positionOf(state, plain, status), ...status], size.columns);
  }
  const isEssential = ({ keep }: HeaderPart): boolean => keep >= ESSENTIAL;
  const fitted = fittedParts(parts, size.columns - lineWidth(status) - 1);
  const isCramped = parts.filter(isEssential).length > fitted.filter(isEssential).length;
  const left = isCramped ? fittedParts(parts.filter(isEssential), size.columns) : fitted;
  const line = withoutMargin(left.flatMap((part) => part.line));
  return isCramped
    ? spread(line, [], size.columns)
    : spread(line, [...positionOf(state, line, status), ...status], size.columns);
}

/** What stood before a line has given way, and the gap between them with it. */
function withoutMargin([first, ...rest]: Line): Line {
  if (first === undefined) return [];
  const margin = first.text.length - first.text.trimStart().length;
  return [{ ...first, text: sliceSafe(first.text, margin) }, ...rest];
}

/** The filter is typed at the top, over what it leaves. */
function isAtTop({ use }: Prompt): boolean {
  return use.type === 'filter';
}

/** Where the cursor is in its list, where there is room for it beside the header. */
function positionOf(state: State, header: Line, status: Line): Line {
  const at = listPosition(state);
  if (at === undefined) return [];
  const text = t`${grouped(at.index + 1)}/${grouped(at.total)}  `;
  const room = state.size.columns - lineWidth(header) - lineWidth(status) - 1;
  return width(text) > room ? [] : [{ text, style: 'dim' }];
}

/** Left and right parts on one line; the left one is cut if they do not fit. */
function spread(left: Line, right: Line, cells: number): Line {
  const room = cells - lineWidth(right) - 1;
  if (room < 8) return truncateLine(left, cells);
  const cut = truncateLine(left, room);
  return [...cut, { text: t`${' '.repeat(cells - lineWidth(cut) - lineWidth(right))}` }, ...right];
}

/** Loading, problems, and, if it `saysKind`, what kind of trials these are: the right end of the header. */
function statusOf(state: State, saysKind = true): Line {
  const { progress } = state;
  const parts: Span[] = [];
  if (progress?.phase === 'redacting') {
    parts.push({ text: t`redacting ${plural(progress.trials, 'trial')}…`, style: 'accent' });
  } else if (progress !== undefined && progress.phase !== 'done') {
    const fraction = progress.totalBytes === 0 ? 0 : progress.bytes / progress.totalBytes;
    parts.push(
      { text: t`reading ${progressBar(fraction)} `, style: 'accent' },
      { text: t`${plural(progress.trials, 'trial')}`, style: 'accent' },
      {
        text: t`  ${megabytes(progress.bytes)} of ${megabytes(progress.totalBytes)} MB`,
        style: 'dim',
      },
    );
  } else if (progress === undefined && topScreen(state).type !== 'notes') {
    parts.push({ text: t`opening…`, style: 'accent' });
  }
  if (state.trouble !== undefined) parts.push({ text: t`  ✘ not answered`, style: 'failure' });
  if ((progress?.problems ?? 0) > 0) {
    parts.push({ text: t`  ! ${plural(progress?.problems ?? 0, 'problem')}`, style: 'warning' });
  }
  const marks = state.marked.length;
  if (marks > 0) parts.push({ text: t`  ● ${grouped(marks)} marked`, style: 'key' });
  const { stops } = state.bookmarks.walkthrough;
  if (stops.length > 0) parts.push({ text: t`  ◆ ${stops.length}`, style: 'key' });
  if (state.verdictRule !== undefined && saysKind) {
    const rule = truncate(safeLine(state.verdictRule), MOST_OF_RULE);
    parts.push({ text: t`  verdict: ${rule}`, style: 'warning' });
  }
  if (state.settings.redacted === true) parts.push({ text: t`  redacted`, style: 'warning' });
  const synthetic = syntheticText(state);
  if (synthetic !== undefined && saysKind) {
    parts.push({ text: safeLine(`  ${synthetic}`), style: 'warning' });
  }
  return parts;
}

/** Cells of a rule that the header has room for. */
const MOST_OF_RULE = 40;
/** That what is shown is invented, or how much of it is. */
function syntheticText({ settings, facets, list }: State): string | undefined {
  if (settings.sample) return 'synthetic sample';
  if (facets.synthetic === 0) return undefined;
  const isAll = facets.query === list.query && facets.synthetic >= list.total;
  return isAll ? 'synthetic' : `${grouped(facets.synthetic)} synthetic`;
}

function megabytes(bytes: number): string {
  return bytes < 1e7 ? String(Math.round(bytes / 1e5) / 10) : grouped(Math.round(bytes / 1e6));
}

function progressBar(fraction: number): string {
  const full = Math.round(fraction * 8);
  return '█'.repeat(full) + '·'.repeat(8 - full);
}

/** The line being typed, or a notice if there is one, else the keys that matter now. */
export function footerOf(state: State, running: Line = []): Line {
  const { prompt } = state;
  if (prompt !== undefined && !isAtTop(prompt)) return promptLine(state, prompt);
  const said = noticeOf(state);
  const hints = activeCommands(state).flatMap((command): Line[] => {
    const { hint } = bindingOf(command);
    const key = keysOf(command, state)[0];
    if (hint === undefined || key === undefined) return [];
    return [
      [
        { text: t`${command === 'quote' ? '1-9' : keyLabel(key)}`, style: 'key' },
        { text: t` ${hint}`, style: 'dim' },
      ],
    ];
  });
  // What is said leaves the ways out where they fit.
  const first = said === undefined ? running : noticeLine(said);
  const before: Line = first.length === 0 ? [] : [...first, { text: t`  ` }];
  const room = state.size.columns - lineWidth(before);
  const fixed = isTyping(state) ? 1 : 2;
  const keys = fittedHints(said === undefined ? hints : hints.slice(-2), room, fixed);
  return said !== undefined && lineWidth(keys) > room ? first : [...before, ...keys];
}

/** What is said, if it is about the screen on top. */
function noticeOf(state: State): Notice | undefined {
  return state.notice?.on === topScreen(state).type ? state.notice : undefined;
}

const TONES = {
  info: 'accent',
  warning: 'warning',
  error: 'failure',
} as const satisfies Record<Notice['tone'], StyleName>;

function noticeLine({ text, tone }: Notice): Line {
  return [{ text: safeLine(text), style: TONES[tone] }];
}

/**
 * The filter that what is shown obeys, and, where another one was asked for in vain, that. While an
 * answer is on its way nothing is said: it is there in a moment.
 */
export function filterSpans({ filter, trouble }: State, shown: string): Line {
  const sentence = explained(shown);
  return [
    ...(shown === '' ? [] : [styled(safeLine(`  filter: ${shown}`), 'key')]),
    ...(sentence === undefined ? [] : [styled(safeLine(`  (${sentence})`), 'dim')]),
    ...(trouble === undefined || shown === filter
      ? []
      : [styled(safeLine(`  not ${filter === '' ? 'all trials' : filter}`), 'failure')]),
  ];
}

/** `1,234 of 2,220` or `2,220 trials`. */
export function countOf(shown: number, all: number | undefined): string {
  return all === undefined || shown === all
    ? plural(shown, 'trial')
    : `${grouped(shown)} of ${plural(all, 'trial')}`;
}

/**
 * A mistake in a query: a caret under its place in the field, and what is wrong. Where that does not
 * fit behind the caret, what is wrong comes first, and the place as a number.
 */
export function caretLine(prompt: string, text: string, error: QueryError, columns: number): Line {
  const { start } = error.at;
  const message = safeLine(error.message);
  const before = start < columns ? width(safeLine(prompt + text.slice(0, start))) : columns;
  const shown =
    before + width(message) + 2 <= columns
      ? t`${' '.repeat(before)}^ ${message}`
      : t`${message} (at character ${start + 1})`;
  return [{ text: shown, style: 'failure' }];
}
