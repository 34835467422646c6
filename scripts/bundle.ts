/** What dist/ is bundled from, and how: the program, its worker threads, what the launcher loads. */
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { rolldown, type OutputChunk, type OutputOptions, type Plugin } from 'rolldown';
import { parseSync, Visitor } from 'rolldown/utils';
import { z } from 'zod';

export const ROOT = path.resolve(import.meta.dirname, '..');

/** The thread that redacts is started on use, and shares the files of the program. */
const PROGRAM = {
  inquest: 'src/cli/main.ts',
  'redact-worker': 'src/collection/redacted/worker.ts',
};
/**
 * Bundled apart: a thread that starts with the program must not load a dozen shared files. `ofPostgres`:
 * what the thread asks of a database, for which it has the code; pushes are written by the program itself.
 */
const WORKERS = {
  'ingest-worker': { file: 'src/ingest/worker.ts', ofPostgres: ['encoder'] },
  'query-worker': {
    file: 'src/viewer/query-worker.ts',
    ofPostgres: ['collections', 'connection', 'ledger', 'migrate', 'reader'],
  },
};
/** Loaded by the launcher before anything else, with `require`: without the delay of a promise. */
const LAUNCHER = { 'compile-cache': 'src/cli/compile-cache.ts' };
/** What the viewer's first frame needs, in few files; other commands share the first two. */
const CHUNKS = [
  {
    name: 'start',
    test: /src\/(base\/write-file|viewer\/run|cli\/(program|load-config|context|work\/root))\.ts$/,
  },
  {
    name: 'words',
    test: /src\/(text|query(?!\/expand)|stats)\/|src\/app\/keymap\.ts|src\/(trial|walkthrough)\/(?!schema|parse|write|drafts|data-file)/,
  },
  { name: 'screen', test: /src\/viewer\/screen\.ts$/ },
  {
    name: 'postgres',
    test: /node_modules\/(pg(-[\w-]+|pass)?|postgres-[\w-]+|split2|xtend)\/|src\/store\/postgres\/connection\.ts$/,
  },
];

const LAZY_SEGMENTER = path.join(ROOT, 'src/text/lazy-segmenter.ts');

/**
 * Libraries that several bundles load on use: bundled once, each into a file of its own, with the names
 * that are used of its packages. Ours cannot be shared so: of two copies of a class `instanceof` knows one.
 */
const LIBRARIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  diff: { diff: ['diffArrays'] },
  fuse: { 'fuse.js': ['default'] },
  pg: { pg: ['Client', 'Pool', 'types'] },
  'pg-copy-streams': { 'pg-copy-streams': ['from'] },
  re2js: { re2js: ['RE2JS'] },
  secretlint: {
    '@secretlint/core': ['lintSource'],
    '@secretlint/profiler': ['secretLintProfiler'],
    '@secretlint/secretlint-rule-preset-recommend': ['creator'],
  },
  yaml: {
    yaml: ['Document', 'isMap', 'isNode', 'LineCounter', 'parseDocument', 'stringify', 'visit'],
  },
  zod: { zod: ['z'] },
};
const LIBRARY_OF = new Map(
  Object.entries(LIBRARIES).flatMap(([name, packages]) =>
    Object.keys(packages).map((id) => [id, name] as const),
  ),
);
const LIBRARY = '\0library:';
/** What is used of zod, whose names are all in one object: without the rest, such as fifty languages. */
const ZOD = '\0zod';

/** A library as an entry of its own. */
const libraryEntry: Plugin = {
  name: 'library-entry',
  resolveId: (id) => (id.startsWith(LIBRARY) || id === ZOD ? { id } : undefined),
  load: (id) => {
    if (id === ZOD) return `export { ${namesOfZod().join(', ')} } from 'zod';`;
    if (!id.startsWith(LIBRARY)) return undefined;
    if (id === `${LIBRARY}zod`) return `export * as z from '${ZOD}';`;
    return Object.entries(LIBRARIES[id.slice(LIBRARY.length)] ?? {})
      .map(([name, names]) => `export { ${names.join(', ')} } from '${name}';`)
      .join('\n');
  },
};

function namesOfZod(): readonly string[] {
  const used = globSync('src/**/*.ts', { cwd: ROOT })
    .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
    .filter((source) => /^import \{ z \} from 'zod';$/m.test(source))
    .flatMap((source) => [...source.matchAll(/\bz\.(\w+)/g)].map(([, name = '']) => name));
  // Types have no value, and `core`, which has all of zod, is used for its types alone.
  return [...new Set(used)].filter((name) => Object.hasOwn(z, name) && name !== 'core').toSorted();
}

/** Asked for elsewhere, it is the file that it was bundled into. */
const sharedLibraries: Plugin = {
  name: 'shared-libraries',
  resolveId: (id) =>
    LIBRARY_OF.has(id) ? { id: `./${LIBRARY_OF.get(id)}.js`, external: 'relative' } : undefined,
};

/** Asked for by secretlint's log, and by pg where it is told to: not shipped. */
const LEFT_OUT = ['supports-color', 'pg-native'];

/** Where DEV is set, Ink would look for React's developer tools through a socket: not shipped either. */
const DEVTOOLS = /[\\/]ink[\\/]build[\\/]devtools\.js$/;

/**
 * Nothing may be looked for where the program runs: Node would search the folders above the package as
 * well, whoever owns them. What is not there when the program is built ends the build.
 */
