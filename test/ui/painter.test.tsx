/** The painter shows what Ink itself would show, cell by cell, whatever was on the screen before. */
import { EventEmitter, once } from 'node:events';
import { PassThrough } from 'node:stream';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import xterm, { type Terminal as XTerm } from '@xterm/headless';
import * as fc from 'fast-check';
import { Box, render, renderToString, Text } from 'ink';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Size } from '../../src/app/message.ts';
import type { State } from '../../src/app/state.ts';
import { safeLine } from '../../src/text/safe.ts';
import type { Line } from '../../src/text/spans.ts';
import { Screen } from '../../src/ui/app.tsx';
import { createPainter, type Painter } from '../../src/ui/painter/painter.ts';
import { Pane, PainterContext, ThemeContext } from '../../src/ui/parts/pane.tsx';
import { createTheme } from '../../src/text/theme.ts';
import { openSession } from '../support/session.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const theme = createTheme('dark', 1, {}, 'palette');
const BEGIN = '\u001B[?2026h';
const END = '\u001B[?2026l';

/** A terminal in memory that Ink and the painter draw on. */
type Stage = {
  readonly show: (node: ReactNode) => Promise<readonly string[]>;
  readonly cells: () => readonly string[];
  readonly painter: Painter;
  readonly resize: (size: Size) => void;
  /** Everything written, one string a write. */
  readonly writes: readonly string[];
  readonly end: () => void;
};

const stages: Stage[] = [];
afterEach(() => {
  for (const stage of stages.splice(0)) stage.end();
});

function createScreen({ columns, rows }: Size): XTerm {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  screen.loadAddon(new UnicodeGraphemesAddon());
  screen.unicode.activeVersion = '15-graphemes';
  return screen;
}

/** Waits until what was drawn for a commit is there: the painter draws at the end of its turn. */
function written(screen: XTerm): Promise<void> {
  return new Promise((resolve) => setImmediate(() => screen.write('', resolve)));
}

function openStage(size: Size): Stage {
  const screen = createScreen(size);
  const writes: string[] = [];
  const terminal = Object.assign(new EventEmitter(), {
    ...size,
    write: (text: string) => {
      writes.push(text);
      screen.write(text);
    },
  });
  const painter = createPainter(terminal, theme.paint);
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  const instance = render(<Text> </Text>, {
    stdout: painter.stdout,
    stdin,
    debug: true,
    interactive: true,
    alternateScreen: true,
    patchConsole: false,
  });
  const stage: Stage = {
    show: async (node) => {
      instance.rerender(
        <ThemeContext value={theme}>
          <PainterContext value={painter}>{node}</PainterContext>
        </ThemeContext>,
      );
      await written(screen);
      return cellsOf(screen);
    },
    cells: () => cellsOf(screen),
    painter,
    resize: (to) => {
      Object.assign(terminal, to);
      screen.resize(to.columns, to.rows);
      terminal.emit('resize');
    },
    writes,
    end: () => {
      instance.unmount();
      painter.close();
    },
  };
  stages.push(stage);
  return stage;
}

/** What Ink draws by itself, on a screen that was empty. */
async function inkAlone(node: ReactNode, size: Size): Promise<readonly string[]> {
  const text = renderToString(<ThemeContext value={theme}>{node}</ThemeContext>, {
    columns: size.columns,
  });
  const screen = createScreen(size);
  screen.write(`\u001B[?7l${text.replaceAll('\n', '\r\n')}`);
  await written(screen);
  return cellsOf(screen);
}

/** Rows as strings that tell each cell's character, width and looks. */
function cellsOf(screen: XTerm): readonly string[] {
  const buffer = screen.buffer.active;
  return Array.from({ length: screen.rows }, (_, y) => {
    const line = buffer.getLine(buffer.baseY + y);
    return Array.from({ length: screen.cols }, (__, x) => {
      const cell = line?.getCell(x);
      if (cell === undefined) return ' ';
      const letter = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ');
      const seen = `${cell.isInverse()},${cell.isUnderline()},${cell.getBgColorMode()},${cell.getBgColor()}`;
      // Of a blank nobody sees whether it is bold, or its colour.
      const ink =
        letter === ' ' && cell.isInverse() === 0 && cell.isUnderline() === 0
          ? ''
          : `${cell.isBold()},${cell.isDim()},${cell.isItalic()},${cell.getFgColorMode()},${cell.getFgColor()}`;
      return `${letter}${cell.getWidth()}{${seen};${ink}}`;
    }).join('');
  });
}

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
  { columns: 57, rows: 13 },
];

