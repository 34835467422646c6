/** Faint text can be read: contrast as WCAG 2 measures it, on the backgrounds of themes in use. */
import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../src/export/palette.ts';
import { t } from '../../src/text/safe.ts';
import { lookOf, STYLE_NAMES } from '../../src/text/styles.ts';
import { createTheme, FAINT } from '../../src/text/theme.ts';

const BACKGROUNDS = {
  dark: {
    'xterm, GNOME dark': '#000000',
    'Windows Terminal Campbell': '#0c0c0c',
    'VS Code dark': '#1e1e1e',
    'Tango dark': '#2e3436',
    'Solarized dark': '#002b36',
    Nord: '#2e3440',
    Dracula: '#282a36',
    'Gruvbox dark': '#282828',
    'One Dark': '#282c34',
    Monokai: '#272822',
    'Tokyo Night': '#1a1b26',
    'Catppuccin Mocha': '#1e1e2e',
    'GitHub dark': '#0d1117',
  },
  light: {
    white: '#ffffff',
    'Tango light': '#eeeeec',
    'Solarized light': '#fdf6e3',
    'Gruvbox light': '#fbf1c7',
    'One Light': '#fafafa',
    'Catppuccin Latte': '#eff1f5',
    'Nord light': '#e5e9f0',
  },
} as const;

/** The gray of a number from 232 to 255 in the table of 256 colours. */
function gray(colour: number): string {
  const level = (8 + 10 * (colour - 232)).toString(16).padStart(2, '0');
  return `#${level.repeat(3)}`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

it('measures as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

describe.each(['dark', 'light'] as const)('faint text of the %s theme', (theme) => {
  it.each(Object.entries(BACKGROUNDS[theme]))('is at least 4.5 to 1 on %s', (_, background) => {
    expect(contrast(gray(FAINT[theme]), background)).toBeGreaterThanOrEqual(4.5);
  });

  it('is painted so, in every style that is faint', () => {
    const faint = STYLE_NAMES.filter((style) => lookOf(style, theme).foreground === 8);
    expect(faint).toContain('dim');
    for (const style of faint) {
      for (const level of [2, 3]) {
        const { paint } = createTheme(theme, level);
        expect(paint([{ text: t`x`, style }])).toContain(`\u001B[38;5;${FAINT[theme]}m`);
      }
      // Of sixteen colours only that of all text can be read in every theme.
      expect(createTheme(theme, 1).paint([{ text: t`x`, style }])).toBe('x');
      expect(createTheme(theme, 1, { dim: 8 }).paint([{ text: t`x`, style: 'dim' }])).toContain(
        '\u001B[90m',
      );
    }
  });

  it('is readable in pictures', () => {
    const { colours, background } = PALETTES[theme];
    expect(contrast(colours[8] ?? '', background)).toBeGreaterThanOrEqual(4.5);
  });

  it('gives way to the colours of the config, but not to no colour', () => {
    const own = { dim: 250, harmful: 3, hit: 12 };
    const paint = (style: 'dim' | 'harmful' | 'hit', name: typeof theme | 'none'): string =>
      createTheme(name, 3, own).paint([{ text: t`x`, style }]);
    expect(paint('dim', theme)).toContain('\u001B[38;5;250m');
    expect(paint('harmful', theme)).toContain('\u001B[33m');
    expect(paint('hit', theme)).toContain('\u001B[94m');
    expect(paint('dim', 'none')).toBe('x');
  });
});
