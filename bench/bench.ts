/**
 * Measures the budgets of docs/performance.md as ratios against a peer in the same run, and prints
 * budget, figure, pass or miss. `npm run bench -- [GROUP…]`; `--quick` uses smaller collections.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { frames } from './frames.ts';
import { indexing } from './indexing.ts';
import { logs } from './logs.ts';
import { memory } from './memory.ts';
import { isMet, type Figure, type Group } from './measure.ts';
import { opening } from './opening.ts';
import { searchingLarge } from './searching-large.ts';
import { searching } from './searching.ts';
import { scale } from './scale/scale.ts';
import { startup } from './startup.ts';

const GROUPS: Readonly<Record<string, Group>> = {
  startup,
  frames,
  indexing,
  searching,
  'searching-large': searchingLarge,
  opening,
  logs,
  memory,
  scale,
};
/** Takes long, and needs PostgreSQL: only where it is named. */
const ALONE = ['scale'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});
const unknown = positionals.find((name) => GROUPS[name] === undefined);
if (unknown !== undefined) {
  throw new Error(`no group '${unknown}'; there are ${Object.keys(GROUPS).join(', ')}`);
}
const names =
  positionals.length > 0
    ? positionals
    : Object.keys(GROUPS).filter((name) => !ALONE.includes(name));

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-bench-'));
const env = { XDG_CACHE_HOME: path.join(folder, 'cache'), XDG_CONFIG_HOME: folder };
const figures: (Figure & { readonly group: string })[] = [];
try {
  for (const group of names) {
    process.stderr.write(`${group}…\n`);
    const measured = await GROUPS[group]?.({ folder, env, quick: values.quick });
    figures.push(...(measured ?? []).map((figure) => ({ group, ...figure })));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const shown = ({ value, unit }: { value: number; unit: string }): string =>
  `${value.toFixed(value < 10 ? 2 : 0)}${unit}`;
console.table(
  figures.map((figure) => ({
    what: figure.what,
    budget:
      figure.budget === undefined
        ? ''
        : `${figure.budget.is === 'at most' ? '≤' : '≥'} ${figure.budget.value}${figure.unit}`,
    figure: shown(figure),
    '': figure.budget === undefined ? '' : isMet(figure) ? 'pass' : 'MISS',
  })),
);
writeFileSync(
  path.join(import.meta.dirname, 'results.json'),
  `${JSON.stringify(
    {
      quick: values.quick,
      node: process.version,
      cpu: os.cpus()[0]?.model,
      cores: os.cpus().length,
      figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
    },
    undefined,
    2,
  )}\n`,
);
