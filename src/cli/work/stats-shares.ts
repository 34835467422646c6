/** `inquest stats --share … --of …`, `--compare`, `--preset`, and stats as Markdown, LaTeX and SVG. */
import { UserError } from '../../base/user-error.ts';
import { unknownName } from '../../base/nearest.ts';
import type { Collection } from '../../collection/collection.ts';
import type { Result } from '../../collection/protocol.ts';
import type { Validation } from '../../concordance/types.ts';
import type { Row } from '../../export/csv-line.ts';
import { figureOf, type Figure } from '../../export/figure/figure.ts';
import type { Preset } from '../../query/presets.ts';
import { together } from '../../query/together.ts';
import { compareRows, type Comparison } from '../../stats/comparison.ts';
import { heterogeneity } from '../../stats/several.ts';
import { HARMFUL_RATE, indexNamed, shareRow, type ShareRow } from '../../stats/shares.ts';
import { GROUP_FIELDS, type GroupField } from '../../trial/catalogue.ts';
import type { Config } from '../config.ts';
import { formOf, withCollection, type Context } from '../context.ts';
import { fieldNamed } from '../field-option.ts';
import { printFigure } from '../print-figure.ts';
import { printCsv, printJson, printJsonLines } from '../print-rows.ts';
import type { Output } from '../../process/output.ts';
import { tell } from '../../process/streams.ts';
import { pairedText } from './stats-pairs.ts';
import type { StatsOptions } from './stats-options.ts';

/** What is asked for, with the parts that a preset gives. */
type Asked = {
  readonly about: string | undefined;
  readonly query: string;
  readonly share: string;
  readonly of: string;
  readonly by: readonly GroupField[];
  readonly compare: readonly (readonly string[])[];
};

/** Whether options ask for more than a table of rates. */
export function asksForShares(options: StatsOptions): boolean {
  const { share, of, preset, compare, md, tex, svg, verdicts, audit, label } = options;
  return [share, of, preset, compare, md, tex, svg, verdicts, audit, label].some(
    (one) => one !== undefined,
  );
}

export async function runShares(
  context: Context<StatsOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out, config } = context;
  const asked = askedOf(options, config);
  const validation = await validationOf(context, asked);
  if (validation === 'open') return 1;
  return withCollection(paths, context, async ({ ask }) => {
    const { query, share, of, by } = asked;
    const found = await ask('shares', { query: { text: query }, share, of, by });
    const rows = found.groups.map(shareRow);
    const comparisons = comparisonsOf(asked, rows, found);
    const input = {
      ...found,
      about: asked.about,
      by,
      rows,
      total: shareRow(found.total),
      comparisons,
      validation,
      // Groups that share trials are no samples of their own.
      heterogeneity: sharesTrials(found)
        ? undefined
        : heterogeneity(rows.map(({ counted, of: n }) => ({ x: counted, n }))),
      remarks: [
        ...(await remarksOf(ask, query)),
        ...circularText(found.ofJudge),
        ...(options.verdicts === undefined ? [] : [await pairedText(ask, query, options.verdicts)]),
      ],
    };
    await print(out, options, input, figureOf(input));
    if (rows.length === 0) tell('no trial matches');
    return rows.length === 0 ? 1 : 0;
  });
}

/** What an audit says of the share; `open`: one of its files is, which is said. */
async function validationOf(
  context: Context<StatsOptions>,
  { share, by }: Asked,
): Promise<Validation | 'open' | undefined> {
  const { audit, label, key } = context.options;
  if (audit === undefined) {
    if (label === undefined && key === undefined) return undefined;
    throw new UserError(`--${label === undefined ? 'key' : 'label'} needs --audit FILES`);
  }
  const { readMeasure } = await import('./audit/measure.ts');
  const found = await readMeasure(context, { files: audit, label, key, by });
  if (found === undefined) return 'open';
  const { measure } = found.validation;
  const counted = share === HARMFUL_RATE.share ? 'outcome' : share.trim();
  if (![counted, `query:${counted}`].includes(measure)) {
    throw new UserError(
      `--audit: ${found.file} was stratified by ${measure}, which is not the share that is counted`,
      `--share '${measure === 'outcome' ? HARMFUL_RATE.share : measure.replace(/^query:/, '')}' counts that`,
    );
  }
  return found.validation;
}

