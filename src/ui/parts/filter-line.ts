/** The filter while it is typed: the line at the top, and what can be said of it below. */
import { candidatesAt, unknownText, unknownValues } from '../../app/screens/prompt/complete.ts';
import type { Prompt } from '../../app/screens/prompt/state.ts';
import type { State } from '../../app/state.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, truncateLine, type Line } from '../../text/spans.ts';
import { fieldSpans } from './field.ts';
import { caretLine, countOf } from './frame.tsx';

const PROMPT = 'Filter ';
/** Candidates beside which others would not be read. */
const MOST_SHOWN = 12;

/** The prompt in which a filter is typed, if one is. */
function typed({ prompt }: State): Prompt | undefined {
  return prompt?.use.type === 'filter' ? prompt : undefined;
}

/** The line of the filter that is typed; undefined: none is. */
export function filterLine(state: State): Line | undefined {
  const prompt = typed(state);
  if (prompt === undefined) return undefined;
  const { list, filter, progress } = state;
  // What is shown is of the filter that was answered last, which the one in force may not be yet.
  const count = list.query === filter ? t`   ${countOf(list.total, progress?.trials)}` : t`   …`;
  return [
    { text: t`${PROMPT}`, style: 'key' },
    ...fieldSpans(prompt.field.text, prompt.field.cursor, true),
    { text: count, style: 'dim' },
  ];
}

/** What is wrong, with a caret under the place; else values that no trial has; else what fits here. */
export function filterHints(state: State): readonly Line[] {
  const prompt = typed(state);
  if (prompt === undefined) return [];
  const { filterError, size } = state;
  const { completion, field } = prompt;
  const fitting = fittingLine(state, field, completion);
  if (fitting !== undefined) return [fitting];
  if (filterError !== undefined) return [caretLine(PROMPT, field.text, filterError, size.columns)];
  const unknown = unknownLine(state, state.filter);
  return unknown === undefined ? [] : [unknown];
}

/** What Tab puts in the place of the part at the cursor; undefined: nothing fits, or it is there already. */
export function fittingLine(
  state: State,
  field: Prompt['field'],
  completion: Prompt['completion'],
): Line | undefined {
  const fitting = completion?.candidates ?? candidatesAt(state, field);
  const isWhole = completion === undefined && fitting.includes(wordAt(field));
  if (fitting.length === 0 || isWhole) return undefined;
  const shown = fitting
    .slice(0, MOST_SHOWN)
    .flatMap((one, at): Line => [
      styled(t`  `, 'dim'),
      styled(safeLine(one), at === completion?.at ? 'key' : 'dim'),
    ]);
  return truncateLine([{ text: t`  Tab:`, style: 'dim' }, ...shown], state.size.columns);
}

/** The first value in a query that no trial has, with the nearest; undefined: there is none. */
export function unknownLine(state: State, text: string): Line | undefined {
  const [unknown] = unknownValues(state, text);
  return unknown === undefined
    ? undefined
    : truncateLine([styled(safeLine(`  ${unknownText(unknown)}`), 'warning')], state.size.columns);
}

function wordAt({ text, cursor }: Prompt['field']): string {
  return /[^\s(),|:-]*$/.exec(text.slice(0, cursor))?.[0] ?? '';
}
