/** Holds what a fresh machine depends on: a complete lockfile, and a package with what it needs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

describe('package-lock.json', () => {
  it('has every platform of every package, without which npm ci fails elsewhere', () => {
    const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter(
          (name) =>
            lock.packages[`node_modules/${name}`] === undefined &&
            lock.packages[`${place}/node_modules/${name}`] === undefined,
        )
        .map((name) => `${place}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    const named = Object.values(lock.packages).filter(
      ({ resolved, link }) => resolved !== undefined && link !== true,
    );
    expect(named).toEqual([]);
  });

  it('needs no install scripts', () => {
    const scripted = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([place]) => place)
      // Mac's file watcher is optional, and only for development.
      .filter((place) => place !== 'node_modules/fsevents');
    expect(scripted).toEqual([]);
  });
});

describe('the published package', () => {
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as unknown;
  const entries = (Array.isArray(packed) ? packed : Object.values(packed as object)) as readonly {
    files: readonly { path: string; mode: number }[];
  }[];
  const files = entries[0]?.files ?? [];

  it.each([
    'bin/inquest',
    'bin/package.json',
    'dist/inquest.js',
    'dist/ingest-worker.js',
    'dist/query-worker.js',
    'schema/trial.schema.json',
    'schema/walkthrough.schema.json',
    'sample-data/blackmail.jsonl',
    'LICENSE',
    'README.md',
  ])('has %s', (name) => {
    expect(files.map((file) => file.path)).toContain(name);
  });

  it('has nothing that only development needs', () => {
    const extra = files
      .map((file) => file.path)
      .filter((name) => /^(src|test|scripts|toolchain|docs|bench|\.ci)\//.test(name));
    expect(extra).toEqual([]);
  });
});
