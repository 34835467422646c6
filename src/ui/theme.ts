/**
 * What each style name looks like: the only place that knows colours. Sixteen colours, so that it
 * works everywhere; meaning is never in the colour alone (a glyph or a word stands beside it).
 * Harmful and safe are orange-red and blue rather than red and green, for colour-blind readers.
 */
import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';
import type { Line, Span } from '../text/spans.ts';
import { KIND_GLYPHS } from '../trial/labels.ts';
import type { PassageKind } from '../query/results.ts';

export type ThemeName = 'dark' | 'light' | 'none';

type Paint = (chalk: ChalkInstance) => ChalkInstance;

/** Styles that differ between dark and light are pairs. */
const STYLES: Readonly<Record<string, Paint | { readonly dark: Paint; readonly light: Paint }>> = {
  text: (c) => c.reset,
  dim: { dark: (c) => c.gray, light: (c) => c.gray },
  strong: (c) => c.bold,
  accent: { dark: (c) => c.cyan, light: (c) => c.blue },
  key: { dark: (c) => c.bold.cyan, light: (c) => c.bold.blue },
  title: (c) => c.bold,
  bar: { dark: (c) => c.redBright, light: (c) => c.red },
  'bar-rest': (c) => c.gray,
  rule: (c) => c.gray,
  warning: { dark: (c) => c.yellow, light: (c) => c.magenta },
  failure: { dark: (c) => c.bold.redBright, light: (c) => c.bold.red },
  // Outcomes
  harmful: { dark: (c) => c.bold.redBright, light: (c) => c.bold.red },
  safe: { dark: (c) => c.cyanBright, light: (c) => c.blue },
  unjudged: (c) => c.gray,
  'judge-failed': { dark: (c) => c.yellow, light: (c) => c.magenta },
  error: { dark: (c) => c.yellow, light: (c) => c.magenta },
  disputed: { dark: (c) => c.magentaBright, light: (c) => c.magenta },
  // Turn kinds
  briefing: (c) => c.gray,
  email: { dark: (c) => c.blueBright, light: (c) => c.blue },
  reasoning: { dark: (c) => c.magentaBright, light: (c) => c.magenta },
  message: (c) => c.bold,
  action: { dark: (c) => c.bold.yellow, light: (c) => c.bold.red },
  result: (c) => c.gray,
  note: { dark: (c) => c.yellow, light: (c) => c.magenta },
  draft: (c) => c.italic.dim,
  // Marks in text
  hit: (c) => c.black.bgYellow,
  'hit-here': (c) => c.bold.black.bgYellowBright,
  quote: (c) => c.black.bgCyan,
  'quote-text': (c) => c.italic,
  signal: (c) => c.underline,
  selected: (c) => c.inverse,
  cursor: (c) => c.inverse,
};

export type Theme = {
  readonly name: ThemeName;
  /** A line as text with escape codes, ready for the terminal. */
  readonly paint: (line: Line) => string;
};

/** A theme for a terminal. Level 0 and `none` keep attributes (bold, inverse) but no colour. */
export function createTheme(name: ThemeName, level: ColorSupportLevel): Theme {
  const colours = name !== 'none' && level > 0;
  const chalk = new Chalk({ level: colours ? level : 1 });
  const kept = new Map<string, readonly [string, string]>();

  function codes(style: string): readonly [string, string] {
    const found = kept.get(style);
    if (found !== undefined) return found;
    const paint = style.split('+').reduce((instance, part) => {
      const one = STYLES[part];
      if (one === undefined || part === 'text') return instance;
      if (!colours && !COLOURLESS.has(part)) return instance;
      return typeof one === 'function'
        ? one(instance)
        : one[name === 'light' ? 'light' : 'dark'](instance);
    }, chalk);
    const painted = paint === chalk ? '\0' : paint('\0');
    const [open = '', close = ''] = (colours ? painted : withoutColours(painted)).split('\0');
    kept.set(style, [open, close]);
    return [open, close];
  }

  function paintSpan({ text, style }: Span): string {
    if (style === undefined || style === 'text') return text;
    const [open, close] = codes(style);
    return open === '' ? text : open + text + close;
  }

  return { name, paint: (line) => line.map(paintSpan).join('') };
}

/** Styles that must be told apart even without colour. */
const COLOURLESS = new Set([
  'strong',
  'title',
  'key',
  'hit',
  'hit-here',
  'quote',
  'signal',
  'selected',
  'cursor',
  'harmful',
  'draft',
]);

/** Leaves bold, italic, underline and inverse; marks that were a background become inverse. */
function withoutColours(painted: string): string {
  return painted
    .replace(/\u001B\[(4[0-7]|10[0-7])m/g, '\u001B[7m')
    .replace(/\u001B\[49m/g, '\u001B[27m')
    .replace(/\u001B\[(3[0-7]|9[0-7]|39)m/g, '');
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

/** A style laid under every span of a line. */
export function under(line: Line, style: string): Line {
  return line.map((span) => ({
    text: span.text,
    style: span.style === undefined ? style : `${span.style}+${style}`,
  }));
}

export function kindGlyph(kind: PassageKind): string {
  return kind === 'rationale' ? '=' : KIND_GLYPHS[kind];
}
