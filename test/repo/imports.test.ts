/** Holds the table of who may import whom (docs/architecture.md), and that there are no cycles. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = path.resolve(import.meta.dirname, '../../src');

/** Folder → folders it may import. `types:` marks folders of which only types may be imported. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  base: [],
  trial: ['base'],
  text: [],
  formats: ['base', 'trial'],
  store: ['base', 'trial', 'text', 'query'],
  ingest: ['base', 'trial', 'formats', 'store'],
  query: ['base', 'trial', 'text'],
  stats: ['trial', 'text', 'query', 'types:store'],
  walkthrough: ['base', 'trial', 'text', 'query', 'stats'],
  redact: ['base', 'trial', 'text'],
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
  ],
  app: ['base', 'trial', 'text', 'query', 'stats', 'walkthrough', 'types:collection'],
  export: ['base', 'trial', 'text', 'query', 'stats', 'walkthrough', 'types:collection'],
  ui: ['app', 'trial', 'text', 'stats', 'walkthrough', 'types:query'],
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
    'stats',
    'walkthrough',
    'export',
    'app',
    'ui',
  ],
};

/** Folders that must not know Node, and those that must not know React either. */
const PURE = ['trial', 'text', 'query', 'stats', 'app'];

type Import = { readonly from: string; readonly to: string; readonly types: boolean };

const files = globSync('**/*.{ts,tsx}', { cwd: SRC });
const imports: readonly Import[] = files.flatMap((from) =>
  [...readFileSync(path.join(SRC, from), 'utf8').matchAll(IMPORT())].map((match) => ({
    from,
    to: match[2] ?? match[3] ?? '',
    types: match[1] === 'type',
  })),
);

function IMPORT(): RegExp {
  return /^(?:import|export)\s+(type\s)?[^;]*?\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)/gm;
}

const own = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ from, to, types }) => ({
    from,
    to: path.join(path.dirname(from), to),
    types: types || isTypeImport(from, to),
  }));

/** `match[1]` is lost for multi-line imports; asks the text itself. */
function isTypeImport(from: string, to: string): boolean {
  const text = readFileSync(path.join(SRC, from), 'utf8');
  const at = text.indexOf(`'${to}'`);
  const start = text.lastIndexOf('\nimport ', at);
  return text.slice(start, at).startsWith('\nimport type');
}

function folder(file: string): string {
  return file.split(path.sep)[0] ?? '';
}

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
  it('finds imports at all', () => {
    expect(own.length).toBeGreaterThan(100);
  });

  it('every folder of src is in the table', () => {
    expect([...new Set(files.map(folder))].toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  });

  it('go only where the table says', () => {
    const wrong = own
      .filter(({ from, to }) => folder(from) !== folder(to))
      .filter(({ from, to, types }) => {
        const allowed = ALLOWED[folder(from)] ?? [];
        return !(
          allowed.includes(folder(to)) ||
          (types && allowed.includes(`types:${folder(to)}`))
        );
      })
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  it('name a kind of store only in its folder and in the table of stores', () => {
    const named = files.filter((file) =>
      /sqlite/i.test(readFileSync(path.join(SRC, file), 'utf8')),
    );
    const outside = named.filter((file) => !file.startsWith(path.join('store', 'sqlite')));
    // Node has no other lock that the system releases; drafts need it, whatever the store is.
    expect(outside.toSorted()).toEqual([
      path.join('base', 'file-lock.ts'),
      path.join('store', 'open.ts'),
    ]);
    expect(named.length).toBeGreaterThan(10);
  });

  it('have no cycles', () => {
    expect(cyclesOf(own.filter(({ types }) => !types))).toEqual([]);
  });

  it('have no cycles of types in app either', () => {
    const inApp = own.filter(({ from, to }) => folder(from) === 'app' && folder(to) === 'app');
    expect(inApp.filter(({ types }) => types).length).toBeGreaterThan(100);
    expect(cyclesOf(inApp)).toEqual([]);
  });

  it('would find a cycle', () => {
    const edge = (from: string, to: string): Import => ({ from, to, types: true });
    expect(cyclesOf([edge('a', 'b'), edge('b', 'c'), edge('c', 'b')])).toEqual(['b → c → b']);
  });

  it('keep pure folders free of Node, React and Ink', () => {
    const wrong = imports
      .filter(({ from }) => PURE.includes(folder(from)))
      .filter(({ to }) => to.startsWith('node:') || /^(react|ink|chalk)/.test(to))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  it('let pure folders take from base only what is free of Node as well', () => {
    const reached = new Set(
      own
        .filter(({ from, to }) => PURE.includes(folder(from)) && folder(to) === 'base')
        .map(({ to }) => to),
    );
    for (const file of reached) {
      for (const { from, to } of own) if (from === file) reached.add(to);
    }
    expect(reached.size).toBeGreaterThan(0);
    const wrong = imports.filter(({ from, to }) => reached.has(from) && to.startsWith('node:'));
    expect(wrong).toEqual([]);
  });

  it('leave the process to cli', () => {
    const wrong = files
      .filter((file) => folder(file) !== 'cli')
      .filter((file) =>
        /process\.(argv|env|exit|stdout|stderr)\b|console\./.test(
          readFileSync(path.join(SRC, file), 'utf8'),
        ),
      );
    expect(wrong).toEqual([]);
  });
});