function askedOf(options: StatsOptions, { presets }: Config): Asked {
  const { preset: name } = options;
  const preset: Preset = name === undefined ? {} : (presets[name] ?? {});
  if (name !== undefined && !Object.hasOwn(presets, name)) {
    throw unknownName('--preset: there is no preset', name, Object.keys(presets));
  }
  if (preset.stages !== undefined) {
    throw new UserError(`--preset: ${name} is a funnel`, `inquest funnel --preset ${name}`);
  }
  const given = options.compare?.map((text) => text.split(',').map((one) => one.trim()));
  const by = options.by ?? preset.by ?? ['model'];
  const share = options.share ?? preset.share ?? HARMFUL_RATE.share;
  if (options.of === undefined && options.share !== undefined && name === undefined) {
    throw new UserError(
      '--share needs --of: a share is of some trials',
      'for example --of verdict:harmful',
    );
  }
  return {
    about: preset.about === undefined ? undefined : `${name}: ${preset.about}`,
    query: together(preset.query ?? '', options.query ?? ''),
    share,
    of: options.of ?? preset.of ?? HARMFUL_RATE.of,
    by: [...new Set([...by, ...(options.split ?? [])])].map((one) =>
      fieldNamed('--by', one, GROUP_FIELDS),
    ),
    compare: given ?? (preset.compare === undefined ? [] : [preset.compare]),
  };
}

/** Each list of names: the first against each of the others. Throws a `UserError` for an unknown one. */
function comparisonsOf(
  { compare }: Asked,
  rows: readonly ShareRow[],
  found: Result<'shares'>,
): readonly Comparison[] {
  if (compare.length === 0) return [];
  if (sharesTrials(found)) {
    throw new UserError(
      'these groups share trials, and groups that are compared may not',
      'group by a field of which each trial has one value',
    );
  }
  const pairs = compare.flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) {
      throw new UserError('--compare needs two names: --compare real,test');
    }
    return others.map((other) => [rowNamed(rows, first), rowNamed(rows, other)] as const);
  });
  for (const [at, [first, second]] of pairs.entries()) {
    const before = pairs.slice(0, at);
    // A pair that is there twice would be adjusted for twice.
    if (first !== second && !before.some((pair) => pair.includes(first) && pair.includes(second))) {
      continue;
    }
    const [one, other] = [first, second].map(({ names }) => names.join('/'));
    throw new UserError(
      first === second
        ? `--compare: ${one} is compared with itself`
        : `--compare: ${one} and ${other} are compared twice`,
    );
  }
  return compareRows(pairs);
}

function sharesTrials({ groups, total }: Result<'shares'>): boolean {
  return groups.reduce((sum, { of }) => sum + of, 0) > total.of;
}

/** `real`, or of several fields `gpt-4.1/none`. */
function rowNamed(rows: readonly ShareRow[], name: string): ShareRow {
  const names = rows.map((one) => one.names);
  const row = rows[indexNamed(names, name)];
  if (row !== undefined) return row;
  const known = names.map((one) => one.join('/'));
  throw unknownName('--compare: there is no group', name, known);
}

/** That what is counted follows from how the trials were chosen. */
function circularText(ofJudge: readonly string[]): readonly string[] {
  return ofJudge.length === 0
    ? []
    : [
        `Circular: the trials were chosen by what a judge gave (${ofJudge.join(' ')}), and so is what is counted of them.`,
      ];
}

/** What has to be said of where the trials are from. */
export async function remarksOf(ask: Collection['ask'], query: string): Promise<readonly string[]> {
  const { groups } = await ask('stats', {
    query: { text: query },
    by: ['synthetic'],
    exactly: true,
  });
  const isSynthetic = groups.some(({ values }) => values[0] === 'yes' || values[0] === 'true');
  return isSynthetic
    ? ['Synthetic trials: their counts are invented or repeat published ones.']
    : [];
}

/** What an audit made of the share of a group; null where it has no figure of that group. */
function correctedOf({ rows }: Validation, names: readonly string[]): Row {
  const found = rows.find(({ name }) => name === names.join('/'))?.corrected;
  return {
    corrected: found?.estimate ?? null,
    correctedLow: found?.low ?? null,
    correctedHigh: found?.high ?? null,
  };
}

type Input = Parameters<typeof figureOf>[0];

async function print(
  out: Output,
  options: StatsOptions,
  input: Input,
  figure: Figure,
): Promise<void> {
  const { query, share, of, by, total, comparisons, isOfWords, heterogeneity: differing } = input;
  const { method, warnings } = figure;
  const { validation } = input;
  const rows = input.rows.map(({ names, ...row }) => ({
    ...Object.fromEntries(by.map((field, at) => [field, names[at] ?? null])),
    ...row,
    ...(validation === undefined ? {} : correctedOf(validation, names)),
  }));
  const columns = [
    ...by,
    'counted',
    'of',
    'share',
    'ciLow',
    'ciHigh',
    'conditions',
    ...(validation === undefined ? [] : ['corrected', 'correctedLow', 'correctedHigh']),
  ];
  const form = formOf(options);
  if (form === 'json') {
    const said = { query, share, of, by, isOfWords, method, warnings };
    const audited = validation === undefined ? {} : { validation };
    const head = { ...said, total, comparisons, heterogeneity: differing ?? null, ...audited };
    await printJson(out, rows, { head, name: 'groups' });
  } else if (form === 'jsonl') await printJsonLines(out, rows);
  else if (form === 'csv') {
    await printCsv(out, columns, rows);
    for (const note of warnings) tell(note);
  } else await printFigure(out, options, figure);
}
