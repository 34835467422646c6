/** The settings of the program, and their defaults. */
import type { Colours } from '../text/theme.ts';
import type { FieldMap } from '../formats/format.ts';
import { BUILT_IN_PRESETS, type Preset } from '../query/presets.ts';
import type { ColumnField } from '../trial/catalogue.ts';
import { BUILT_IN_SIGNALS } from '../query/signals.ts';

/** Settings of the program, whole: what the file leaves out has its default. Plain data. */
export type Config = {
  readonly theme: 'auto' | 'dark' | 'light' | 'none';
  /** Colours of styles, in place of the theme's own. */
  readonly colours: Colours;
  /** Whether the wheel and clicks mean something in the viewer. */
  readonly mouse: boolean;
  /** Keys by command, in place of the built-in ones; see docs/keys.md. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Name → query; the built-in ones included, less those the file sets to null. */
  readonly signals: Readonly<Record<string, string>>;
  /** Field maps by name, for `--map NAME`. */
  readonly maps: Readonly<Record<string, FieldMap>>;
  /** Shares and comparisons by name; the built-in ones included, less those the file sets to null. */
  readonly presets: Readonly<Record<string, Preset>>;
  /** Columns of the list on screen; undefined: the usual ones. */
  readonly columns?: readonly ColumnField[] | undefined;
  /** Files of notes on trials: the first is one's own; undefined: the usual one. */
  readonly notes?: readonly string[] | undefined;
  /** Who notes something; undefined: the user of this machine. */
  readonly author?: string | undefined;
  /** Pace of auto-play. */
  readonly wordsPerMinute: number;
};

export const DEFAULT_CONFIG: Config = {
  theme: 'auto',
  mouse: true,
  colours: {},
  keys: {},
  signals: BUILT_IN_SIGNALS,
  maps: {},
  presets: BUILT_IN_PRESETS,
  wordsPerMinute: 240,
};
