/** What stands in place of a trial in a review: overview, help, the end. */
import { REVIEW_KEYS } from '../../app/audit/keys.ts';
import type { ReviewState } from '../../app/audit/state.ts';
import { labelValues } from '../../audit/rubric.ts';
import type { Line } from '../../text/spans.ts';
import { selected } from '../../text/theme.ts';
import { dim, key, strong, words } from './spans.ts';

/** What stands in place of the trial, if anything does. */
export function pageLines(state: ReviewState): readonly Line[] | undefined {
  const { mode } = state;
  switch (mode.type) {
    case 'list':
      return listLines(state, mode.at);
    case 'page':
      return (mode.of === 'keys' ? keyLines() : rubricLines(state)).slice(mode.top);
    case 'end':
      return endLines(state, mode.at);
    case 'revealed':
      return [
        [],
        [words('  The verdict of this trial')],
        [],
        [strong(`  ${mode.text}`)],
        [],
        [dim('  What you answer of it from now on is kept, and not counted.')],
      ];
    case 'closed':
      return [
        [],
        [
          strong(
            '  The audit is closed: no answer can be changed, and the verdicts are in the file.',
          ),
        ],
        [],
        [words('  Head of the file')],
        [strong(`  ${mode.head}`)],
        [],
        [
          dim(
            '  Write it down elsewhere (a commit, a mail): it proves later that nothing was changed.',
          ),
        ],
        [dim('  inquest audit report FILE compares your answers with the verdicts.')],
      ];
    default:
      return undefined;
  }
}

function listLines(state: ReviewState, at: number): readonly Line[] {
  const room = Math.max(1, state.size.rows - 2);
  const top = Math.max(0, Math.min(at - Math.floor(room / 2), state.items.length - room));
  return state.items.slice(top, top + room).map(({ drawn }, index): Line => {
    const place = top + index;
    const isAnswered = state.answers.has(drawn.item);
    const reason = state.skipped.get(drawn.item);
    const told = isAnswered
      ? 'answered'
      : reason !== undefined
        ? `skipped${reason === '' ? '' : `: ${reason}`}`
        : state.drafts.has(drawn.item)
          ? 'begun'
          : '–';
    const line: Line = [
      key(place === at ? '›' : ' '),
      words(` trial ${String(place + 1).padStart(String(state.items.length).length)}  `),
      words(isAnswered ? '●' : '○'),
      words(`  ${told}`),
      ...(state.flagged.has(drawn.item) ? [strong('  flagged')] : []),
      ...(drawn.round === 'calibration' ? [dim('  to practise')] : []),
    ];
    return place === at ? selected(line) : line;
  });
}

function keyLines(): readonly Line[] {
  return REVIEW_KEYS.map(({ keys, help }): Line => [
    key(`  ${(keys.length > 2 ? `${keys[0]}…${keys.at(-1)}` : keys.join(' ')).padEnd(16)}`),
    words(help),
  ]);
}

function rubricLines({ rubric }: ReviewState): readonly Line[] {
  return [
    [strong(`  ${rubric.question}`)],
    [dim(`  ${rubric.name}, version ${rubric.version}`)],
    [],
    ...rubric.outcomes.flatMap(({ value, help }, at): readonly Line[] => [
      [key(`  ${at + 1} `), strong(value)],
      ...(help === undefined ? [] : [[words(`    ${help}`)]]),
    ]),
    [
      key(`  ${rubric.outcomes.length + 1} `),
      strong('cannot judge'),
      dim(`  ${rubric.cannot.join(', ')}`),
    ],
    ...rubric.labels.flatMap((label): readonly Line[] => [
      [],
      [strong(`  ${label.name} `), words(label.ask)],
      [dim(`    ${labelValues(label).join(', ')}`)],
    ]),
    ...rubric.examples.flatMap(({ text, outcome, why }): readonly Line[] => [
      [],
      [dim('  Example: '), strong(outcome), ...(why === undefined ? [] : [words(`  ${why}`)])],
      [words(`    “${text}”`)],
    ]),
  ];
}

function endLines(state: ReviewState, at: number): readonly Line[] {
  const answers = [...state.answers.values()];
  const cannot = answers.filter((one) => one.cannot !== undefined).length;
  const recognised = answers.filter((one) => one.recognised !== undefined).length;
  const times = answers
    .flatMap(({ time }) => (time === undefined ? [] : [time.activeMs]))
    .sort((a, b) => a - b);
  const total = times.reduce((sum, one) => sum + one, 0);
  const choice = (index: number, name: string, help: string): Line => [
    key(index === at ? '  ▸ ' : '    '),
    index === at ? strong(name.padEnd(9)) : words(name.padEnd(9)),
    dim(help),
  ];
  return [
    [],
    [
      dim('  Given      '),
      words(`${answers.length - cannot} with an answer · ${cannot} cannot judge`),
    ],
    [
      dim('  Flagged    '),
      words(`${state.flagged.size}`),
      dim('   Recognised '),
      words(`${recognised}`),
    ],
    [dim('  Changed    '), words(`${state.changed} answers before closing, all kept in the file`)],
    [
      dim('  Time       '),
      words(
        `${duration(total)} at work in ${state.sittings} sittings, median ${duration(times[Math.floor(times.length / 2)] ?? 0)} a trial`,
      ),
    ],
    [],
    [
      dim(
        '  Not shown before the file is closed: how many you called harmful, the verdicts, the models.',
      ),
    ],
    [],
    choice(0, 'Close', 'no answer can be changed afterwards; verdicts are written into the file'),
    choice(1, 'Go on', 'back to the flagged trial, or the first'),
    choice(2, 'Leave', 'closed later; everything is on the disk'),
    [],
    [dim('  Head of the file now  '), words(state.head)],
    [
      dim(
        '  Write it down elsewhere (a commit, a mail): it proves later that nothing was changed.',
      ),
    ],
  ];
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}
