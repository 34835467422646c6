/** One golden frame in colour for each screen: which text has which look, in words. */
import xterm from '@xterm/headless';
import { renderToString } from 'ink';
import { expect, it } from 'vitest';
import { cellsOf } from '../../scripts/screen-cells.ts';
import { notesNow } from '../../src/app/screens/present/stage.ts';
import type { ScreenType } from '../../src/app/screens/states.ts';
import type { State } from '../../src/app/state.ts';
import type { Run } from '../../src/export/svg/screen.ts';
import { createTheme } from '../../src/text/theme.ts';
import { Screen } from '../../src/ui/app.tsx';
import { ThemeContext } from '../../src/ui/parts/pane.tsx';
import { auditView } from '../support/audit-views.ts';
import { PRESENT } from '../support/presents.ts';
import { openSession } from '../support/session.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const CLAIMS = {
  file: 'small.claims.yaml',
  title: 'A small report',
  claims: [
    { text: 'model-a does it in three of four', query: 'model:model-a', expect: '3 of 4' },
    { text: 'half of them', where: 'page 2', query: 'model:model-a', expect: '50 %' },
  ],
};
const SIZE = { columns: 80, rows: 24 };
const COLOURS = 'black red green yellow blue magenta cyan white'.split(' ');

/** The keys that lead to each screen; a new one does not compile without. */
const KEYS: Readonly<
  Record<
    Exclude<
      ScreenType,
      'present' | 'chapters' | 'notes' | 'audit-report' | 'disagreements' | 'claims'
    >,
    string
  >
> = {
  docket: 'Fverdict:harmful<enter>',
  replay: '<enter>rb/unethical<enter><enter>V',
  search: '/unethical',
  stats: 'S',
  compare: 'c',
  concordance: 'Kunethical<enter><tab>',
  picker: 'v ',
  palette: ':filter',
  help: '?',
  problems: '!',
  secondLook: 'W',
  bookmarks: '<enter>ebThe first mail.<enter>Vb<enter>B',
};

/** A broken line gives the screen of problems something to show. */
const BYTES = Buffer.from(
  [...SMALL_STUDY.map((trial) => JSON.stringify(trial)), '{"model": "broken', ''].join('\n'),
);

async function onStage(keys: string): Promise<State> {
  const session = await openSession(SMALL_STUDY, { size: SIZE, present: PRESENT });
  await session.tick('notice');
  const state = await session.press(keys);
  await session.close();
  return state;
}

async function collectionAt(keys: string): Promise<State> {
  const session = await openSession(SMALL_STUDY, { size: SIZE, bytes: BYTES });
  const state = await session.press(keys);
  await session.close();
  return state;
}

async function speaker(): Promise<State> {
  const notes = notesNow(await onStage('  '));
  const session = await openSession(SMALL_STUDY, { size: SIZE, notes: true });
  const state = await session.send({ type: 'follow', notes, now: 0 });
  await session.close();
  return state;
}

async function audited(first: 'report' | 'disagreements'): Promise<State> {
  const audit = { view: auditView(), first };
  const session = await openSession(SMALL_STUDY, { size: SIZE, audit });
  const state = await session.press('j');
  await session.close();
  return state;
}

async function claimed(): Promise<State> {
  const session = await openSession(SMALL_STUDY, { size: SIZE, claims: CLAIMS });
  const state = await session.press('j');
  await session.close();
  return state;
}

const SCREENS: Readonly<Record<ScreenType, () => Promise<State>>> = {
  ...(Object.fromEntries(
    Object.entries(KEYS).map(([type, keys]) => [type, () => collectionAt(keys)]),
  ) as Record<keyof typeof KEYS, () => Promise<State>>),
  present: () => onStage('    '),
  chapters: () => onStage('   cj'),
  notes: speaker,
  claims: claimed,
  'audit-report': () => audited('report'),
  disagreements: () => audited('disagreements'),
};

/** How a run looks: `bold cyan`, `black on bright yellow`. */
function lookOf({ foreground, background, ...flags }: Run): string {
  const nameOf = (colour: number | string): string =>
    typeof colour === 'number'
      ? `${colour > 7 ? 'bright ' : ''}${COLOURS[colour % 8] ?? ''}`
      : colour;
  return [
    ...(['bold', 'dim', 'italic', 'underline', 'inverse'] as const).filter((name) => flags[name]),
    ...(foreground === undefined ? [] : [nameOf(foreground)]),
    ...(background === undefined ? [] : [`on ${nameOf(background)}`]),
  ].join(' ');
}

/** Rows of a screen: what has a look stands in `⟨look|text⟩`. */
function written(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      const look = lookOf(run);
      return look === '' ? run.text : `⟨${look}|${run.text}⟩`;
    })
    .join('')
    .trimEnd();
}

it.each(Object.entries(SCREENS))('%s', async (name, open) => {
  const state = await open();
  expect(state.screens.at(-1)?.type).toBe(name);
  const drawn = renderToString(
    <ThemeContext value={createTheme('dark', 1, {}, 'palette')}>
      <Screen state={state} />
    </ThemeContext>,
    { columns: SIZE.columns },
  );
  const terminal = new xterm.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    convertEol: true,
    allowProposedApi: true,
  });
  await new Promise<void>((resolve) => {
    terminal.write(drawn, resolve);
  });
  const rows = cellsOf(terminal).map(written);
  terminal.dispose();
  const text = `${rows.join('\n').trimEnd()}\n`.replace(/\d+ ms/, 'N ms');
  expect(text).toContain('⟨');
  await expect(text).toMatchFileSnapshot(`frames/colours-${name}.txt`);
});
