/** Which theme fits the terminal. */
import type { ThemeName } from '../text/styles.ts';

/** The theme of the settings, or the one that the terminal tells of. */
export function themeName(theme: 'auto' | ThemeName): ThemeName {
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') return 'none';
  if (theme !== 'auto') return theme;
  // Terminals that tell give foreground;background, where 7 and 9 to 15 are light backgrounds.
  const background = Number(process.env['COLORFGBG']?.split(';').at(-1));
  return background === 7 || background >= 9 ? 'light' : 'dark';
}
