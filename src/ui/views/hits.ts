/** Search results and variants as lines. */
import { searchLayout } from '../../app/layout.ts';
import {
  hitLines,
  variantLines,
  variantTop,
  type HitLine,
} from '../../app/screens/search/lines.ts';
import type { SearchScreen } from '../../app/screens/search/state.ts';
import type { State } from '../../app/state.ts';
import type { Hit, PassageKind, Range, SearchResult } from '../../query/results.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import {
  highlight,
  lineWidth,
  type Line,
  type Span,
  styled,
  type StyledRange,
} from '../../text/spans.ts';
import { pad, width as cells } from '../../text/width.ts';
import { overlaid } from '../../text/styles.ts';
import { grouped, plural, widestCount } from '../../stats/bars.ts';
import { explained } from '../../app/explained.ts';
import { caretLine } from '../parts/frame.tsx';
import { KIND_GLYPHS, OUTCOME_GLYPHS } from '../../trial/display.ts';
import { selected } from '../../text/theme.ts';
import { choicesLine } from './choices-line.ts';
import { sampleText } from './trials.ts';

export function resultLines(state: State, screen: SearchScreen): readonly Line[] {
  const { result } = screen;
  const layout = searchLayout(state.size);
  if (result === undefined) return screen.running ? [] : introduction();
  const lines = hitLines(result);
  if (lines.length === 0) {
    const what = result.rows === undefined ? 'passage' : 'trial';
    return [[], [{ text: t`  No ${what} matches.`, style: 'dim' }]];
  }
  const shown = lines.slice(screen.top, screen.top + layout.resultRows);
  return shown.map((line) => hitLine(screen, line, layout.results, state.noted));
}

/** What can be typed, for someone who has not typed yet. */
function introduction(): readonly Line[] {
  const examples: readonly (readonly [string, string])[] = [
    ['unethical', 'this word, misspellings and near forms'],
    ["'unethical", 'exactly this word'],
    ['"risky and unethical"', 'these words in this order'],
    ['leverage -test', 'one word, but not with the other'],
    ['in:reasoning wrong', 'in private reasoning only'],
    ['model:grok* verdict:harmful', 'fields, to narrow it down'],
  ];
  return [
    [],
    ...examples.map(([query, meaning]): Line => [
      { text: pad(t`  ${query}`, 32), style: 'key' },
      { text: safeLine(meaning), style: 'dim' },
    ]),
  ];
}

function hitLine(
  screen: SearchScreen,
  line: HitLine,
  width: number,
  noted: ReadonlySet<string>,
): Line {
  const isNoted = noted.has(line.hit.trial);
  if (line.type === 'trial') return trialLine(line.hit, isNoted);
  const here = line.index === screen.cursor && screen.pane !== 'variants';
  if (line.type === 'row') {
    const row = trialLine(line.hit, isNoted);
    return here ? selected(row) : row;
  }
  const { hit } = line;
  const lead: Line = [
    { text: t`   ${String(hit.turn).padStart(3)} `, style: 'dim' },
    { text: t`${kindGlyph(hit.kind)} ${pad(t`${hit.kind}`, 10)}`, style: hit.kind },
  ];
  const tail: Line = hit.sameIn > 1 ? [styled(t`  in ${grouped(hit.sameIn)} trials`, 'dim')] : [];
  const room = width - lineWidth(lead) - lineWidth(tail) - 1;
  const drawn: Line = [...lead, ...windowed(hit, room), ...tail];
  return here ? selected(drawn) : drawn;
}

