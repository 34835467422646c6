/** A trial as Markdown. */
import { trialHeader, turnTitle, verdictHeader } from '../../trial/headers.ts';
import { turnHeader, turnText, type HeaderLine } from '../../trial/labels.ts';
import type { Trial } from '../../trial/types.ts';
import { fenced, frontMatter, headerList, inline } from './pieces.ts';

/** The document: YAML front matter, a heading a turn, the verdict last. */
export function markdown(trial: Trial): string {
  const { verdict } = trial;
  const front: readonly HeaderLine[] = [
    ...trialHeader(trial),
    ['Outcome', verdict.outcome],
    ...(verdict.label === undefined ? [] : [['Label', verdict.label] as const]),
  ];
  return [
    ...frontMatter(front),
    `# ${inline(trial.id)}`,
    '',
    ...trial.turns.flatMap((turn, index) => [
      `## ${index + 1} · ${inline(turnTitle(turn))}`,
      '',
      ...headerList(turnHeader(turn)),
      ...fenced(turnText(turn)),
      '',
    ]),
    '## Verdict',
    '',
    ...headerList(verdictHeader(trial)),
    ...fenced(verdict.rationale ?? '(no rationale)'),
    '',
  ].join('\n');
}
