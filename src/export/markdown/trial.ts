/** A trial as Markdown. */
import { turnText } from '../../trial/display.ts';
import {
  trialFields,
  turnFields,
  turnTitle,
  verdictFields,
  verdictSection,
  type LabelledField,
} from '../../trial/sections.ts';
import type { Trial } from '../../trial/types.ts';
import { fenced, frontMatter, headerList, inline } from './pieces.ts';

/**
 * The trial: what is known of it, a heading a turn, the verdict last. `isFirst`: it begins the
 * document, and so has YAML front matter; others have a list.
 */
export function markdown(trial: Trial, isFirst: boolean): string {
  const { verdict } = trial;
  const front: readonly LabelledField[] = [
    ...trialFields(trial),
    ['Outcome', verdict.outcome],
    ...(verdict.label === undefined ? [] : [['Label', verdict.label] as const]),
  ];
  return [
    ...(isFirst ? frontMatter(front) : []),
    `# ${inline(trial.id)}`,
    '',
    ...(isFirst ? [] : headerList(front)),
    ...trial.turns.flatMap((turn, index) => [
      `## ${index + 1} · ${inline(turnTitle(turn))}`,
      '',
      ...headerList(turnFields(turn)),
      ...fenced(turnText(turn)),
      '',
    ]),
    '## Verdict',
    '',
    ...headerList(verdictFields(trial)),
    ...fenced(verdictSection(trial).rationale),
    '',
  ].join('\n');
}
