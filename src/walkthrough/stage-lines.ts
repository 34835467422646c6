/** A whole screen of a presentation as lines: what the terminal shows and a cast records. */
import { syntheticText } from '../stats/rates-table.ts';
import { safeLine, t } from '../text/safe.ts';
import { lineWidth, truncateLine, type Line, type Span, styled } from '../text/spans.ts';
import { OUTCOME_GLYPHS } from '../trial/display.ts';
import { chaptersOf, chapterTitle, isHeld, type Deck } from './deck.ts';
import { slideAt, slideLine } from './slide-page.ts';
import { measureOf, roomOf, slideView, START, type Position, type StageSize } from './stage.ts';

/** What stands around a slide. */
export type StageLook = {
  /** Time since the presentation began. */
  readonly elapsedMs?: number | undefined;
  /** Auto-advance is on, at this speed. */
  readonly speed?: number | undefined;
  /** The place in the text up to which it has been typed; undefined: all of it. */
  readonly typed?: number | undefined;
  /** In place of the footer: keys, or something that has to be said. */
  readonly footer?: Line | undefined;
};

/** Exactly `size.rows` lines of at most `size.columns` cells. */
export function stageLines(
  deck: Deck,
  position: Position,
  size: StageSize,
  look: StageLook = {},
): readonly Line[] {
  const measure = measureOf(size);
  const room = roomOf(size);
  const { page, rows, isMore } = slideView(deck, position, size);
  const margin: Span = { text: t`${' '.repeat(Math.floor((size.columns - measure) / 2))}` };
  // Where it stands does not change with what is revealed on it.
  const whole = { ...START, slide: position.slide, cue: Number.POSITIVE_INFINITY };
  const free = room - slideView(deck, whole, size).rows.length;
  const above = Math.floor(free / (page.isCard ? 2 : 4));
  const body = rows.map((row): Line => {
    const line = slideLine(page, row, position.cue, look.typed);
    return line.length === 0 ? [] : truncateLine([margin, ...line], size.columns);
  });
  const blank = (count: number): readonly Line[] => Array.from({ length: count }, () => []);
  return [
    spread(headerLeft(deck, position), headerRight(deck, position), size.columns),
    [],
    ...blank(above),
    ...body,
    ...blank(room - above - rows.length),
    isMore ? [margin, styled(t`↓ more`, 'dim')] : [],
    look.footer ?? footer(deck, position, size, look),
  ].slice(0, size.rows);
}

function headerLeft({ walkthrough }: Deck, { slide }: Position): Line {
  if (slide === 0) return [];
  return [{ text: safeLine(` ${walkthrough.title}`), style: 'dim' }];
}

/** Whose trial is shown: what is held back is covered, and seen to be. Of rates, what they are of. */
function headerRight(deck: Deck, position: Position): Line {
  const slide = slideAt(deck, position.slide);
  if (slide.type === 'rates') {
    const invented = syntheticText(slide.total);
    return invented === undefined ? [] : [styled(safeLine(`${invented} `), 'dim')];
  }
  if (!('trial' in slide)) return [];
  const trial = deck.trials[slide.trial];
  if (trial === undefined) return [];
  const { outcome } = trial.verdict;
  const isChanged = deck.problems.some(({ stop }) => stop === slide.stop);
  return [
    ...(isChanged ? [styled(t`! differs from what was saved  `, 'warning')] : []),
    ...(trial.synthetic === true ? [styled(t`synthetic  `, 'dim')] : []),
    isHeld(deck, position, slide.trial, 'model')
      ? { text: t`model ▒▒▒▒`, style: 'dim' }
      : { text: safeLine(trial.model), style: 'strong' },
    { text: t`  ` },
    isHeld(deck, position, slide.trial, 'verdict')
      ? { text: t`verdict ▒▒▒▒`, style: 'dim' }
      : { text: t`${OUTCOME_GLYPHS[outcome]} ${outcome}`, style: outcome },
    { text: t` ` },
  ];
}

/** How far it has come: the chapter, a bar, the clock. */
function footer(deck: Deck, position: Position, { columns }: StageSize, look: StageLook): Line {
  const chapters = chaptersOf(deck);
  const at = chapters.findLastIndex(({ slide }) => slide <= position.slide);
  const isEnd = position.slide === deck.slides.length - 1;
  const name: Line =
    at < 0 || isEnd
      ? [styled(isEnd ? t` end` : t` ${chapters.length} chapters`, 'dim')]
      : [
          { text: t` ${at + 1}/${chapters.length} `, style: 'accent' },
          { text: safeLine(chapterTitle(deck, chapters[at]?.stop ?? 0)), style: 'dim' },
        ];
  const cells = Math.max(6, Math.min(24, Math.floor(columns / 5)));
  const done = Math.round((position.slide / Math.max(1, deck.slides.length - 1)) * cells);
  const right: Line = [
    ...(look.speed === undefined ? [] : [styled(t`▶ ${look.speed}×  `, 'key')]),
    { text: t`${'━'.repeat(done)}`, style: 'accent' },
    { text: t`${'─'.repeat(cells - done)}`, style: 'rule' },
    ...(look.elapsedMs === undefined ? [] : [styled(t`  ${clockText(look.elapsedMs)}`, 'dim')]),
    { text: t` ` },
  ];
  return spread(name, right, columns);
}

/** `4:07`, `1:02:30`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (count: number): string => String(count).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${hours > 0 ? two(minutes) : minutes}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** Left and right parts on one line; the left one is cut where they do not fit. */
function spread(left: Line, right: Line, columns: number): Line {
  const room = columns - lineWidth(right);
  const cut = truncateLine(left, Math.max(0, room - 1));
  const gap = Math.max(0, room - lineWidth(cut));
  return truncateLine([...cut, { text: t`${' '.repeat(gap)}` }, ...right], columns);
}