/** Keys that lead through every screen, and back. */
const WALK =
  'jjGkg<tab>jj <tab>x' +
  'Fverdict:harmful (<esc>x' +
  'm jj<enter>xs<down><enter>' +
  '<enter>eererMV1<esc>' +
  '<enter>uMRRjjkG[]q' +
  '/unethical<tab>jj<enter>nNq<esc><esc>' +
  'Sdbelief<enter>cjq' +
  '?jjq:filter<esc>!q';

const WEIRD = [
  'plain words',
  '日本語のテキスト',
  'é̂ e\u0301 combined',
  '❤️ ⚠️ ☑️ 1️⃣',
  '👩‍💻 👨‍👩‍👧‍👦 👍🏽 🏳️‍🌈',
  'हिन्दी ไทย العربية',
  '🫠 🇩🇪 한국어 ｆｕｌｌ',
  '\u202E\u001B[2J\u0007 \uFEFF',
  '→ ✘ ● ─ … “quoted”',
  'x'.repeat(300),
  '宽'.repeat(150),
];

const weirdTrial = trialOf({
  id: 'weird/宽/❤️',
  model: 'モデル ❤️ 👩‍💻',
  condition: '⚠️ 条件',
  turns: [
    ...WEIRD.map((text) => ({ kind: 'reasoning' as const, text: `${text}\n`.repeat(3) })),
    { kind: 'email', from: '❤️@x', to: '日本', subject: '👨‍👩‍👧‍👦 1️⃣', text: WEIRD.join('\n') },
    { kind: 'message', text: WEIRD.join(' ').repeat(4) },
  ],
});

describe.each(SIZES)('at $columns x $rows', (size) => {
  it('shows every screen as Ink does, key by key', async () => {
    const session = await openSession([weirdTrial, ...SMALL_STUDY], { size });
    const stage = openStage(size);
    const states: State[] = [session.state()];
    for (const key of WALK.match(/<[^>]+>|./gsu) ?? []) states.push(await session.press(key));
    await session.close();
    for (const [index, state] of states.entries()) {
      const node = <Screen state={state} />;
      const shown = await stage.show(node);
      expect(shown, `after ${index} keys`).toEqual(await inkAlone(node, size));
    }
  }, 120_000);
});

/** Texts about whose width this terminal and Ink disagree, so that Ink's rows shift. */
const DISPUTED = ['हिन्दी ไทย العربية', '🫠 🇩🇪 한국어 ｆｕｌｌ'];

const spanOf = fc.record({
  text: fc.oneof(
    fc.constantFrom(...WEIRD.filter((text) => !DISPUTED.includes(text))),
    fc.string({ unit: fc.constantFrom(...'ab ─✘日한😀', 'e\u0301', '❤️', '👩‍💻'), maxLength: 12 }),
  ),
  style: fc.constantFrom(undefined, 'dim', 'hit', 'selected', 'harmful+strong'),
});
const lineOf = fc
  .array(spanOf, { maxLength: 5 })
  .map((spans): Line => spans.map(({ text, style }) => ({ text: safeLine(text), style })));
const linesOf = fc.array(lineOf, { maxLength: 5 });

