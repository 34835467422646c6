/** The facet panel: every value with its count, and the harmful rate as a bar. */
import {
  chosenValues,
  facetLines,
  MOST_VALUES,
  valueLabel,
} from '../../app/screens/docket/facet-lines.ts';
import { fieldTitle, type GroupField } from '../../trial/catalogue.ts';
import type { DocketScreen } from '../../app/screens/docket/state.ts';
import type { State } from '../../app/state.ts';
import type { Facet, FacetValue } from '../../query/results.ts';
import { type Cache, createCache, createWeakCache } from '../../text/remember.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import { shortNames } from '../../text/short-names.ts';
import type { Line } from '../../text/spans.ts';
import { pad, width as cells } from '../../text/width.ts';
import { overlaid } from '../../text/styles.ts';
import { OUTCOME_GLYPHS } from '../../trial/display.ts';
import { selected } from '../../text/theme.ts';
import { grouped, percent, rateBar, widestCount } from '../../stats/bars.ts';
import { OUTCOMES } from '../../trial/types.ts';
import type { CutName } from './whole.ts';

/** Of counts, at least. */
const COUNT_CELLS = 6;
const PERCENT_CELLS = 6;
const BAR_CELLS = 5;
const SHORT_BAR_CELLS = 3;
const LEAD_CELLS = 2;

export function facetPanel(
  state: State,
  screen: DocketScreen,
  width: number,
  height: number,
): readonly Line[] {
  const lines = facetLines(state);
  const chosen = new Map(
    [...new Set(lines.map(({ field }) => field))].map((field) => [
      field,
      chosenValues(state.filter, field),
    ]),
  );
  const shown = lines.slice(screen.facetTop, screen.facetTop + height);
  if (lines.length === 0) return [[{ text: t` counting…`, style: 'dim' }]];
  // Counts of another filter than the rows beside them would be taken for theirs.
  const isCurrent = state.facets.query === state.list.query;
  const below = lines.length - screen.facetTop - shown.length;
  const drawnLines = shown.map((line, index): Line => {
    if (line.type === 'title') return titleLine(line.field, index === 0, width);
    const isChosen = chosen.get(line.field)?.includes(valueLabel(line.value.value)) === true;
    const drawn = valueLine(
      line.field,
      isCurrent ? line.value : { value: line.value.value },
      isChosen,
      cellsOf(state, line.field, width),
      namesOf(state, line.field, width).get(line.value.value),
    );
    const here = screen.pane === 'facets' && screen.facetTop + index === screen.facetCursor;
    return here ? selected(drawn) : drawn;
  });
  if (below === 0) return drawnLines;
  // The cursor is never on the last row in view unless that is the last line.
  return drawnLines.with(-1, [{ text: t`  ↓ ${below + 1} more lines`, style: 'dim' }]);
}

/** The name of a field; the first one says what stands below it on the right. */
function titleLine(field: GroupField, isFirst: boolean, width: number): Line {
  const title = { text: t`${fieldTitle(field)}`, style: 'title' } as const;
  if (!isFirst) return [title];
  const legend = field === 'verdict' ? t`trials ` : t`trials  harmful `;
  const room = width - cells(title.text) - cells(legend);
  return room < 1
    ? [title]
    : [title, { text: t`${' '.repeat(room)}` }, { text: legend, style: 'dim' }];
}

/** Cells of a value's name, and of what stands behind it. */
type ValueCells = {
  readonly name: number;
  readonly countCells: number;
  readonly percentCells: number;
  readonly barCells: number;
};

function cellsOf({ facets }: State, field: GroupField, width: number): ValueCells {
  const countCells = countCellsOf(facets.facets);
  const rate = field !== 'verdict';
  // The bar says at a glance what the percentage says exactly: where room is short, it stays.
  const percentCells = rate && width >= 42 ? PERCENT_CELLS : 0;
  const barCells = rate ? (width < 34 ? SHORT_BAR_CELLS : BAR_CELLS) : 0;
  const tail = countCells + percentCells + (barCells === 0 ? 0 : barCells + 1);
  const name = Math.max(4, width - LEAD_CELLS - 1 - tail);
  return { name, countCells, percentCells, barCells };
}

/** Enough for the largest count, with a space before it. */
function countCellsOf(facets: readonly Facet[]): number {
  return countWidths(facets, () => {
    const all = facets.flatMap(({ values }) => values.map(({ counts }) => counts.trials));
    return 1 + widestCount(all, COUNT_CELLS - 1);
  });
}

const countWidths = createWeakCache<readonly Facet[], number>();

/** The names of a field's values, no two of which look alike; without those of the verdict, which are short. */
function namesOf(state: State, field: GroupField, width: number): Names {
  const facet = state.facets.facets.find((one) => one.field === field);
  if (facet === undefined || field === 'verdict') return NONE;
  const room = cellsOf(state, field, width).name;
  const ofFacet = shortened(facet, () => createCache(MOST_WIDTHS));
  return ofFacet(room, () => {
    const values = facet.values.slice(0, MOST_VALUES).map(({ value }) => value);
    const names = shortNames(
      values.map((value) => safeLine(valueLabel(value))),
      room,
    );
    return new Map(values.map((value, at) => [value, names[at] ?? t``]));
  });
}

type Names = ReadonlyMap<string | null, SafeText>;
const NONE: Names = new Map();
const shortened = createWeakCache<Facet, Cache<number, Names>>();
const MOST_WIDTHS = 2;

/** The value under the cursor, where the panel has no room for its name. */
export function cutFacet(state: State, screen: DocketScreen, width: number): readonly CutName[] {
  const line = facetLines(state)[screen.facetCursor];
  if (line?.type !== 'value') return [];
  const text = valueLabel(line.value.value);
  const isCut = cells(safeLine(text)) > cellsOf(state, line.field, width).name;
  return isCut ? [{ title: fieldTitle(line.field), text }] : [];
}

/** A value with its counts, as far as they are known. */
function valueLine(
  field: GroupField,
  { value, counts, rated = counts }: Pick<FacetValue, 'value'> & Partial<FacetValue>,
  chosen: boolean,
  { name, countCells, percentCells, barCells }: ValueCells,
  short: SafeText | undefined,
): Line {
  const outcome = field === 'verdict' ? OUTCOMES.find((one) => one === value) : undefined;
  const style = outcome ?? 'text';
  const glyph =
    field === 'verdict' ? `${outcome === undefined ? ' ' : OUTCOME_GLYPHS[outcome]} ` : '';
  return [
    { text: chosen ? t`● ` : t`  `, style: 'key' },
    {
      text: pad(short ?? safeLine(glyph + valueLabel(value)), name),
      style: chosen ? overlaid(style, 'strong') : style,
    },
    {
      text: pad(counts === undefined ? t`…` : t`${grouped(counts.trials)}`, countCells, 'right'),
      style: 'dim',
    },
    ...(percentCells === 0
      ? []
      : [{ text: pad(t`${rated === undefined ? '' : percent(rated)}`, percentCells, 'right') }]),
    ...(barCells === 0
      ? []
      : [
          { text: t` ` },
          ...(rated === undefined
            ? [{ text: t`${' '.repeat(barCells)}` }]
            : rateBar(rated, barCells)),
        ]),
    { text: t` ` },
  ];
}
