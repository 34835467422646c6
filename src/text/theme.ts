/** Lines as text with escape codes: what the styles of the theme are for a terminal. */
import {
  lookOf,
  overlaid,
  type Look,
  type Overlay,
  type Style,
  type StyleName,
  type ThemeName,
} from './styles.ts';
import { createCache } from './remember.ts';
import type { Line, Span } from './spans.ts';

export type Theme = {
  /** What is shown: `none` where the terminal has no colours. */
  readonly name: ThemeName;
  /** A line as text with escape codes, ready for the terminal. */
  readonly paint: (line: Line) => string;
};

/** The codes that begin and end a style. */
type Codes = readonly [open: string, close: string];

const RESET_FOREGROUND = 39;
const RESET_BACKGROUND = 49;

/** Numbers of the SGR codes that set and reset attributes. */
const ATTRIBUTES = [
  ['bold', 1, 22],
  ['italic', 3, 23],
  ['dim', 2, 22],
  ['underline', 4, 24],
  ['inverse', 7, 27],
] as const;

/** Colours of the config in place of the table's: a style's letters, by numbers from 0 to 255. */
export type Colours = Readonly<Partial<Record<StyleName, number>>>;

/**
 * The gray of faint text where a terminal has 256 colours. Colour 8 of the sixteen is up to the
 * terminal's own theme, in some of which it cannot be read; these grays are the same in all. A terminal
 * of sixteen colours shows faint text in the colour of all text, which can be read in every theme.
 */
export const FAINT = { dark: 247, light: 241 } as const;
const GRAY = 8;

/**
 * A theme for a terminal. `level`: the terminal's support of colours; at 0 it has none. `grays`: whether its
 * sixteen colours are its own, or those of a palette of ours, whose gray can be read.
 */
export function createTheme(
  wanted: ThemeName,
  level: number,
  colours: Colours = {},
  grays: 'own' | 'palette' = 'own',
): Theme {
  const name = level > 0 ? wanted : 'none';
  const cache = createCache<Style, Codes>();

  const codes = (style: Style): Codes => cache(style, (one) => codesOf(lookIn(one)));

  function lookIn(style: Style): Look {
    const look = lookOf(style, name);
    if (name === 'none') return look;
    const own = colours[style.split('+', 1)[0] as StyleName];
    if (own !== undefined) return { ...look, foreground: own };
    if (look.foreground !== GRAY || grays === 'palette') return look;
    const { foreground: _, ...plain } = look;
    return level > 1 ? { ...plain, foreground: FAINT[name] } : plain;
  }

  function paintSpan({ text, style }: Span): string {
    if (style === undefined || style === 'text') return text;
    const [open, close] = codes(style);
    return open === '' ? text : open + text + close;
  }

  return { name, paint: (line) => line.map(paintSpan).join('') };
}

function codesOf(look: Look): Codes {
  const { foreground, background } = look;
  const pairs: (readonly [number | string, number])[] = ATTRIBUTES.flatMap(
    ([attribute, open, close]) => (look[attribute] === true ? [[open, close] as const] : []),
  );
  if (foreground !== undefined) pairs.push([colourCode(30, foreground), RESET_FOREGROUND]);
  if (background !== undefined) pairs.push([colourCode(40, background), RESET_BACKGROUND]);
  return [
    pairs.map(([open]) => sgr(open)).join(''),
    pairs
      .map(([, close]) => sgr(close))
      .toReversed()
      .join(''),
  ];
}

/** The second eight of the sixteen colours have a range of codes of their own, all others one more. */
function colourCode(base: 30 | 40, colour: number): number | string {
  if (colour > 15) return `${base + 8};5;${colour}`;
  return base + (colour < 8 ? colour : 52 + colour);
}

function sgr(code: number | string): string {
  return `\u001B[${code}m`;
}

/**
 * The row under the cursor: one calm bar. Its spans lose their own colours, which inverted would
 * be a patchwork; marks of hits stay.
 */
export function selected(line: Line): Line {
  return line.map((span) => ({
    text: span.text,
    style: span.style?.startsWith('hit') === true ? span.style : 'selected',
  }));
}

/** A style laid over every span of a line. */
export function over(line: Line, overlay: Overlay): Line {
  return line.map(({ text, style }) => ({ text, style: overlaid(style, overlay) }));
}