const wholeBundle: Plugin = {
  name: 'whole-bundle',
  async resolveId(id, importer, options) {
    if (LEFT_OUT.includes(id)) return { id: `\0${id}` };
    if (importer === undefined || isBuiltin(id)) return undefined;
    const found = await this.resolve(id, importer, { ...options, skipSelf: true });
    if (found === null || found.external !== false) {
      throw new Error(`${id}, which ${importer} needs, cannot be bundled`);
    }
    return found;
  },
  load: (id) =>
    LEFT_OUT.includes(id.slice(1)) || DEVTOOLS.test(id) ? 'export default {};' : undefined,
};

/** A thread that asks no such thing of a database has no code for it. */
const partOfPostgres = (names: readonly string[]): Plugin => ({
  name: 'part-of-postgres',
  resolveId: (id, importer, { kind }) => {
    const isAsked =
      kind === 'dynamic-import' &&
      id.startsWith('./') &&
      importer?.endsWith('/src/store/postgres/backend.ts') === true;
    return isAsked && !names.includes(path.basename(id, '.ts')) ? `\0${NOT_HERE}${id}` : undefined;
  },
  load: (id) =>
    id.startsWith(`\0${NOT_HERE}`)
      ? `throw new Error('this thread was built without ${id.slice(NOT_HERE.length + 1)}');`
      : undefined,
});
const NOT_HERE = 'not-here:';

const EMOJI = String.raw`/^\p{RGI_Emoji}$/v`;

/** The pattern of all emoji takes 10 ms to make: now when a text is first compared with it. */
const lazyEmoji: Plugin = {
  name: 'lazy-emoji',
  transform: (code, id) => {
    if (!/[\\/]string-width[\\/]index\.js$/.test(id)) return undefined;
    if (!code.includes(`= ${EMOJI};`)) throw new Error('string-width has no pattern of all emoji');
    const lazy = `{ test(text) { this.made ??= ${EMOJI}; return this.made.test(text); } }`;
    return code.replace(`= ${EMOJI};`, () => `= ${lazy};`);
  },
};

/** Bundles everything, into `folder` or into memory alone. Resolves with the files that were made. */
export async function bundleAll(folder?: string): Promise<readonly OutputChunk[]> {
  const groups = CHUNKS.map((chunk, index) => ({ ...chunk, priority: 10 - index }));
  const made = [await bundle(PROGRAM, { groups }, 'esm', folder)];
  for (const [name, { file, ofPostgres }] of Object.entries(WORKERS)) {
    made.push(await bundle({ [name]: file }, true, 'esm', folder, [partOfPostgres(ofPostgres)]));
  }
  made.push(await bundle(LAUNCHER, true, 'cjs', folder));
  for (const name of Object.keys(LIBRARIES)) {
    made.push(await bundle({ [name]: LIBRARY + name }, true, 'esm', folder));
  }
  const chunks = made.flat();
  checkNames(chunks);
  return chunks;
}

/** Ends a build in which a file asks another one for what it lacks: a library for a name that is not listed. */
function checkNames(chunks: readonly OutputChunk[]): void {
  const exported = new Map(chunks.map(({ fileName, exports }) => [`./${fileName}`, exports]));
  for (const { fileName, code } of chunks) {
    new Visitor({
      ImportDeclaration: ({ source, specifiers }) => {
        for (const one of specifiers) {
          if (one.type === 'ImportNamespaceSpecifier') continue;
          const name =
            one.type === 'ImportDefaultSpecifier'
              ? 'default'
              : code.slice(one.imported.start, one.imported.end);
          if (exported.get(source.value)?.includes(name) !== false) continue;
          throw new Error(`${fileName} needs ${name}, which ${source.value} does not have`);
        }
      },
    }).visit(parseSync(fileName, code).program);
  }
}

async function bundle(
  input: Readonly<Record<string, string>>,
  codeSplitting: NonNullable<OutputOptions['codeSplitting']>,
  format: 'esm' | 'cjs',
  folder: string | undefined,
  more: readonly Plugin[] = [],
): Promise<readonly OutputChunk[]> {
  const isLibrary = Object.values(input).some((file) => file.startsWith(LIBRARY));
  const made = await rolldown({
    cwd: ROOT,
    input,
    platform: 'node',
    plugins: [...more, ...(isLibrary ? [libraryEntry] : [sharedLibraries]), wholeBundle, lazyEmoji],
    // What the ingest worker loads at once, others load on use.
    checks: { ineffectiveDynamicImport: false },
    transform: {
      define: {
        'process.env.NODE_ENV': '"production"',
        // Yoga would read its own bytes by it, which loads Node's whole network stack. Nothing here
        // fetches anything.
        fetch: 'undefined',
      },
      inject: { 'Intl.Segmenter': [LAZY_SEGMENTER, 'LazySegmenter'] },
    },
  });
  const options: OutputOptions = {
    format,
    minify: true,
    codeSplitting,
    // All in one folder: files find each other, and the package, relative to their own place.
    entryFileNames: format === 'esm' ? '[name].js' : '[name].cjs',
    chunkFileNames: '[name]-[hash].js',
  };
  const { output } =
    folder === undefined
      ? await made.generate(options)
      : await made.write({ ...options, dir: folder });
  await made.close();
  return output.filter((file) => file.type === 'chunk');
}
