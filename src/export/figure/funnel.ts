/** A funnel as a figure: what is left after each stage, and of what. */
import type { FunnelGroup, Stage } from '../../query/results.ts';
import { grouped } from '../../stats/bars.ts';
import { ofWhat, stepsOf, type FunnelStep } from '../../stats/funnel.ts';
import { tableInterval, tablePercent } from '../../stats/rates-table.ts';
import { NO_VALUE } from '../../query/ast.ts';
import { mixedWarning, wordsWarning, type Figure } from './figure.ts';

export type FunnelInput = {
  readonly title: string;
  readonly query: string;
  /** Only these trials take part; empty: all. */
  readonly of: string;
  readonly by: readonly string[];
  readonly stages: readonly Stage[];
  readonly groups: readonly FunnelGroup[];
  readonly total: FunnelGroup;
  readonly isOfWords: boolean;
  readonly remarks: readonly string[];
};

type NamedSteps = { readonly names: readonly string[]; readonly steps: readonly FunnelStep[] };

/** First a row a group with a column a stage, then a row a step with what it is of. */
export function funnelFigure(input: FunnelInput): Figure {
  const { by, stages, groups, total, query, of } = input;
  const all = by.map((_, at) => (at === 0 ? 'all' : ''));
  const rows = [
    ...groups.map((group) => ({
      group,
      names: group.values.map((value) => value ?? NO_VALUE),
    })),
    { group: total, names: all },
  ].map(({ group, names }) => ({ group, names, steps: stepsOf(group, stages) }));
  const only = [of, query].filter((text) => text !== '').join('; ');
  return {
    title: input.title,
    shares: {
      columns: [...by, 'trials', ...stages.map(({ name }) => name), 'conditions'],
      names: by.length,
      rows: rows.map(({ group, names, steps }) => [
        ...names,
        grouped(group.trials),
        ...steps.map(({ left, ofFirst }) => `${grouped(left)} (${tablePercent(ofFirst.share)})`),
        String(group.conditions),
      ]),
    },
    steps: {
      columns: [
        ...by,
        'stage',
        'left',
        'of the first',
        'share',
        '95 % interval',
        'of the one before',
        'share',
        '95 % interval',
      ],
      names: by.length + 1,
      rows: rows.flatMap((row) => stepRows(row, stages)),
    },
    method: [
      'A stage counts the trials that it and all stages before it hold for, whichever of their turns says what.' +
        ' Percentages are of the first stage, and of the first stage itself of all trials.',
      ...stages.map(({ name, query: text }) => `${name}: ${text}.`),
      ...(only === '' ? [] : [`Only: ${only}.`]),
      'Shares have 95 % Wilson intervals.',
    ],
    warnings: [
      ...wordsWarning(input.isOfWords),
      ...mixedWarning(rows.filter(({ group }) => group.conditions > 1).length),
      ...input.remarks,
    ],
    intervals: rows.flatMap(({ names, steps }) =>
      steps.flatMap(({ stage, ofFirst: { share, ciLow, ciHigh } }) =>
        share === null || ciLow === null || ciHigh === null
          ? []
          : [
              {
                name: [...names, stage].filter((name) => name !== '').join(' · '),
                estimate: share,
                low: ciLow,
                high: ciHigh,
              },
            ],
      ),
    ),
  };
}

function stepRows(
  { names, steps }: NamedSteps,
  stages: readonly Stage[],
): readonly (readonly string[])[] {
  return steps.map(({ stage, left, ofFirst, ofBefore }, at) => {
    const [first, before] = ofWhat(stages, at);
    return [
      ...names,
      stage,
      grouped(left),
      `${grouped(ofFirst.of)} ${first}`,
      tablePercent(ofFirst.share),
      tableInterval(ofFirst),
      `${grouped(ofBefore.of)} ${before}`,
      tablePercent(ofBefore.share),
      tableInterval(ofBefore),
    ];
  });
}