function trialLine(hit: Hit, isNoted: boolean): Line {
  const sample = /(\d+)(?:\s#\d+)?$/.exec(hit.trial)?.[1] ?? '';
  return [
    { text: isNoted ? t`✎` : t` `, style: 'key' },
    { text: safeLine(`${hit.model} `), style: 'strong' },
    { text: safeLine(sampleText(sample)), style: 'text' },
    { text: t`  ${OUTCOME_GLYPHS[hit.outcome]} ${hit.outcome}`, style: hit.outcome },
    { text: safeLine(`  ${withoutModel(hit)}`), style: 'dim' },
  ];
}

/** Ids made from paths begin with the model, which the line has said already. */
function withoutModel({ trial, model }: Hit): string {
  return trial.startsWith(`${model}/`) ? trial.slice(model.length + 1) : trial;
}

/** The part of an excerpt that shows its first match, with the matches marked. */
function windowed(hit: Hit, room: number): Line {
  const { text, ranges } = neutralised(hit);
  const first = ranges[0] ?? { start: 0, end: 0 };
  const lead = Math.max(0, Math.floor((room - (first.end - first.start)) / 3));
  const start = first.start <= lead ? 0 : first.start - lead;
  const cut = start > 0;
  let end = Math.min(text.length, start + room - (cut ? 1 : 0));
  while (end > start && cells(text.slice(start, end)) > room - (cut ? 1 : 0) - 1) end -= 1;
  const marks = ranges.map((range): StyledRange => ({ ...range, style: 'hit' }));
  return [
    ...(cut ? [styled(t`…`, 'dim')] : []),
    ...highlight(text, { start, end }, marks),
    ...(end < text.length ? [styled(t`…`, 'dim')] : []),
  ];
}

/** The excerpt made safe piece by piece, so that the ranges can follow. */
function neutralised(hit: Hit): { readonly text: SafeText; readonly ranges: readonly Range[] } {
  let text = t``;
  let at = 0;
  const ranges: Range[] = [];
  for (const range of hit.ranges) {
    text = t`${text}${safeLine(hit.excerpt.slice(at, range.start))}`;
    const start = text.length;
    text = t`${text}${safeLine(hit.excerpt.slice(range.start, range.end))}`;
    ranges.push({ start, end: text.length });
    at = range.end;
  }
  return { text: t`${text}${safeLine(hit.excerpt.slice(at))}`, ranges };
}

/** How many words, passages and trials: one line under the query. */
export function summaryLine(screen: SearchScreen, columns: number): Line {
  const { error, input, result } = screen;
  if (error !== undefined) return caretLine(PROMPT, input.text, error, columns);
  const looked = screen.running && screen.isPartial ? result?.looked : undefined;
  const share = looked === undefined ? t`` : t` ${Math.floor(looked * 100)} %`;
  const searching: Line = screen.running ? [styled(t`  searching…${share}`, 'accent')] : [];
  if (result === undefined) return searching;
  const counts = screen.isPartial ? countsSoFar(result) : countsOf(result, explained(input.text));
  return [{ text: counts, style: 'dim' }, ...searching];
}

function countsOf(
  { passages, trials, hits, rows, ranked, ms }: SearchResult,
  sentence: string | undefined,
): SafeText {
  if (rows !== undefined) {
    const first = trials > rows.length ? `, the first ${grouped(rows.length)} shown` : '';
    return t` ${plural(trials, 'trial')}${first}; no word is searched for  ${Math.round(ms)} ms`;
  }
  const sets = sentence === undefined ? '' : `${sentence}: ${plural(trials, 'trial')} · `;
  const compared = ranked === undefined ? '' : ` of ${grouped(ranked)} compared`;
  const more =
    passages > hits.length ? `, best ${grouped(hits.length)}${compared || ' shown'}` : '';
  return t` ${sets}${plural(passages, 'passage')} in ${plural(trials, 'trial')}${more}  ${Math.round(ms)} ms`;
}

function countsSoFar({ passages, trials }: SearchResult): SafeText {
  return t` ${grouped(passages)}+ passages in ${grouped(trials)}+ trials so far`;
}

export const PROMPT = ' Search ';

/** Variants of every word with their counts; those that are off are not searched for. */
export function variantPanel(screen: SearchScreen, width: number, rows: number): readonly Line[] {
  const lines = variantLines(screen.result);
  if (lines.length === 0) return [];
  const more = (screen.result?.terms ?? []).reduce((sum, term) => sum + (term.more ?? 0), 0);
  const rest = more === 0 ? '' : ` (and ${grouped(more)} more)`;
  const title: Line = [{ text: t` Words searched for${rest}`, style: 'title' }];
  const top = variantTop(screen, rows - 1);
  // Wide enough for every count, which is not cut.
  const digits = widestCount(
    lines.map(({ variant }) => variant.count),
    7,
  );
  return [
    title,
    ...lines.slice(top, top + rows - 1).map(({ term, variant }, at): Line => {
      const index = top + at;
      const sign = variant.on ? '●' : variant.related ? '+' : '·';
      const label = variant.related ? `${variant.word}  (related)` : variant.word;
      const line: Line = [
        { text: t` ${sign} `, style: variant.on ? 'key' : 'dim' },
        {
          text: pad(safeLine(label), Math.max(4, width - 4 - digits)),
          style: variant.on ? (variant.word === term.text ? 'strong' : 'text') : 'dim',
        },
        { text: pad(t`${grouped(variant.count)}`, digits, 'right'), style: 'dim' },
        { text: t` ` },
      ];
      const here = screen.pane === 'variants' && index === screen.variantCursor;
      return here ? selected(line) : line;
    }),
  ];
}

/** Where there is no room for the panel: the variants in one line. */
export function variantLine(
  result: SearchResult | undefined,
  { pane, variantCursor }: SearchScreen,
  columns: number,
): Line {
  const choices = variantLines(result).map(({ variant }, index): Span => {
    const here = pane === 'variants' && index === variantCursor;
    const style = variant.on ? 'text' : 'dim';
    const sign = variant.on ? '' : variant.related ? '+' : '·';
    return {
      text: safeLine(`${sign}${variant.word} ${grouped(variant.count)}`),
      style: here ? overlaid(style, 'selected') : style,
    };
  });
  const at = pane === 'variants' ? variantCursor : 0;
  return choicesLine(choices, { at, margin: 1, columns });
}

function kindGlyph(kind: PassageKind): string {
  return kind === 'rationale' ? '=' : KIND_GLYPHS[kind];
}
