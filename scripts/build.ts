/**
 * Builds dist/: the program, its worker threads, and the chunks they load when they need them.
 *
 * `--quick` builds only if something is newer than dist/; `--quiet` says nothing when all is well.
 */
import { existsSync, globSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { rolldown, type OutputOptions, type Plugin } from 'rolldown';

const ROOT = path.resolve(import.meta.dirname, '..');
const DIST = path.join(ROOT, 'dist');
/** Built beside it first, so that a failed build leaves the last good one. */
const UNFINISHED = path.join(ROOT, 'dist.new');
const PROGRAM = { inquest: 'src/cli/main.ts' };
/** Bundled apart: a thread that starts with the program must not load a dozen shared files. */
const WORKERS = {
  'ingest-worker': 'src/ingest/worker.ts',
  'query-worker': 'src/cli/query-worker.ts',
};
/** Loaded by the launcher before anything else, with `require`: without the delay of a promise. */
const LAUNCHER = { 'compile-cache': 'src/cli/compile-cache.ts' };
/** What the viewer's first frame needs, in few files; other commands share the first two. */
const CHUNKS = [
  { name: 'start', test: /src\/cli\/(program|load-config|context|viewer|commands\/root)\.ts$/ },
  {
    name: 'words',
    test: /src\/(text|query|stats)\/|src\/app\/(keymap|places)\.ts|src\/(trial|walkthrough)\/(?!schema|parse|write)/,
  },
  { name: 'screen', test: /src\/cli\/viewer-screen\.ts$/ },
];

/** Ink asks for React's developer tools where DEV is set; they are not shipped. */
const withoutDevtools: Plugin = {
  name: 'without-react-devtools',
  resolveId: (id) => (id === 'react-devtools-core' ? { id: '\0react-devtools-core' } : undefined),
  load: (id) =>
    id === '\0react-devtools-core'
      ? 'export default { initialize() {}, connectToDevTools() {} };'
      : undefined,
};

async function build(): Promise<void> {
  rmSync(UNFINISHED, { recursive: true, force: true });
  await bundle(PROGRAM, {
    groups: CHUNKS.map((chunk, index) => ({ ...chunk, priority: 10 - index })),
  });
  for (const [name, file] of Object.entries(WORKERS)) await bundle({ [name]: file }, true);
  await bundle(LAUNCHER, true, 'cjs');
  rmSync(DIST, { recursive: true, force: true });
  renameSync(UNFINISHED, DIST);
}

async function bundle(
  input: Readonly<Record<string, string>>,
  codeSplitting: NonNullable<OutputOptions['codeSplitting']>,
  format: 'esm' | 'cjs' = 'esm',
): Promise<void> {
  const made = await rolldown({
    cwd: ROOT,
    input,
    platform: 'node',
    plugins: [withoutDevtools],
    // What the ingest worker loads at once, others load on use.
    checks: { ineffectiveDynamicImport: false },
    transform: {
      define: {
        'process.env.NODE_ENV': '"production"',
        // Yoga would read its own bytes by it, which loads Node's whole network stack. Nothing here
        // fetches anything.
        fetch: 'undefined',
      },
    },
  });
  await made.write({
    dir: UNFINISHED,
    format,
    minify: true,
    codeSplitting,
    // All in one folder: files find each other, and the package, relative to their own place.
    entryFileNames: format === 'esm' ? '[name].js' : '[name].cjs',
    chunkFileNames: '[name]-[hash].js',
  });
  await made.close();
}

/** Whether dist/ is newer than everything that it is made from. */
function isCurrent(): boolean {
  const mark = path.join(DIST, 'inquest.js');
  if (!existsSync(mark)) return false;
  const built = statSync(mark).mtimeMs;
  const sources = [
    ...globSync('src/**/*.{ts,tsx}', { cwd: ROOT }),
    'package.json',
    'package-lock.json',
    'scripts/build.ts',
  ];
  return sources.every((file) => statSync(path.join(ROOT, file)).mtimeMs < built);
}

if (!process.argv.includes('--quick') || !isCurrent()) {
  const started = performance.now();
  await build();
  if (!process.argv.includes('--quiet')) {
    const files = readdirSync(DIST).filter((name) => /\.c?js$/.test(name));
    const bytes = files.reduce((sum, name) => sum + statSync(path.join(DIST, name)).size, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `dist/: ${files.length} files, ${Math.round(bytes / 1000)} kB, in ${seconds} s\n`,
    );
  }
}
