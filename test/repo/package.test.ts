/** Holds what a fresh machine depends on: a complete lockfile, and a package with what it needs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleAll } from '../../scripts/bundle.ts';
import { bundledPackages, noticeText } from '../../scripts/make-notice.ts';

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
    size: number;
    unpackedSize: number;
    files: readonly { path: string; mode: number }[];
  }[];
  const files = entries[0]?.files ?? [];
  const names = new Set(files.map((file) => file.path));

  it.each([
    'bin/inquest',
    'bin/package.json',
    'dist/inquest.js',
    'dist/ingest-worker.js',
    'dist/query-worker.js',
    'dist/redact-worker.js',
    'schema/trial.schema.json',
    'schema/walkthrough.schema.json',
    'sample-data/blackmail.jsonl',
    'dist/compile-cache.cjs',
    'docs/configuration.md',
    'man/inquest.1',
    'CHANGELOG.md',
    'LICENSE',
    'NOTICE',
    'README.md',
  ])('has %s', (name) => {
    expect(names).toContain(name);
  });

  it('has nothing that only development needs', () => {
    const extra = files
      .map((file) => file.path)
      .filter((name) => /^(src|test|scripts|toolchain|bench|\.ci)\//.test(name));
    expect(extra).toEqual([]);
  });

  it('has nothing but what is meant to be in it', () => {
    const meant =
      /^(bin\/(inquest|package\.json)|dist\/[\w-]+\.c?js|docs\/([\w-]+\/)?[\w-]+\.(md|svg|cast)|man\/inquest\.1|schema\/[\w-]+\.schema\.json|sample-data\/(README\.md|[\w.-]+\.(jsonl|yaml))|(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md|LICENSE|NOTICE|package\.json)$/;
    expect([...names].filter((name) => !meant.test(name))).toEqual([]);
  });

  it('is small', () => {
    expect(entries[0]?.size).toBeLessThan(2e6);
    expect(entries[0]?.unpackedSize).toBeLessThan(12e6);
  });

  it('needs no other package, and runs nothing when it is installed', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
      string,
      object | undefined
    >;
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies']) {
      expect(manifest[kind] ?? {}).toEqual({});
    }
    const scripts = Object.keys(manifest['scripts'] ?? {});
    expect(scripts.filter((name) => /^(pre|post)?install$|prepare/.test(name))).toEqual([]);
  });

  it('has what its pages link to', () => {
    const broken = [...names]
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) =>
        linksOf(readFileSync(path.join(ROOT, name), 'utf8'))
          .map((link) => path.join(path.dirname(name), link))
          .filter((link) => !names.has(link))
          .map((link) => `${name}: ${link}`),
      );
    expect(broken).toEqual([]);
  });
});

describe('dist/', () => {
  it('is made of the packages in NOTICE', async () => {
    const chunks = await bundleAll();
    expect(chunks.length).toBeGreaterThan(10);
    const packages = bundledPackages(chunks);
    expect(packages.length).toBeGreaterThan(30);
    // `npm run notice` writes it.
    expect(readFileSync(path.join(ROOT, 'NOTICE'), 'utf8')).toBe(noticeText(packages));
  });

  it('loads nothing but its own files and Node’s modules', async () => {
    const chunks = await bundleAll();
    const own = new Set(chunks.map(({ fileName }) => fileName));
    const foreign = chunks
      .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
      .filter((name) => !own.has(name.replace(/^\.\//, '')) && !isBuiltin(name));
    expect(foreign).toEqual([]);
    // Making one takes 10 ms at a start; `text/lazy-segmenter.ts` is there instead.
    expect(chunks.filter(({ code }) => code.includes('Intl.Segmenter(')).length).toBe(0);
    expect(chunks.some(({ code }) => code.includes('{Segmenter:'))).toBe(true);
  });
});

/** Where the links of a Markdown page lead, without those to other hosts and within the page. */
function linksOf(page: string): readonly string[] {
  return [...page.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}
