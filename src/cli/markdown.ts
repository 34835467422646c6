/**
 * A trial as Markdown. Texts stand in fenced blocks, where no markup of theirs means anything, and
 * are made safe like everything that is shown.
 */
import { safe, safeLine } from '../text/safe.ts';
import { turnHeader, turnText, type HeaderLine } from '../trial/labels.ts';
import type { Trial } from '../trial/types.ts';
import { trialHeader, turnTitle, verdictHeader } from './transcript.ts';

/** The document: YAML front matter, a heading a turn, the verdict last. */
export function markdown(trial: Trial): string {
  const { verdict } = trial;
  const front: readonly HeaderLine[] = [
    ...trialHeader(trial),
    ['Outcome', verdict.outcome],
    ...(verdict.label === undefined ? [] : [['Label', verdict.label] as const]),
  ];
  return [
    '---',
    // A JSON string is a YAML string.
    ...front.map(([name, value]) => `${name.toLowerCase()}: ${JSON.stringify(safeLine(value))}`),
    '---',
    '',
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

function headerList(header: readonly HeaderLine[]): readonly string[] {
  if (header.length === 0) return [];
  return [...header.map(([name, value]) => `- ${name}: ${inline(value)}`), ''];
}

/** Text on one line, with every character that could be markup escaped. */
function inline(text: string): string {
  return safeLine(text).replace(/[\\`*_[\]<>#!|~&]/g, '\\$&');
}

/** A block whose fence is longer than any run of backticks in it. */
function fenced(text: string): readonly string[] {
  const shown = safe(text);
  const longest = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, shown, fence];
}
