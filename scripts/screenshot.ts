/**
 * Makes the README's pictures from the real program: runs it in a pty on the sample study, types
 * keys, and writes the screen as SVG; the cast of the demo, and the moving picture that is made of
 * it. `npm run pictures`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PALETTES } from '../src/export/palette.ts';
import { svgOf } from '../src/export/svg/screen.ts';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../test/support/terminal.ts';
import { movingPicture } from './moving-picture.ts';
import { cellsOf } from './screen-cells.ts';

type Picture = { readonly name: string; readonly go: (terminal: TestTerminal) => Promise<void> };

const PICTURES: readonly Picture[] = [
  {
    name: 'docket',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('F');
      await terminal.until('Filter');
      terminal.type('model:grok-3-beta verdict:harmful');
      terminal.type(KEYS.enter);
      await terminal.until('80 of 2,221 trials');
      await terminal.until(/grok-3-beta[^]*email sent/);
    },
  },
  {
    name: 'replay',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('/');
      await terminal.until('Search');
      terminal.type('model:grok-3-beta sample:17 unehtical');
      await terminal.until(/passages? in 1 trial/);
      terminal.type(KEYS.enter);
      await terminal.until('r related');
      terminal.type(KEYS.enter);
      await terminal.until('step');
    },
  },
  {
    name: 'search',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('/');
      await terminal.until('Search');
      terminal.type('unehtical in:reasoning');
      await terminal.until(
        (text) => text.includes('unehtical in:reasoning') && / passages in/.test(text),
      );
      terminal.type(KEYS.enter);
      await terminal.until('r related');
    },
  },
  {
    name: 'stats',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('S');
      await terminal.until(/ all +838/);
    },
  },
];

/** The ready walkthrough of the sample study. */
const DEMO = path.join(ROOT, 'sample-data/study.walkthrough.yaml');
const DEMO_SIZE = { columns: 92, rows: 30 };

async function main(): Promise<void> {
  const folder = path.join(ROOT, 'docs/pictures');
  mkdirSync(folder, { recursive: true });
  const cache = mkdtempSync(path.join(os.tmpdir(), 'inquest-pictures-'));
  const env = { XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: cache, COLORTERM: '' };
  for (const { name, go } of PICTURES) {
    const size = { columns: 120, rows: 34 };
    const terminal = openInquest([], { ...size, env });
    await go(terminal);
    const screen = cellsOf(terminal.xterm);
    writeFileSync(path.join(folder, `${name}.svg`), svgOf(screen, size, PALETTES.dark, name));
    terminal.type(KEYS.ctrlC);
    await terminal.exit;
  }
  const exported = async (file: string, ...options: readonly string[]): Promise<void> => {
    const exporting = openInquest(['export', DEMO, '-o', file, ...options], { env });
    const { code } = await exporting.exit;
    if (code !== 0) throw new Error(exporting.text());
  };
  await exported(path.join(folder, 'present.svg'), '--stop=4');
  const cast = path.join(folder, 'demo.cast');
  await exported(cast, `--columns=${DEMO_SIZE.columns}`, `--rows=${DEMO_SIZE.rows}`);
  const moving = await movingPicture(readFileSync(cast, 'utf8'), PALETTES.dark);
  writeFileSync(path.join(folder, 'demo.svg'), moving);
  rmSync(cache, { recursive: true, force: true });
}

if (import.meta.main) await main();
