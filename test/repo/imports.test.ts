/** Holds the table of who may import whom (docs/architecture.md), and that there are no cycles. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  allImports,
  COMPUTED,
  folderOf,
  type Import,
  importsOf,
  SOURCES,
  sourceText,
} from '../../scripts/imports.ts';

/** Folder → folders it may import. `types:` marks folders of which only types may be imported. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  base: [],
  trial: ['base'],
  text: [],
  formats: ['base', 'trial'],
  store: ['base', 'trial', 'query', 'text'],
  ingest: ['base', 'trial', 'formats', 'store'],
  query: ['base', 'trial', 'text'],
  stats: ['trial', 'text', 'query'],
  walkthrough: ['base', 'trial', 'text', 'query', 'stats'],
  redact: ['base', 'trial', 'text'],
  audit: ['base', 'trial', 'stats'],
  'audit-files': ['base', 'audit'],
  annotations: ['base', 'trial', 'audit'],
  doubts: ['trial', 'text', 'query'],
  claims: ['base', 'trial', 'query', 'stats'],
  collection: [
    'base',
    'trial',
    'text',
    'formats',
    'query',
    'store',
    'ingest',
    'redact',
    'walkthrough',
    'claims',
    'compare',
    'doubts',
    'concordance',
    'annotations',
    'audit',
  ],
  app: [
    'base',
    'trial',
    'text',
    'query',
    'stats',
    'walkthrough',
    'audit',
    'concordance',
    'types:compare',
    'types:claims',
    'types:collection',
  ],
  export: [
    'base',
    'trial',
    'text',
    'query',
    'stats',
    'walkthrough',
    'concordance',
    'types:compare',
    'types:collection',
  ],
  ui: ['app', 'trial', 'text', 'stats', 'walkthrough', 'audit', 'concordance', 'types:query'],
  compare: ['trial', 'types:query'],
  concordance: ['trial', 'text', 'query', 'stats'],
  process: ['base', 'text'],
  viewer: [
    'base',
    'trial',
    'text',
    'store',
    'ingest',
    'collection',
    'redact',
    'stats',
    'walkthrough',
    'app',
    'ui',
    'process',
    'annotations',
  ],
  cli: [
    'base',
    'trial',
    'text',
    'formats',
    'store',
    'ingest',
    'collection',
    'query',
    'redact',
    'claims',
    'doubts',
    'audit',
    'audit-files',
    'annotations',
    'stats',
    'walkthrough',
    'export',
    'compare',
    'concordance',
    'app',
    'process',
    'viewer',
  ],
};

/** Threads are started by the name of their file, wherever in the table that file's folder stands. */
const THREADS = 'collection/worker-files.ts';

const imports = allImports();
const own = imports.filter(({ to }) => SOURCES.includes(to));

