/**
 * Makes the README's pictures from the real program: runs it in a pty on the sample study, types
 * keys, and writes the screen as SVG; the cast of the demo, and the moving picture that is made of
 * it. `npm run pictures`; names of pictures after it make these alone.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PALETTES } from '../src/export/palette.ts';
import { svgOf } from '../src/export/svg/screen.ts';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../test/support/terminal.ts';
import { movingPicture, movingScreens, type ShownScreen } from './moving-picture.ts';
import { cellsOf } from './screen-cells.ts';

type Picture = {
  readonly name: string;
  readonly go: (terminal: TestTerminal) => Promise<void>;
  /** Else the viewer on the sample study. */
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly size?: { readonly columns: number; readonly rows: number };
};

const SAMPLE_FOLDER = path.join(ROOT, 'sample-data');
const AUDIT_SIZE = { columns: 100, rows: 26 };

const PICTURES: readonly Picture[] = [
  {
    name: 'replay',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('/');
      await terminal.until('Search');
      terminal.type('model:grok-3-beta sample:17 unehtical');
      await terminal.until(/passages? in 1 trial/);
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
      terminal.type('ethical in:reasoning');
      await terminal.until(
        (text) => text.includes('ethical in:reasoning') && / passages in/.test(text),
      );
      terminal.type(KEYS.tab);
      await terminal.until('r related');
      terminal.type('r');
      await terminal.until((text) => text.includes('● unethical') && !text.includes('searching'));
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
  {
    name: 'audit',
    args: ['audit', 'run', 'review.audit.jsonl'],
    size: AUDIT_SIZE,
    go: async (terminal) => {
      await terminal.until('trial 1 of 20');
      terminal.type('r');
      await terminal.until(/›\s*\d+ ● reasoning/);
      terminal.type(`vl${KEYS.enter}llllll${KEYS.enter}1+`);
      await terminal.until(/sure: ●●[^]*evidence/);
    },
  },
  {
    name: 'audit-report',
    args: ['anna', 'ben', 'settled'].reduce<readonly string[]>(
      (all, name) => [...all, `example-${name}.audit.jsonl`],
      ['audit', 'report'],
    ),
    cwd: SAMPLE_FOLDER,
    size: { columns: 100, rows: 34 },
    go: async (terminal) => {
      await terminal.until(/Precision[^]*Between auditors/);
      await terminal.until('synthetic');
    },
  },
];

/** The viewer at work: keys, what they show, and for how long that is shown; 0: it is passed over. */
const WORK: readonly (readonly [keys: string, shows: string | RegExp, ms: number])[] = [
  ['', /2,221 trials[^]*email sent/, 1500],
  ['F', 'Filter ', 0],
  ['model:claude-opus-4', /Filter model:claude-opus-4 .*700 of[^]*email sent/, 1200],
  [' belief:test verdict:harmful', /verdict:harmful .*25 of[^]*email sent/, 1600],
  [KEYS.enter, 'Enter open', 0],
  [KEYS.enter, 'step 1/', 1000],
  ['r', 'reasoning · private', 2200],
  ['V', /Outcome +harmful/, 2200],
  ['q', 'Enter open', 0],
  ['x', '2,221 trials', 0],
  ['S', / all +838/, 2500],
];
const WORK_SIZE = { columns: 92, rows: 26 };

/** The moving picture of the viewer at work. */
async function workPicture(env: Readonly<Record<string, string>>, cwd: string): Promise<string> {
  const terminal = openInquest([], { ...WORK_SIZE, env, cwd });
  const screens: ShownScreen[] = [];
  for (const [keys, shows, ms] of WORK) {
    terminal.type(keys);
    await terminal.until(shows);
    // Counts that are asked for stand as dots.
    await terminal.until((text) => !/ … +│/.test(text));
    if (ms > 0) screens.push({ cells: cellsOf(terminal.xterm), ms });
  }
  terminal.type(KEYS.ctrlC);
  await terminal.exit;
  const title =
    'From the list by a filter to a trial, its private reasoning, its verdict, and the rates';
  return movingScreens(screens, WORK_SIZE, PALETTES.dark, title);
}

/** The audit that the page on auditing makes. */
const FIRST_AUDIT =
  'audit new -q model:gpt-4.1 --sample 20 --seed dice:3516 --auditor anna -o review'.split(' ');

/** The ready walkthrough of the sample study. */
const DEMO = path.join(ROOT, 'sample-data/study.walkthrough.yaml');
const DEMO_SIZE = { columns: 92, rows: 30 };

async function main(): Promise<void> {
  const folder = path.join(ROOT, 'docs/pictures');
  mkdirSync(folder, { recursive: true });
  const cache = mkdtempSync(path.join(os.tmpdir(), 'inquest-pictures-'));
  const env = { XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: cache, COLORTERM: '' };
  // Each begins anew, and not where another was left.
  const envOf = (name: string): Record<string, string> => ({
    ...env,
    XDG_STATE_HOME: path.join(cache, name),
    XDG_DATA_HOME: path.join(cache, name),
  });
  const wanted = process.argv.slice(2);
  const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
  const drawing = openInquest(FIRST_AUDIT, { env, cwd: cache });
  await drawing.exit;
  for (const { name, go, args = [], ...rest } of PICTURES) {
    if (!isWanted(name)) continue;
    const { size = { columns: 120, rows: 34 }, cwd = cache } = rest;
    const terminal = openInquest(args, { ...size, env: envOf(name), cwd });
    await go(terminal);
    const screen = cellsOf(terminal.xterm);
    writeFileSync(path.join(folder, `${name}.svg`), svgOf(screen, size, PALETTES.dark, name));
    terminal.type(KEYS.ctrlC);
    await terminal.exit;
  }
  if (isWanted('work')) {
    writeFileSync(path.join(folder, 'work.svg'), await workPicture(envOf('work'), cache));
  }
  const exported = async (file: string, ...options: readonly string[]): Promise<void> => {
    const exporting = openInquest(['export', DEMO, '-o', file, ...options], { env });
    const { code } = await exporting.exit;
    if (code !== 0) throw new Error(exporting.text());
  };
  if (wanted.length > 0) {
    rmSync(cache, { recursive: true, force: true });
    return;
  }
  await exported(path.join(folder, 'present.svg'), '--stop=4');
  const cast = path.join(folder, 'demo.cast');
  await exported(cast, `--columns=${DEMO_SIZE.columns}`, `--rows=${DEMO_SIZE.rows}`);
  const moving = await movingPicture(readFileSync(cast, 'utf8'), PALETTES.dark);
  writeFileSync(path.join(folder, 'demo.svg'), moving);
  rmSync(cache, { recursive: true, force: true });
}

if (import.meta.main) await main();