describe('any panes', () => {
  it('are shown as Ink does, one after the other', async () => {
    const size = { columns: 40, rows: 8 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(linesOf, linesOf, fc.integer({ min: 1, max: 30 })), { maxLength: 4 }),
        async (frames) => {
          const stage = openStage(size);
          for (const [left, right, split] of frames) {
            const node = (
              <Box width={40} height={8} flexDirection="column">
                <Text>chrome of Ink</Text>
                <Box>
                  <Pane width={split} height={4} lines={left} />
                  <Pane width={40 - split} height={4} lines={right} />
                </Box>
                <Text>{`below ${split}`}</Text>
              </Box>
            );
            expect(await stage.show(node)).toEqual(await inkAlone(node, size));
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('a character that the terminal draws narrower than it is counted', () => {
  it('moves nothing to its right, and leaves nothing behind', async () => {
    const stage = openStage({ columns: 20, rows: 2 });
    const node = (text: string): ReactNode => (
      <Box>
        <Pane width={9} height={1} lines={[[{ text: safeLine(text) }]]} />
        <Pane width={1} height={1} lines={[[{ text: safeLine('│') }]]} />
      </Box>
    );
    const rows: string[] = [];
    for (const text of ['abcdefghi', '🫠🫠🫠🫠', 'abc', '🫠', 'xyz'.repeat(4)]) {
      const [first = ''] = await stage.show(node(text));
      rows.push(first.replaceAll(/\d\{[^}]*\}/g, '').trimEnd());
    }
    expect(rows).toEqual([
      'abcdefghi│',
      '🫠🫠🫠🫠     │',
      'abc      │',
      '🫠        │',
      'xyzxyzxy…│',
    ]);
  });
});

describe('a frame', () => {
  const size = { columns: 80, rows: 24 };

  it('is one synchronised write, and none where nothing changed', async () => {
    const session = await openSession(SMALL_STUDY, { size });
    const stage = openStage(size);
    await stage.show(<Screen state={session.state()} />);
    const before = stage.writes.length;
    await stage.show(<Screen state={await session.press('j')} />);
    await stage.show(<Screen state={session.state()} />);
    await session.close();
    const [update, ...more] = stage.writes.slice(before);
    expect(more).toEqual([]);
    expect(update?.startsWith(BEGIN)).toBe(true);
    expect(update?.endsWith(END)).toBe(true);
    // Two rows and the preview changed: far less than the screen.
    expect(update?.length).toBeLessThan(1500);
  });

  it('is drawn anew after a redraw and after a resize, and never by clearing the screen', async () => {
    const stage = openStage(size);
    const session = await openSession(SMALL_STUDY, { size });
    const shown = await stage.show(<Screen state={session.state()} />);
    stage.painter.redraw();
    await new Promise((resolve) => setImmediate(resolve));
    expect(stage.cells()).toEqual(shown);
    for (const [columns, rows] of [
      [60, 15],
      [140, 45],
      [100, 30],
      [80, 24],
    ] as const) {
      // The terminal has changed a moment before the state knows of it.
      stage.resize({ columns, rows });
      await new Promise((resolve) => setImmediate(resolve));
      const node = (
        <Screen state={await session.send({ type: 'resize', size: { columns, rows } })} />
      );
      expect(await stage.show(node)).toEqual(await inkAlone(node, { columns, rows }));
    }
    await session.close();
    // eslint-disable-next-line no-control-regex
    expect(stage.writes.join('')).not.toMatch(/\u001B\[[0-3]?J/);
  });

  it('is not drawn on a screen that is not ours', async () => {
    const stage = openStage(size);
    await stage.show(<Text>ours</Text>);
    stage.painter.stdout.write('\u001B[?1049l');
    const before = stage.writes.length;
    await stage.show(<Text>not to be seen</Text>);
    expect(stage.writes.slice(before)).toEqual([]);
    stage.painter.stdout.write('\u001B[?1049h');
    await stage.show(<Text>seen again</Text>);
    expect(stage.writes.slice(before).join('')).toContain('seen again');
  });

  it('is made while it is held back, and shown as it is by then', async () => {
    const stage = openStage(size);
    stage.painter.hold(true);
    await stage.show(<Text>made ready</Text>);
    await stage.show(<Text>by then</Text>);
    expect(stage.writes.join('')).not.toMatch(/made ready|by then/);
    stage.painter.hold(false);
    await new Promise((resolve) => setImmediate(resolve));
    const all = stage.writes.join('');
    expect(all).toContain('by then');
    expect(all).not.toContain('made ready');
  });

  it('ends with the terminal as it was', async () => {
    const stage = openStage(size);
    await stage.show(<Text>ours</Text>);
    const ended = once(stage.painter.stdout, 'finish');
    stage.end();
    stage.painter.stdout.end();
    await ended;
    const all = stage.writes.join('');
    expect(all.lastIndexOf('\u001B[?1049l')).toBeGreaterThan(all.lastIndexOf('\u001B[?1049h'));
    expect(all.lastIndexOf('\u001B[?25h')).toBeGreaterThan(all.lastIndexOf('\u001B[?25l'));
    expect(all.lastIndexOf('\u001B[?7h')).toBeGreaterThan(all.lastIndexOf('\u001B[?7l'));
  });
});
