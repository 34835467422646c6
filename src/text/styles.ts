/**
 * The theme: what each style looks like, as data. The codes of a terminal, the cells of a picture and
 * output without colour are all made of this table. Sixteen colours, so that it works everywhere;
 * meaning is never in the colour alone (a glyph or a word stands beside it). Harmful and safe are
 * orange-red and blue rather than red and green, for colour-blind readers.
 */
export type ThemeName = 'dark' | 'light' | 'none';

/** How text looks. Colours are numbers from 0 to 15, as terminals number them. */
export type Look = {
  readonly bold?: true;
  readonly italic?: true;
  readonly dim?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly foreground?: number;
  readonly background?: number;
};

type Entry = {
  readonly dark: Look;
  readonly light: Look;
  /** Without colour its attributes remain: it must be told apart even then. */
  readonly always?: true;
};

const BLACK = 0;
const RED = 1;
const YELLOW = 3;
const BLUE = 4;
const MAGENTA = 5;
const CYAN = 6;
const GRAY = 8;
const RED_BRIGHT = 9;
const YELLOW_BRIGHT = 11;
const BLUE_BRIGHT = 12;
const MAGENTA_BRIGHT = 13;
const CYAN_BRIGHT = 14;

const PLAIN = both({});
const FAINT = both({ foreground: GRAY });
const CAUTION = { dark: { foreground: YELLOW }, light: { foreground: MAGENTA } };
const ALARM = {
  dark: { bold: true, foreground: RED_BRIGHT },
  light: { bold: true, foreground: RED },
} as const;

const STYLES = {
  text: PLAIN,
  dim: FAINT,
  strong: always({ bold: true }),
  accent: { dark: { foreground: CYAN }, light: { foreground: BLUE } },
  key: {
    dark: { bold: true, foreground: CYAN },
    light: { bold: true, foreground: BLUE },
    always: true,
  },
  title: always({ bold: true }),
  bar: { dark: { foreground: RED_BRIGHT }, light: { foreground: RED } },
  'bar-rest': FAINT,
  rule: FAINT,
  warning: CAUTION,
  failure: ALARM,
  // Outcomes
  harmful: { ...ALARM, always: true },
  safe: { dark: { foreground: CYAN_BRIGHT }, light: { foreground: BLUE } },
  unjudged: FAINT,
  'judge-failed': CAUTION,
  error: CAUTION,
  disputed: { dark: { foreground: MAGENTA_BRIGHT }, light: { foreground: MAGENTA } },
  // Kinds of passages: those of turns, and the judge's rationale
  briefing: FAINT,
  email: { dark: { foreground: BLUE_BRIGHT }, light: { foreground: BLUE } },
  reasoning: { dark: { foreground: MAGENTA_BRIGHT }, light: { foreground: MAGENTA } },
  message: both({ bold: true }),
  action: { dark: { bold: true, foreground: YELLOW }, light: { bold: true, foreground: RED } },
  result: FAINT,
  note: CAUTION,
  rationale: PLAIN,
  draft: always({ italic: true, dim: true }),
  // Marks in text
  hit: always({ foreground: BLACK, background: YELLOW }),
  'hit-here': always({ bold: true, foreground: BLACK, background: YELLOW_BRIGHT }),
  quote: always({ foreground: BLACK, background: CYAN }),
  'quote-text': both({ italic: true }),
  signal: always({ underline: true }),
  'signal-mark': CAUTION,
  code: { dark: { foreground: CYAN }, light: { foreground: BLUE } },
  selected: always({ inverse: true }),
  cursor: always({ inverse: true }),
} as const satisfies Readonly<Record<string, Entry>>;

export type StyleName = keyof typeof STYLES;
export const STYLE_NAMES = Object.keys(STYLES) as readonly StyleName[];

/** What can be laid over another style. */
export type Overlay = 'strong' | 'dim' | 'selected';
/** A style, or one with another laid over it. */
export type Style = StyleName | `${StyleName}+${Overlay}`;

/** A style with another laid over it; one that was laid over it before is replaced. */
export function overlaid(style: Style | undefined, overlay: Overlay): Style {
  return style === undefined ? overlay : `${baseOf(style)}+${overlay}`;
}

/** Whether a row ends in a selected span: it is selected to its end. */
export function isSelected(style: Style | undefined): boolean {
  return style?.endsWith('selected') === true;
}

/** How a style looks in a theme. `none` keeps attributes (bold, inverse) of those that need them. */
export function lookOf(style: Style, theme: ThemeName): Look {
  const names = style.split('+') as readonly StyleName[];
  return names.reduce<Look>((look, name) => ({ ...look, ...lookOfOne(name, theme) }), {});
}

function lookOfOne(name: StyleName, theme: ThemeName): Look {
  const entry: Entry = STYLES[name];
  if (theme !== 'none') return entry[theme];
  if (entry.always !== true) return {};
  const { foreground: _, background, ...attributes } = entry.dark;
  // A mark that was a background becomes inverse.
  return background === undefined ? attributes : { ...attributes, inverse: true };
}

function baseOf(style: Style): StyleName {
  return style.split('+', 1)[0] as StyleName;
}

function both(look: Look): Entry {
  return { dark: look, light: look };
}

function always(look: Look): Entry {
  return { ...both(look), always: true };
}