/** Cycles among imports, each as the files on its way. */
function cyclesOf(edges: readonly Import[]): readonly string[] {
  const byFile = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, above: readonly string[]): void => {
    if (above.includes(file)) {
      cycles.push([...above.slice(above.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const { to } of byFile.get(file) ?? []) visit(to, [...above, file]);
    done.add(file);
  };
  for (const file of byFile.keys()) visit(file, []);
  return cycles;
}

describe('imports', () => {
  it('finds imports at all, in every file and of every kind', () => {
    expect(own.length).toBeGreaterThan(1000);
    expect(new Set(imports.map(({ kind }) => kind)).size).toBe(4);
    // Files of words alone import nothing.
    const without = SOURCES.filter((file) => imports.every(({ from }) => from !== file));
    expect(without.length).toBeLessThan(SOURCES.length / 5);
  });

  it('finds them however they are written', () => {
    const written = `
      import { type A, b } from './a.ts';
      import type {
        C,
      } from './c.ts';
      import './d.ts';
      export * from './e.ts';
      export type { F } from './f.ts';
      type G = import('./g.ts').G;
      const h = await import('./h.ts');
      const i = require('node:fs');
      const j = process.getBuiltinModule('node:zlib');
      new Worker(new URL('./k.ts', import.meta.url));
      const { getBuiltinModule: l } = process;
      const m = process['getBuiltinModule']('node:fs');
      await import(\`./\${n}.ts\`);
      createRequire(import.meta.url);
      // import './comment.ts';
      const o = "import { x } from './string.ts'";
    `;
    const found = importsOf('x/y.ts', written).map(({ to, kind }) => `${kind}: ${to}`);
    expect(found.toSorted()).toEqual(
      [
        'with the file: x/a.ts',
        'types: x/c.ts',
        'with the file: x/d.ts',
        'with the file: x/e.ts',
        'types: x/f.ts',
        'types: x/g.ts',
        'later: x/h.ts',
        'later: node:fs',
        'later: node:zlib',
        'named: x/k.ts',
        `later: ${COMPUTED}`,
        `later: ${COMPUTED}`,
        `later: ${COMPUTED}`,
        `later: ${COMPUTED}`,
      ].toSorted(),
    );
  });

  it('all say what they import', () => {
    expect(imports.filter(({ to }) => to === COMPUTED)).toEqual([]);
  });

  it('every folder of src is in the table', () => {
    expect([...new Set(SOURCES.map(folderOf))].toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  });

  it('go only where the table says', () => {
    const wrong = own
      .filter(({ from, to }) => folderOf(from) !== folderOf(to))
      .filter(({ from, kind }) => kind !== 'named' || from !== THREADS)
      .filter(({ from, to, kind }) => {
        const allowed = ALLOWED[folderOf(from)] ?? [];
        return !(
          allowed.includes(folderOf(to)) ||
          (kind === 'types' && allowed.includes(`types:${folderOf(to)}`))
        );
      })
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  it('are told as they are in docs/architecture.md', () => {
    const rows = readFileSync(path.join(import.meta.dirname, '../../docs/architecture.md'), 'utf8')
      .matchAll(/^\| `([\w-]+)\/` \| .* \| ([^|]+) \|$/gm)
      .map(([, folder = '', told = '']) => {
        const names = told === '–' ? [] : told.split(', ');
        return [folder, names.map((name) => name.replace(/^(.*) \(types\)$/, 'types:$1'))] as const;
      });
    const told = Object.fromEntries(rows);
    const others = Object.keys(ALLOWED).filter((folder) => !['cli', 'ui'].includes(folder));
    expect(told).toEqual({ ...ALLOWED, cli: ['everything but ui'] });
    expect(ALLOWED['cli']?.toSorted()).toEqual(others.toSorted());
  });

  it('use all that the table allows', () => {
    const used = new Set(own.map(({ from, to }) => `${folderOf(from)} → ${folderOf(to)}`));
    const unused = Object.entries(ALLOWED).flatMap(([from, allowed]) =>
      allowed.map((to) => `${from} → ${to.replace('types:', '')}`).filter((one) => !used.has(one)),
    );
    expect(unused).toEqual([]);
  });

  it('name a kind of store only in its folder and in the table of stores', () => {
    const named = SOURCES.filter((file) => /sqlite/i.test(sourceText(file)));
    const outside = named.filter((file) => !file.startsWith(path.join('store', 'sqlite')));
    // Node has no other lock that the system releases; drafts need it, whatever the store is.
    expect(outside.toSorted()).toEqual([
      path.join('base', 'file-lock.ts'),
      path.join('store', 'open.ts'),
    ]);
    expect(named.length).toBeGreaterThan(10);
  });

  it('have no cycles, of types neither', () => {
    expect(own.filter(({ kind }) => kind === 'types').length).toBeGreaterThan(500);
    // What is loaded on use may be a cycle: the work of a command names the table of commands.
    const together = own.filter(({ kind }) => kind === 'types' || kind === 'with the file');
    expect(cyclesOf(together)).toEqual([]);
  });

  it('would find a cycle', () => {
    const edge = (from: string, to: string): Import => ({ from, to, kind: 'types' });
    expect(cyclesOf([edge('a', 'b'), edge('b', 'c'), edge('c', 'b')])).toEqual(['b → c → b']);
  });

  it('leave the process to three folders', () => {
    const inside = SOURCES.filter((file) => !['cli', 'process', 'viewer'].includes(folderOf(file)));
    const wrong = inside.filter((file) =>
      /process\.(argv|env|exit|stdout|stderr)\b|console\./.test(sourceText(file)),
    );
    // The PG variables say where a database is, to every program that asks one.
    expect(wrong).toEqual(
      ['connection.ts', 'service.ts'].map((name) => path.join('store', 'postgres', name)),
    );
  });
});
