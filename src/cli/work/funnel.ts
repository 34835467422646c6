/** `inquest funnel`: how many trials are left after each of several stages. */
import { unknownName } from '../../base/nearest.ts';
import { UserError } from '../../base/user-error.ts';
import { funnelFigure } from '../../export/figure/funnel.ts';
import { tell } from '../../process/streams.ts';
import { parse } from '../../query/parse.ts';
import type { Preset } from '../../query/presets.ts';
import type { FunnelGroup, Stage } from '../../query/results.ts';
import { ofWhat, stagesOf, stepsOf } from '../../stats/funnel.ts';
import type { ShareRow } from '../../stats/shares.ts';
import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../context.ts';
import { fieldNamed } from '../field-option.ts';
import { printFigure, type FigureOptions } from '../print-figure.ts';
import { printCsv, printJson, printJsonLines } from '../print-rows.ts';
import { remarksOf } from './stats-shares.ts';

export type FunnelOptions = CommonOptions &
  FigureOptions & {
    readonly query?: string;
    readonly by?: readonly string[];
    readonly preset: string;
    readonly stage?: readonly string[];
  };

export async function runFunnel(
  context: Context<FunnelOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out, config } = context;
  const { query = '', stage: typed } = options;
  const preset = typed === undefined ? presetOf(options, config.presets) : {};
  const stages = typed?.map(readStage) ?? stagesOf(preset.stages ?? {});
  const by = (options.by ?? preset.by ?? ['model']).map((name) =>
    fieldNamed('--by', name, GROUP_FIELDS),
  );
  return withCollection(paths, context, async ({ ask }) => {
    const of = preset.query ?? '';
    const found = await ask('funnel', { query: { text: query }, of, stages, by });
    const { groups, total, isOfWords } = found;
    const title = typed === undefined ? titleOf(options.preset, preset) : 'Funnel';
    const remarks = await remarksOf(ask, query);
    const figure = funnelFigure({ ...found, title, by, remarks });
    const { method, warnings } = figure;
    const form = formOf(options);
    const shaped = (group: FunnelGroup): object => ({
      trials: group.trials,
      conditions: group.conditions,
      steps: stepsOf(group, stages).map(({ stage, left, ofFirst, ofBefore }) => ({
        stage,
        left,
        ofFirst: shareOf(ofFirst),
        ofBefore: shareOf(ofBefore),
      })),
    });
    const named = ({ values }: FunnelGroup): object =>
      Object.fromEntries(by.map((field, at) => [field, values[at] ?? null]));
    const rows = groups.map((group) => ({ ...named(group), ...shaped(group) }));
    if (form === 'json') {
      const head = { query, of, stages, by, isOfWords, method, warnings, total: shaped(total) };
      await printJson(out, rows, { head, name: 'groups' });
    } else if (form === 'jsonl') await printJsonLines(out, rows);
    else if (form === 'csv') {
      await printCsv(
        out,
        [...by, ...STEP_COLUMNS],
        groups.flatMap((group) =>
          stepRows(group, stages).map((step) => ({ ...named(group), ...step })),
        ),
      );
      for (const note of warnings) tell(note);
    } else await printFigure(out, options, figure);
    if (groups.length === 0) tell('no trial matches');
    return groups.length === 0 ? 1 : 0;
  });
}

function titleOf(name: string, { about }: Preset): string {
  return about === undefined ? name : `${name}: ${about}`;
}

/** Throws a `UserError` where there is no such preset, or where it has no stages. */
function presetOf(
  { preset: name }: FunnelOptions,
  presets: Readonly<Record<string, Preset>>,
): Preset {
  const funnels = Object.entries(presets).filter(([, { stages }]) => stages !== undefined);
  const found = funnels.find(([one]) => one === name)?.[1];
  if (found !== undefined) return found;
  throw unknownName(
    '--preset: there is no funnel',
    name,
    funnels.map(([one]) => one),
  );
}

/** `NAME=QUERY`. Throws a `UserError`. */
function readStage(text: string): Stage {
  const at = text.indexOf('=');
  const [name, query] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 0 || name === '' || query === '') {
    throw new UserError(
      `--stage: not NAME=QUERY: ${text}`,
      "for example --stage 'sent={in:message,action draft:no leverage}'",
    );
  }
  const parsed = parse(query);
  if (!parsed.ok) throw new UserError(`--stage ${name}: ${parsed.error.message}`);
  return { name, query };
}

function shareOf({
  of,
  share,
  ciLow,
  ciHigh,
}: ShareRow): Omit<ShareRow, 'names' | 'counted' | 'conditions'> {
  return { of, share, ciLow, ciHigh };
}

const STEP_COLUMNS = [
  'stage',
  'left',
  'first',
  'ofFirst',
  'share',
  'ciLow',
  'ciHigh',
  'before',
  'ofBefore',
  'shareOfBefore',
  'ciLowOfBefore',
  'ciHighOfBefore',
] as const;

function stepRows(
  group: FunnelGroup,
  stages: readonly Stage[],
): readonly Readonly<Record<(typeof STEP_COLUMNS)[number], string | number | null>>[] {
  return stepsOf(group, stages).map(({ stage, left, ofFirst, ofBefore }, at) => {
    const [first, before] = ofWhat(stages, at);
    return {
      stage,
      left,
      first,
      ofFirst: ofFirst.of,
      share: ofFirst.share,
      ciLow: ofFirst.ciLow,
      ciHigh: ofFirst.ciHigh,
      before,
      ofBefore: ofBefore.of,
      shareOfBefore: ofBefore.share,
      ciLowOfBefore: ofBefore.ciLow,
      ciHighOfBefore: ofBefore.ciHigh,
    };
  });
}
