/** What the sixteen colours of a terminal look like in pictures, and in casts that are played. */

export type Palette = {
  readonly foreground: string;
  readonly background: string;
  /** The sixteen, in the order in which terminals number them. */
  readonly colours: readonly string[];
};

export type PaletteName = 'dark' | 'light';

/** Letters of every colour stand out from the background at 4.5:1 or more, but for 0 and the grays. */
export const PALETTES: Readonly<Record<PaletteName, Palette>> = {
  dark: {
    foreground: '#d7dae0',
    background: '#16181d',
    colours: [
      '#16181d',
      '#e0565b',
      '#7fb069',
      '#e0af54',
      '#5b8def',
      '#b07fd8',
      '#4fb3bf',
      '#c8ccd4',
      '#7d8493',
      '#ff7a70',
      '#9ccf84',
      '#ffd479',
      '#84aeff',
      '#d0a3f5',
      '#76d7e0',
      '#ffffff',
    ],
  },
  light: {
    foreground: '#24272e',
    background: '#fbfbf8',
    colours: [
      '#24272e',
      '#b3261e',
      '#2f6b1f',
      '#f0c24b',
      '#1f55c4',
      '#7a3fa8',
      '#7fd0d8',
      '#8a8f99',
      '#6b707b',
      '#c8392f',
      '#3f7d2c',
      '#ffd964',
      '#2f66d8',
      '#8c4fbc',
      '#0e7480',
      '#ffffff',
    ],
  },
};
