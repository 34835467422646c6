/** A walkthrough as Markdown: its stops in order, and so what it holds back until one reveals it. */
import {
  fieldsOf,
  figureNotes,
  ratesTable,
  tableInterval,
  tablePercent,
  type RatesRow,
} from '../../stats/rates-table.ts';
import { turnText } from '../../trial/display.ts';
import {
  turnFields,
  turnTitle,
  verdictFields,
  verdictSection,
  type LabelledField,
} from '../../trial/sections.ts';
import type { Trial } from '../../trial/types.ts';
import { chapterTitle, type Deck, type Slide } from '../../walkthrough/deck.ts';
import { hiding } from '../../walkthrough/hiding.ts';
import { syntheticOf } from '../../walkthrough/synthetic.ts';
import type { Origin } from '../origin.ts';
import { fenced, frontMatter, headerList, inline, paragraphs, tableRow } from './pieces.ts';

type Of<T extends Slide['type']> = Extract<Slide, { readonly type: T }>;

const SYNTHETIC = {
  all: 'yes: invented transcripts',
  some: 'in part: some of the transcripts are invented',
} as const;

export function* deckMarkdown(deck: Deck, origin: Origin): Generator<string> {
  const { title, subtitle, author, stops, closing } = deck.walkthrough;
  const invented = syntheticOf(deck);
  yield lines([
    ...frontMatter([
      ['Title', title],
      ...(author === undefined ? [] : [['Author', author] as const]),
      ...(invented === 'none' ? [] : [['Synthetic', SYNTHETIC[invented]] as const]),
    ]),
    `# ${inline(title)}`,
    '',
    ...(subtitle === undefined ? [] : paragraphs(subtitle)),
  ]);
  for (const [stop, { text }] of stops.entries()) {
    yield lines([
      `## ${stop + 1} · ${inline(chapterTitle(deck, stop))}`,
      '',
      ...aboutLines(deck, stop),
      ...(text === undefined ? [] : paragraphs(text)),
    ]);
    for (const [at, slide] of deck.slides.entries()) {
      if ('stop' in slide && slide.stop === stop) yield lines(slideLines(deck, at, slide));
    }
  }
  if (closing !== undefined) yield lines(['---', '', ...paragraphs(closing)]);
  // At the end: the names of files may tell which model it is about.
  yield lines(['---', '', ...headerList(originHeader(origin))]);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function originHeader({ program, files, when, redacted }: Origin): readonly LabelledField[] {
  return [
    ['Made by', program],
    ['Files read', files.join(', ')],
    ...(when === undefined ? [] : [['Date', when] as const]),
    ...(redacted === undefined ? [] : [['Redacted', redacted] as const]),
  ];
}

/** The cell a stop's trial is from. Its id often names the model, and waits for that. */
function aboutLines(deck: Deck, stop: number): readonly string[] {
  const at = deck.slides.findIndex((one) => 'trial' in one && one.stop === stop);
  const slide = deck.slides[at];
  if (slide === undefined || !('trial' in slide)) return [];
  const trial = deck.trials[slide.trial];
  if (trial === undefined) return [];
  const shown = hiding(deck, { slide: at, cue: 0 }, slide.trial, trial);
  const { condition = trial.scenario, sample } = trial;
  const parts = [
    ...(condition === undefined ? [] : [inline(shown(condition))]),
    ...(sample === undefined ? [] : [`sample ${inline(shown(String(sample)))}`]),
  ];
  return parts.length === 0 ? [] : [`*${parts.join(' · ')}*`, ''];
}

function slideLines(deck: Deck, at: number, slide: Slide): readonly string[] {
  switch (slide.type) {
    case 'turn':
      return turnLines(deck, at, slide);
    case 'reveal':
      return revealLines(deck, at, slide);
    case 'rates':
      return ratesLines(slide);
    case 'missing':
      return [`*Not here: ${inline(slide.why)}.*`, ''];
    default:
      return [];
  }
}

function turnLines(deck: Deck, at: number, slide: Of<'turn'>): readonly string[] {
  const trial = deck.trials[slide.trial];
  const turn = trial?.turns[slide.turn - 1];
  if (trial === undefined || turn === undefined) return [];
  const shown = hiding(deck, { slide: at, cue: 0 }, slide.trial, trial);
  const header = turnFields(turn).map(([name, value]): LabelledField => [name, shown(value)]);
  return [
    `### Turn ${slide.turn} · ${inline(shown(turnTitle(turn)))}`,
    '',
    ...headerList(header),
    ...fenced(shown(turnText(turn))),
    '',
    ...headerList(slide.quotes.map((quote): LabelledField => ['Marked', `“${shown(quote)}”`])),
  ];
}

function revealLines(deck: Deck, at: number, slide: Of<'reveal'>): readonly string[] {
  const trial = deck.trials[slide.trial];
  if (trial === undefined) return [];
  return slide.what.flatMap((what, index) => [
    `### The ${what}`,
    '',
    ...(what === 'model'
      ? headerList([
          ['Model', trial.model],
          ['Trial', trial.id],
        ])
      : verdictLines(trial, hiding(deck, { slide: at, cue: index + 1 }, slide.trial, trial))),
  ]);
}

function verdictLines(trial: Trial, shown: (text: string) => string): readonly string[] {
  const header = verdictFields(trial).map(([name, value]): LabelledField => [name, shown(value)]);
  return [...headerList(header), ...fenced(shown(verdictSection(trial).rationale)), ''];
}

function ratesLines({ rates, groups, total, leftOut }: Of<'rates'>): readonly string[] {
  const by = fieldsOf(rates);
  const table = ratesTable({ by, groups, total }, 'rate');
  const head = [...by, 'harmful', 'rate', '95 % interval'];
  const row = ({ names, rates: of, fraction }: RatesRow): string =>
    tableRow([
      ...names.map(inline),
      fraction,
      tablePercent(of.rate, ' %'),
      tableInterval(of, ' %'),
    ]);
  return [
    tableRow(head),
    tableRow(head.map((_, at) => (at < by.length ? '---' : '---:'))),
    ...[...table.rows, table.total].map(row),
    '',
    ...figureNotes({ leftOut, total }).flatMap((note) => [`*Note: ${inline(note)}.*`, '']),
  ];
}
