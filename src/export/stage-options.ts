/** Options of the forms that show a stage: casts and pictures. */
import { UserError } from '../base/user-error.ts';
import { PALETTES, type Palette } from './palette.ts';
import type { StageSize } from '../walkthrough/stage.ts';
import type { ThemeName } from '../text/styles.ts';
import { createTheme, type Theme } from '../text/theme.ts';
import type { CAST_VERSIONS } from './forms.ts';

/** As the command line gives them; each only where it was given. */
export type StageOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly castVersion?: (typeof CAST_VERSIONS)[number];
  readonly speed?: number;
  readonly typing?: boolean;
  readonly stop?: number;
  readonly turn?: number;
};

const FLAGS: Readonly<Record<keyof StageOptions, string>> = {
  columns: '--columns',
  rows: '--rows',
  castVersion: '--cast-version',
  speed: '--speed',
  typing: '--typing',
  stop: '--stop',
  turn: '--turn',
};

/** Throws a `UserError` for an option that the form would pass over in silence. */
export function refuseOthers(
  options: StageOptions,
  taken: readonly (keyof StageOptions)[],
  form: string,
): void {
  for (const [name, flag] of Object.entries(FLAGS) as [keyof StageOptions, string][]) {
    if (options[name] === undefined || taken.includes(name)) continue;
    throw new UserError(`${flag} does not go with --to ${form}`);
  }
}

const COLUMNS = { least: 40, most: 300, usual: 100 };
const ROWS = { least: 10, most: 120, usual: 30 };

/** The size of the stage. Throws a `UserError` for one on which nothing can be shown. */
export function sizeOf({ columns, rows }: StageOptions): StageSize {
  return {
    columns: within(columns, COLUMNS, '--columns'),
    rows: within(rows, ROWS, '--rows'),
  };
}

function within(
  given: number | undefined,
  { least, most, usual }: typeof COLUMNS,
  flag: string,
): number {
  if (given === undefined) return usual;
  if (given >= least && given <= most) return given;
  throw new UserError(`${flag} ${given}`, `it can be from ${least} to ${most}`);
}

const SPEED = { least: 0.1, most: 100, usual: 1 };

export function speedOf({ speed }: StageOptions): number {
  return within(speed, SPEED, '--speed');
}

/** How the stage is painted: as the config file says; dark where the terminal would be asked. */
export function lookOf({ theme }: { readonly theme: 'auto' | ThemeName }): {
  readonly theme: Theme;
  readonly palette: Palette;
} {
  const name = theme === 'auto' ? 'dark' : theme;
  return {
    theme: createTheme(name, name === 'none' ? 0 : 1, {}, 'palette'),
    palette: PALETTES[name === 'light' ? 'light' : 'dark'],
  };
}
