/** What the tests of formats share: a folder for made files, and reading a file to its end. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

import type { Format, ReadItem, ReadOptions, SourceFile } from '../../src/formats/format.ts';
import { recognise } from '../../src/formats/index.ts';
import type { Problem, Trial, Turn } from '../../src/trial/types.ts';

/** Real files of other people's tools, beside the checkout where there are any. */
export const ALL_FIXTURES = path.resolve(import.meta.dirname, '../../../shared/fixtures');

/** Those of the study. */
export const FIXTURES = path.join(ALL_FIXTURES, 'agentic-misalignment');

/** True, with a notice, where the fixtures are not there. */
export function lackFixtures(): boolean {
  const absent = !existsSync(FIXTURES);
  if (absent) process.stdout.write('skipped: ../shared/fixtures is not there\n');
  return absent;
}

/** A folder that is removed after the test file, and a function that writes a file into it. */
export function makeFolder(): {
  readonly folder: string;
  readonly write: (name: string, content: string | Uint8Array) => SourceFile;
} {
  const folder = mkdtempSync(path.join(tmpdir(), 'inquest-formats-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write: (name, content) => {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return { path: file, name, size: statSync(file).size };
    },
  };
}

export function sourceFile(file: string): SourceFile {
  return { path: file, name: path.basename(file), size: statSync(file).size };
}

export type All = {
  readonly trials: readonly Trial[];
  readonly problems: readonly Problem[];
  readonly items: readonly ReadItem[];
};

export async function collect<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Everything a format yields for a file. */
export async function readAll(
  format: Format,
  file: SourceFile,
  options: ReadOptions = {},
): Promise<All> {
  const items = await collect(format.read(file, options));
  return {
    items,
    trials: items.flatMap((item) => (item.type === 'trial' ? [item.trial] : [])),
    problems: items.flatMap((item) => (item.type === 'problem' ? [item.problem] : [])),
  };
}

/** What a list shows of a trial, with its number of turns: for tables that were checked by hand. */
export function row({ id, model, verdict, turns }: Trial): string {
  return `${id} | ${model} | ${verdict.outcome} | ${turns.length}`;
}

/** Turns, each as its kind with the name or role it has. */
export function kindsOf(turns: readonly Turn[]): string {
  return turns
    .map(({ kind, name, by, withheld, error }) => {
      const which = name ?? by;
      const flags = `${withheld === true ? ' withheld' : ''}${error === true ? ' !' : ''}`;
      return `${kind}${which === undefined ? '' : `:${which}`}${flags}`;
    })
    .join(' ');
}

/** Detects a file's format and reads it. */
export async function openAll(file: SourceFile, options: ReadOptions = {}): Promise<All> {
  const { detected: found } = await recognise(file);
  if (found === undefined) throw new Error(`no format for ${file.name}`);
  return readAll(found.format, file, options);
}
