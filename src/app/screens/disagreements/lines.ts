/** Disagreements as lines: how often people said what together, and the trials one a row. */
import type { Difference, Differences } from '../../../audit/differences.ts';
import { concat, safeLine, t } from '../../../text/safe.ts';
import { styled, truncateLine, type Line, type Span } from '../../../text/spans.ts';
import { pad, truncate, truncateMiddle, width } from '../../../text/width.ts';
import { OUTCOME_GLYPHS } from '../../../trial/display.ts';

const LEAST_NAME = 12;
const COUNT = 18;
/** Cells of the longest bar. */
const BAR = 8;

/** A row a combination of answers, by what the judge said. */
export function countLines({ counts, words }: Differences, columns: number): readonly Line[] {
  const longest = counts.map(({ people }) => width(safeLine(people)) + 2);
  const name = Math.max(LEAST_NAME, Math.min(Math.max(24, ...longest), columns - 3 * COUNT));
  const most = Math.max(1, ...counts.flatMap(({ harmful, safe, none }) => [harmful, safe, none]));
  const cell = (count: number): Span => {
    const bar = '█'.repeat(Math.ceil((BAR * count) / most));
    return count === 0
      ? styled(pad(t`–`, COUNT), 'dim')
      : styled(pad(t`${bar} ${count}`, COUNT), 'bar');
  };
  return [
    [
      { text: pad(t``, name) },
      ...(words.name === 'judge'
        ? ['judge harmful', 'judge safe', 'no verdict']
        : [words.positive, words.negative, 'neither']
      ).map((name) => styled(pad(safeLine(name), COUNT), 'dim')),
    ],
    ...counts.map(({ people, harmful, safe, none }): Line => [
      { text: pad(truncate(t` ${safeLine(people)}`, name - 1), name) },
      cell(harmful),
      cell(safe),
      cell(none),
    ]),
  ].map((line) => truncateLine(line, columns));
}

const ITEM = 5;
/** Cells of a column of answers, and of the name of a model. */
const ANSWER = 13;
const MODEL = 20;

/** The titles of the columns. */
export function titleLine({ auditors, words }: Differences, columns: number): Line {
  const names = [...auditors, words.name, 'settled'];
  return truncateLine(
    [
      styled(
        t`  ${pad(t`#`, ITEM)}${pad(t`model`, modelCells(auditors.length, columns))}${concat(...names.map((name) => pad(truncate(safeLine(name), ANSWER - 1), ANSWER)))}why`,
        'dim',
      ),
    ],
    columns,
  );
}

export function differenceLine(
  { item, model, said, judge, settled, why }: Difference,
  columns: number,
): Line {
  const cells = modelCells(said.length, columns);
  return [
    { text: pad(t`${item}`, ITEM) },
    { text: pad(truncateMiddle(safeLine(model), cells - 1), cells), style: 'accent' },
    ...[...said, judge, settled].map(answerSpan),
    { text: safeLine(why ?? '') },
  ];
}

function modelCells(auditors: number, columns: number): number {
  const rest = columns - 2 - ITEM - ANSWER * (auditors + 2);
  return Math.max(10, Math.min(MODEL, rest - 10));
}

function answerSpan(value: string | null): Span {
  if (value === null) return styled(pad(t`–`, ANSWER), 'dim');
  const outcome = value === 'harmful' || value === 'safe' ? value : undefined;
  if (outcome === undefined) return { text: pad(truncate(safeLine(value), ANSWER - 1), ANSWER) };
  return styled(pad(t`${OUTCOME_GLYPHS[outcome]} ${outcome}`, ANSWER), outcome);
}
