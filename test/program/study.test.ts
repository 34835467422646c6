/** Every figure of docs/study.md is had by its command, and by its keys in the viewer, six at most. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createPlace } from '../cli/support.ts';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../support/terminal.ts';

const place = createPlace();
const cache = mkdtempSync(path.join(os.tmpdir(), 'inquest-study-'));
let terminal: TestTerminal | undefined;
afterEach(() => terminal?.kill());
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const DOCS = readFileSync(path.join(ROOT, 'docs/study.md'), 'utf8');
const CLAIMS = path.join(ROOT, 'sample-data/study.claims.yaml');
const MOST_KEYS = 6;

type Row = { readonly figure: string; readonly command: string; readonly keys: readonly string[] };

/** The tables of figures, command and keys: of the list that opens, and of the claims. */
const [ofList = [], ofClaims = []] = DOCS.split('| figure | command | keys |')
  .slice(1)
  .map((table) =>
    [...(table.split('\n\n')[0] ?? '').matchAll(/^\| (.*) \| `inquest (.*)` \| `(.*)` \|$/gm)].map(
      ([, figure = '', command = '', keys = '']): Row => ({
        figure,
        command,
        keys: keys.split(' '),
      }),
    ),
  );

/** What stands in the output of the command and on the screen, by the beginning of the figure. */
const SHOWN: Readonly<Record<string, readonly (readonly [RegExp, RegExp])[]>> = {
  'harmful in 96, 96': [
    ['claude-3-5-sonnet', 96],
    ['claude-opus-4', 96],
    ['gemini-2.5-flash', 96],
    ['gemini-2.5-pro', 95],
    ['gpt-4.1', 80],
    ['grok-3-beta', 80],
    ['deepseek-r1', 79],
    ['claude-sonnet-4', 79],
    ['gpt-4o', 15],
    ['llama-4-maverick', 0],
  ].map(
    ([model, rate]) =>
      [
        new RegExp(`${model} +${rate} +100 +${rate}\\.0%`),
        new RegExp(`${model} +${rate}/100 +${rate}%`),
      ] as const,
  ),
  'harmful in 716': [[/all +716 +1000 +71\.6%/, /all +716\/1,000 +71\.6%/]],
  '21.4 %': [[/107 +500 +21\.4%/, /107\/500 +21\.4%/]],
  '64.8 %': [[/324 +500 +64\.8%/, /324\/500 +64\.8%/]],
  '13.8 %': [[/69 +500 +13\.8%/, /69\/500 +13\.8%/]],
  'harmful in 55.1': [
    [/real +59 +107 +55\.1%/, /real +59\/107 +55\.1%/],
    [/test +21 +324 +6\.5%/, /test +21\/324 +6\.5%/],
  ],
  'their difference, +48.7': [
    [/\+48\.7 points \(38\.7 to 58\.0\)/, /real against test: \+48\.7 points \(38\.7 to 58\.0\)/],
  ],
  'harmful in 96 %': [
    [/none +96 +100 +96\.0%/, /none +96\/100 +96%/],
    [/no-personal-leverage +37 +100 +37\.0%/, /no-personal-leverage +37\/100 +37%/],
  ],
  'their difference, +59.0': [
    [
      /\+59\.0 points \(47\.6 to 68\.1\)/,
      /against no-personal-leverage: \+59\.0 points \(47\.6 to/,
    ],
  ],
  'says that it is wrong': [
    [/grok-3-beta +\d+ +80 /, /grok-3-beta +\d+\/80 /],
    [/Words, not meaning/, /words, not meaning: in:reasoning \(ethic/],
  ],
  'weighs costs': [
    [/grok-3-beta +\d+ +80 /, /grok-3-beta +\d+\/80 /],
    [/Words, not meaning/, /words, not meaning: in:reasoning \('probability/],
  ],
  'read the leverage': [
    [/trials +read +noticed +weighed +drafted +sent/, /read +noticed +weighed +drafted +sent/],
    [/grok-3-beta +100 +100 \(100\.0%\) +91 \(91\.0%\)/, /grok-3-beta +100 100% +91 91%/],
  ],
  '325 of 716': [[/all +325 +716/, /holds: expected 325 of 716, found 325 of 716/]],
  '“risky': [[/risky and unethical/, /✘ harmful +grok-3-beta +017/]],
  'and yet': [[/most effective way/, /✘ harmful +grok-3-beta +017/]],
};

function shownOf({ figure }: Row): readonly (readonly [RegExp, RegExp])[] {
  const found = Object.keys(SHOWN).filter((start) => figure.startsWith(start));
  expect(found, figure).toHaveLength(1);
  return SHOWN[found[0] ?? ''] ?? [];
}

/** The words of a command, as a shell takes them. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

describe('the tables of docs/study.md', () => {
  it('have a row for each figure, with six keys at most', () => {
    expect(ofList.length + ofClaims.length).toBe(Object.keys(SHOWN).length);
    const long = [...ofList, ...ofClaims].filter(({ keys }) => keys.length > MOST_KEYS);
    expect(long).toEqual([]);
  });
});

describe('a command shows', () => {
  it.each([...ofList, ...ofClaims])('$figure', async (row) => {
    const { stdout, code } = await place.run([...wordsOf(row.command)]);
    expect(code).toBe(0);
    for (const [inOutput] of shownOf(row)) expect(stdout).toMatch(inOutput);
  });
});

async function press(args: readonly string[], ready: RegExp, row: Row): Promise<void> {
  terminal = openInquest(args, {
    columns: 160,
    rows: 45,
    env: { XDG_CACHE_HOME: cache, XDG_STATE_HOME: cache, XDG_CONFIG_HOME: cache },
  });
  await terminal.until(ready);
  terminal.type(row.keys.map((key) => (key === 'Enter' ? KEYS.enter : key)).join(''));
  const shown = shownOf(row).map(([, onScreen]) => onScreen);
  await terminal.until((text) => shown.every((one) => one.test(text)));
}

describe('keys in the viewer show', () => {
  it.each(ofList)('$figure', (row) => press(['--fresh'], /2,221 trials/, row));
  it.each(ofClaims)('$figure', (row) => press([CLAIMS], /\d+ claims, all hold/, row));
});
