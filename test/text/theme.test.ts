/** The theme: one table, seen alike in a terminal, in pictures and without colour. */
import xterm from '@xterm/headless';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { cellsOf } from '../../scripts/screen-cells.ts';
import { safeLine, t } from '../../src/text/safe.ts';
import { styled, type Line, type Span } from '../../src/text/spans.ts';
import { overlaid, STYLE_NAMES, type Style, type ThemeName } from '../../src/text/styles.ts';
import { createTheme } from '../../src/text/theme.ts';
import { runsOf, type Run } from '../../src/export/svg/screen.ts';

const STYLES: readonly Style[] = STYLE_NAMES.flatMap((name) => [
  name,
  overlaid(name, 'strong'),
  overlaid(name, 'dim'),
  overlaid(name, 'selected'),
]);
const THEMES: readonly ThemeName[] = ['dark', 'light', 'none'];

/** A run with every attribute said, so that terminal and picture can be compared. */
function look(run: Run | undefined): unknown {
  const { foreground, background, bold, dim, italic, underline, inverse } = run ?? {};
  const flags = { bold, dim, italic, underline, inverse };
  const set = Object.entries(flags).filter(([, value]) => value === true);
  return { foreground, background, set: set.map(([name]) => name) };
}

/** What a terminal shows of a painted line. */
async function shown(painted: string): Promise<readonly Run[]> {
  const terminal = new xterm.Terminal({ cols: 60, rows: 1, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(painted, resolve));
  return cellsOf(terminal)[0] ?? [];
}

describe('every style', () => {
  it.each(THEMES)('looks alike in a terminal and in a picture: %s', async (name) => {
    const { paint } = createTheme(name, 1, {}, 'palette');
    for (const style of STYLES) {
      const line: Line = [styled(t`styled`, style), { text: t` plain` }];
      const cells = await shown(paint(line));
      const runs = runsOf(line, name);
      expect([style, look(cells[0])]).toEqual([style, look(runs[0])]);
      expect([style, look(cells.at(-1))]).toEqual([style, look(runs[1])]);
    }
  });

  it('has no colour in a terminal without any', () => {
    const [none, zero] = [createTheme('none', 3), createTheme('dark', 0)];
    for (const style of STYLES) {
      const line: Line = [styled(safeLine('text'), style)];
      expect(none.paint(line)).not.toMatch(/\u001B\[(?:[34]\d|9\d|10\d)m/);
      expect(zero.paint(line)).toBe(none.paint(line));
    }
    expect(none.paint([styled(t`mark`, 'hit')])).toBe('\u001B[7mmark\u001B[27m');
    expect(none.paint([styled(t`no`, 'accent')])).toBe('no');
  });
});

it('a style that the theme does not know does not compile', () => {
  // @ts-expect-error: a slip of the finger
  const wrong: Span = { text: t`text`, style: 'tilte' };
  // @ts-expect-error: laid over a good one
  const wrongOverlay: Span = { text: t`text`, style: 'text+tilte' };
  // @ts-expect-error: any text
  const any: Span = { text: t`text`, style: String(wrong.style) };
  const good: Span = { text: t`text`, style: 'title+selected' };
  expect([wrong, wrongOverlay, any, good]).toHaveLength(4);
  expectTypeOf<string>().not.toExtend<Style>();
});
