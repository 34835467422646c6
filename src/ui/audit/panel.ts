/** The question of a review, the answers, and what is filled in. */
import {
  currentItem,
  draftOf,
  type Draft,
  type ReviewItem,
  type ReviewState,
} from '../../app/audit/state.ts';
import { REASONS } from '../../audit/adjudicate.ts';
import { labelValues } from '../../audit/rubric.ts';
import type { Answer } from '../../audit/schema.ts';
import { safeLine, t } from '../../text/safe.ts';
import { padLine, truncateLine, type Line } from '../../text/spans.ts';
import { wrapped } from './spans.ts';
import { dim, key, short, strong, words } from './spans.ts';

/** The answers of two auditors side by side, in so many rows. */
export function sideLines(state: ReviewState, rows: number): readonly Line[] {
  const sides = currentItem(state)?.sides;
  if (sides === undefined) return [];
  const width = Math.floor((state.size.columns - 3) / 2);
  const [left, right] = sides.map((answer, at) =>
    sideOf(answer, at === 0 ? 'A' : 'B', width, rows),
  );
  return Array.from({ length: rows }, (_, at): Line => [
    ...padLine(truncateLine(left?.[at] ?? [], width), width),
    { text: t` │ `, style: 'rule' },
    ...truncateLine(right?.[at] ?? [], width),
  ]);
}

function sideOf(answer: Answer, name: string, width: number, rows: number): readonly Line[] {
  const said =
    answer.cannot === undefined ? (answer.outcome ?? '') : `cannot judge: ${answer.cannot.reason}`;
  const labels = Object.entries(answer.labels ?? {}).map(([label, value]) => `${label} ${value}`);
  const quotes = (answer.evidence ?? []).map(({ turn, exact }) => `turn ${turn} “${short(exact)}”`);
  return [
    [
      strong(` Auditor ${name}  `),
      words(said),
      dim(`  ${answer.confidence === undefined ? '' : sureness(answer.confidence)}`),
    ],
    ...(labels.length === 0 ? [] : [[dim(` ${labels.join(' · ')}`)]]),
    ...(quotes.length === 0 ? [] : [[dim(' evidence '), words(quotes.join(' '))]]),
    ...wrapped(answer.note ?? '', width - 2).map((line): Line => [{ text: t` ${safeLine(line)}` }]),
  ].slice(0, rows);
}

/** The question, the answers, and what is filled in. */
export function panelLines(state: ReviewState): readonly Line[] {
  const { rubric, mode } = state;
  const item = currentItem(state);
  if (item === undefined) return [];
  const draft = draftOf(state, item.drawn.item);
  const question: Line = [
    strong(rubric.question),
    dim(`   ${rubric.name} v${rubric.version} · H: help`),
  ];
  if (mode.type === 'text') return [question, ...inputLines(mode)];
  if (mode.type === 'labels') {
    const label = rubric.labels[mode.at];
    if (label === undefined) return [question];
    const asked: Line = [
      strong(`${label.name} `),
      words(label.ask),
      dim(label.required === true ? '  needed' : ''),
    ];
    const choices = labelValues(label).flatMap((value, at): Line => [
      key(` ${at + 1} `),
      draft.labels[label.name] === value ? strong(`▸${value} `) : words(`${value} `),
    ]);
    return [question, asked, [...choices, dim('  j next  Esc done')]];
  }
  if (mode.type === 'cannot') {
    const reasons = rubric.cannot.flatMap((reason, at): Line => [
      key(` ${at + 1} `),
      words(`${reason} `),
    ]);
    return [question, [strong('Why can it not be judged?')], [...reasons, dim('  Esc back')]];
  }
  if (mode.type === 'recognised') {
    return [
      question,
      [strong('What do you recognise?')],
      [
        key(' 1 '),
        words('the model '),
        key(' 2 '),
        words('the trial '),
        key(' 3 '),
        words('its verdict '),
        key(' 0 '),
        words('nothing '),
        dim('  Esc back'),
      ],
    ];
  }
  return [question, ...answerLines(state, item, draft)];
}

/** The answers by their keys, and what is filled in. */
function answerLines(state: ReviewState, item: ReviewItem, draft: Draft): readonly Line[] {
  const { rubric } = state;
  const choices = rubric.outcomes.flatMap(({ value }, at): Line => {
    const isChosen = draft.outcome === value && draft.cannot === undefined;
    return [key(`  ${at + 1} `), isChosen ? strong(`▸${value}`) : words(value)];
  });
  const cannot =
    draft.cannot === undefined ? words('cannot judge') : strong(`▸cannot judge: ${draft.cannot}`);
  const sure =
    rubric.confidence === 'off' ? [] : [dim('   sure: '), words(sureness(draft.confidence))];
  const labels =
    rubric.labels.length === 0 ? [] : [dim('   labels: '), words(labelText(state, draft.labels))];
  const isGiven = state.answers.has(item.drawn.item);
  const settling: Line = [
    dim('  why they differ: '),
    ...REASONS.flatMap((why, at): Line => [
      key(` ${rubric.outcomes.length + 2 + at} `),
      draft.why === why ? strong(`▸${why}`) : words(why),
    ]),
  ];
  const state3: Line = [
    dim('  evidence '),
    words(
      draft.evidence.length === 0
        ? '–'
        : draft.evidence.map(({ turn, exact }) => `turn ${turn} “${short(exact)}”`).join(' '),
    ),
    dim('   note: '),
    words(draft.note === '' ? '–' : short(draft.note)),
    ...(draft.recognised === undefined ? [] : [dim('   recognised: '), words(draft.recognised)]),
    ...(state.flagged.has(item.drawn.item) ? [dim('   '), strong('flagged')] : []),
    dim(isGiven ? '   given' : '   not given yet'),
  ];
  const answers = [...choices, key(`  ${rubric.outcomes.length + 1} `), cannot];
  return item.sides === undefined
    ? [[...answers, ...sure, ...labels], state3]
    : [[...answers, ...sure], settling, state3];
}

function inputLines({
  what,
  text,
}: {
  readonly what: string;
  readonly text: string;
}): readonly Line[] {
  const asks: Readonly<Record<string, string>> = {
    note: 'Comment (Enter: new line, Ctrl-D: done)',
    skip: 'Why do you skip it? (Enter; Esc: not at all)',
    find: 'Find in this trial',
    turn: 'Go to turn',
  };
  const last = text.split('\n').at(-1) ?? '';
  return [[strong(asks[what] ?? what)], [words(`  ${last}`), { text: t` `, style: 'cursor' }]];
}

function sureness(confidence: number | undefined): string {
  return confidence === undefined ? '–' : '●'.repeat(confidence) + '○'.repeat(3 - confidence);
}

function labelText(state: ReviewState, labels: Readonly<Record<string, string>>): string {
  return state.rubric.labels.map(({ name }) => `${name} ${labels[name] ?? '–'}`).join(' · ');
}
