/** What is counted in the Stats: the harmful rate, a preset, or queries that are typed. */
import { BUILT_IN_PRESETS, type Preset } from '../../../query/presets.ts';
import { parse } from '../../../query/parse.ts';
import { stagesOf } from '../../../stats/funnel.ts';
import { HARMFUL_RATE } from '../../../stats/shares.ts';
import type { GroupField } from '../../../trial/catalogue.ts';
import { typingLine } from '../prompt/typing.ts';
import type { State } from '../../state.ts';
import { findScreen, notify, type Transition, withScreen } from '../../transition.ts';
import { askStats } from './ask.ts';
import { AT_START, type NamedShare, type StatsScreen } from './state.ts';

/** The name of what is no preset: queries that were typed. */
const TYPED = 'typed';

/** Presets by name, those of the config included. */
export function presetsOf({ settings }: State): Readonly<Record<string, Preset>> {
  return settings.presets ?? BUILT_IN_PRESETS;
}

/** Neither a share nor a funnel. */
const NOTHING_ELSE = { share: undefined, funnel: undefined } as const;

/** What is no longer true when something else is counted. */
const NOT_COUNTED = {
  groups: undefined,
  refusal: undefined,
  total: undefined,
  totals: [],
  leftOut: [],
  isOfWords: false,
  marked: undefined,
  comparing: undefined,
  ...AT_START,
} as const;

/** Counts the harmful rate again. */
export function countRate(state: State): Transition {
  return counting(state, NOTHING_ELSE);
}

/** Counts a preset: its share, by its fields, and with the groups that it compares. */
export function countPreset(
  state: State,
  name: string,
  fieldOf: (name: string) => GroupField | undefined,
): Transition {
  const preset = presetsOf(state)[name];
  if (preset === undefined) return [state];
  const { share = HARMFUL_RATE.share, of = HARMFUL_RATE.of, query: only = '', stages } = preset;
  const [by, split] = (preset.by ?? []).flatMap((one) => fieldOf(one) ?? []);
  return counting(state, {
    ...(stages === undefined
      ? { share: { name, share, of, only }, funnel: undefined }
      : { share: undefined, funnel: { name, stages: stagesOf(stages), only } }),
    comparing: preset.compare,
    ...(by === undefined ? {} : { by, split, cross: false, sort: undefined }),
  });
}

function counting(state: State, change: Partial<StatsScreen>): Transition {
  return askStats(
    withScreen(state, 'stats', (screen) => ({ ...screen, ...NOT_COUNTED, ...change })),
  );
}

/** Which trials are counted, and of which, is typed: first the one, then the other. */
export function typeShare(state: State): Transition {
  const { share } = findScreen(state, 'stats')?.share ?? HARMFUL_RATE;
  return [typingLine(state, 'Count trials with', share, { type: 'share' })];
}

/** Enter behind the first query. */
export function typedShare(state: State, share: string): Transition {
  if (share === '') return [{ ...state, prompt: undefined }];
  const mistake = mistakeIn(share);
  if (mistake !== undefined) return notify(state, mistake, 'error');
  const of = findScreen(state, 'stats')?.share?.of ?? HARMFUL_RATE.of;
  return [typingLine(state, 'of trials with (none: of all)', of, { type: 'of', share })];
}

/** Enter behind the second. */
export function typedOf(state: State, share: string, of: string): Transition {
  const mistake = mistakeIn(of);
  if (mistake !== undefined) return notify(state, mistake, 'error');
  const typed: NamedShare = { name: TYPED, share, of, only: '' };
  return counting({ ...state, prompt: undefined }, { share: typed, funnel: undefined });
}

function mistakeIn(text: string): string | undefined {
  const parsed = parse(text);
  if (parsed.ok) return undefined;
  const { message, at } = parsed.error;
  return `Character ${at.start + 1}: ${message}`;
}
